"""Parts that speak of the whole order: the same again, one unit for all, each of a kind."""

import re
from dataclasses import replace

from domain.language.numerals import read_numeral
from domain.language.words.lists import pattern
from domain.order_text import remarks
from domain.order_text.corrections import again_in
from domain.order_text.phrases import pieces_of, plain_name
from domain.order_text.splitting.hearing import Hearing
from domain.order_text.splitting.quantity_filter import blank

_EVERY_KIND = re.compile(pattern("courtesies", "every_value"))


def last_again(hearing: Hearing, _said: str, text: str) -> tuple[str, ...] | None:
    """The last order once more, and what is said beside it."""
    span = again_in(text)
    if span is None:
        return None
    hearing.message.again = True
    rest = f"{text[: span[0]]} {text[span[1] :]}".strip()
    return (rest,) if plain_name(rest) else ()


def unit_of_all(hearing: Hearing, _said: str, text: str) -> tuple[str, ...] | None:
    """One unit for everything: ``都是箱``."""
    found = remarks.unit_for_all(text)
    if found is None:
        return None
    start, hearing.message.unit = found
    return (text[:start],) if text[:start].strip() else ()


def every_kind(hearing: Hearing, said: str, text: str) -> tuple[str, ...] | None:
    """``乐事三个口味各一箱``, ``8821全色全码各2``: each of them."""
    match = _EVERY_KIND.search(text)
    if match is None:
        return None
    rest = blank(text, *match.span())
    pieces = list(pieces_of(said, rest, hearing.tally.counts(rest)))
    if len(pieces) != 1 or not pieces[0].amounts:
        return None
    count = int(read_numeral(match["count"] or "") or 0)
    hearing.add(replace(pieces[0], every=count, matrix=bool(match["all"]), tail="", place=hearing.place))
    return ()
