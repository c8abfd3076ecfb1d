"""Parts that speak of the whole order: the same again, one unit for all, each of a kind."""

import re
from dataclasses import replace
from decimal import Decimal

from domain.language.numerals import read_numeral
from domain.language.words.lists import pattern
from domain.order_text import remarks
from domain.order_text.corrections import again_in
from domain.order_text.phrases import Piece, pieces_of, plain_name
from domain.order_text.splitting.quantity_filter import blank
from domain.order_text.splitting.split_state import SplitState

#: A value before the words for the same amounts, or behind them.
_SAME = re.compile(
    rf"(?:^|(?<=[\s,，]))(?:(?:{pattern('courtesies', 'same_before')})\s*(\S.{{0,15}})|"
    rf"(\S{{1,8}}?)\s*(?:{pattern('courtesies', 'same_behind')}))\s*$"
)
#: A value behind the words that mean it for all.
_FOR_ALL = re.compile(
    rf"(?:{pattern('courtesies', 'for_all')})(?P<value>\S.{{0,15}}?)(?:{pattern('courtesies', 'for_all_behind')})*\s*$"
)
_EVERY_KIND = re.compile(pattern("courtesies", "every_value"))


def last_again(state: SplitState, _said: str, text: str) -> tuple[str, ...] | None:
    """The last order once more, and what is said beside it."""
    span = again_in(text)
    if span is None:
        return None
    state.message.again = True
    rest = f"{text[: span[0]]} {text[span[1] :]}".strip()
    return (rest,) if plain_name(rest) else ()


def unit_of_all(state: SplitState, _said: str, text: str) -> tuple[str, ...] | None:
    """One unit for everything: ``都是箱``."""
    found = remarks.unit_for_all(text)
    if found is None:
        return None
    start, state.message.unit = found
    return (text[:start],) if text[:start].strip() else ()


def same_amounts(state: SplitState, said: str, text: str) -> tuple[str, ...] | None:
    """``象牙也一样``, ``same for beef``: what was said just before, of another value."""
    said = said if len(said) == len(text) else text
    match = _SAME.search(text)
    value = next(filter(None, match.groups()), "") if match else ""
    if match is None or not plain_name(value) or state.tally.counts(value):
        return None
    if before := text[: match.start()].strip():
        return (said[: match.start()], said[match.start() :]) if state.tally.counts(before) else None
    if not state.has_goods:
        return None
    state.add(Piece(said=said, name=value, same=True, place=state.place))
    return ()


def value_for_all(state: SplitState, said: str, text: str) -> tuple[str, ...] | None:
    """``都按120发``, ``all black``: one value for all that was ordered."""
    match = _FOR_ALL.search(text)
    if match is None or (not state.has_goods and not match.start()):
        return None
    value, before = plain_name(match["value"]), text[: match.start()].rstrip()
    ends = not before or any(amount.end == len(before) for amount in state.tally.spoken(before))
    if not ends or not value or state.tally.spoken(value) or remarks.unit_for_all(text):
        return None
    if before:
        said = said if len(said) == len(text) else text
        return said[: match.start()], said[match.start() :]
    state.add(Piece(said=said, name=value, for_all=True, place=state.place))
    return ()


def every_kind(state: SplitState, said: str, text: str) -> tuple[str, ...] | None:
    """``乐事三个口味各一箱``, ``8821全色全码各2``: each of them."""
    match = _EVERY_KIND.search(text)
    if match is None:
        return None
    if match["hands"] and said[match.end() :].strip():
        return said[: match.end()], said[match.end() :]
    rest = blank(text, *match.span())
    pieces = list(pieces_of(said, rest, state.tally.counts(rest)))
    if match["hands"] and len(pieces) == 1 and not pieces[0].amounts:
        pieces = [pieces[0].counted(read_numeral(match["hands"]) or Decimal(1), "")]
    if len(pieces) != 1 or not pieces[0].amounts:
        return None
    count = int(read_numeral(match["count"] or "") or 0)
    state.add(replace(pieces[0], every=count, matrix=bool(match["all"]), tail="", place=state.place))
    return ()
