"""Reads a part of a message: the first step that knows it says what is left to be read; else it is goods, or a note."""

import re
from collections.abc import Callable

from domain.language.quantities_in_text import Amount, tidy
from domain.order_text import remarks
from domain.order_text.candidates import is_aspect
from domain.order_text.corrections import instead, is_sorry, sorry_behind, takes_out
from domain.order_text.name_lists import Names
from domain.order_text.phrases import Piece, plain_name
from domain.order_text.splitting.alternatives import alternative, is_alternative
from domain.order_text.splitting.goods_parts import add_goods, add_swap
from domain.order_text.splitting.hearing import Hearing
from domain.order_text.splitting.quantity_filter import blank, cut_out
from domain.order_text.splitting.segments import at_colon
from domain.order_text.splitting.shops import for_shops
from domain.order_text.splitting.spoken_parts import complaint, cut_in_two, noted, spoken_of
from domain.order_text.splitting.whole_order_parts import every_kind, last_again, same_amounts, unit_of_all

_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
#: A name and how many, parted by a sign.
_EQUALS = re.compile(
    r"(?P<name>[^=:：]*[^\W\d_][^=:：]*?)\s*[=:：]\s*(?P<count>\d{1,5}(?:\.\d+)?\s*[\u3400-\u9fff]{0,2})\s*"
)
#: A word in Chinese that stands apart.
_APART = re.compile(r"(?<!\S)[\u3400-\u9fff]{2,12}(?!\S)")
_WORD = re.compile(r"[^\W\d_]")
#: Each says what is left to be read, or nothing where it does not know the part.
_STEPS: tuple[Callable[[Hearing, str, str], tuple[str, ...] | None], ...] = (
    alternative,
    for_shops,
    same_amounts,
    cut_in_two,
    spoken_of,
    noted,
    complaint,
    last_again,
    unit_of_all,
    every_kind,
)


def read_part(hearing: Hearing, said: str) -> None:
    """A part between separators: the first that knows what to do with it does."""
    hearing.asks, said = said.endswith(("?", "？")), said.rstrip("?？ ")
    said = _without_brackets(hearing, said)
    text = tidy(said)
    if remarks.is_new_order(text):
        hearing.complained = -1
    if remarks.is_greeting(text) or remarks.is_money(text) or not text.strip():
        hearing.closes = hearing.closes or bool(hearing.message.parts)
        return
    if hearing.closes and not re.search(r"\d", text) and hearing.finder.find(text).near:
        hearing.note(said)
        return
    hearing.closes = False
    if is_sorry(text):
        hearing.sorry = True
        return
    if (sorry := sorry_behind(text)) is not None and len(said) == len(text):
        read_part(hearing, said[:sorry])
        hearing.sorry = not takes_out(text[:sorry])
        return
    for step in _STEPS:
        rest = step(hearing, said, text)
        if rest is not None:
            for each in rest:
                read_part(hearing, each)
            return
    _goods_or_note(hearing, said, text)


def _without_brackets(hearing: Hearing, said: str) -> str:
    """The part without remarks in brackets; they are kept."""
    for match in list(_BRACKETS.finditer(said)):
        inside = tidy(match.group(1))
        if match.start() and (amounts := _restated(hearing, said[: match.start()], inside)):
            hearing.again_said = amounts
            said = blank(said, *match.span())
            continue
        told = remarks.is_complaint(inside) or is_alternative(inside)
        told = told or (remarks.is_remark(inside) and not hearing.tally.spoken(inside))
        if told and match.group() != said:
            hearing.note(match.group(1))
            said = blank(said, *match.span())
    return said.strip()


def _restated(hearing: Hearing, before: str, inside: str) -> tuple[Amount, ...]:
    """The amount that brackets say again behind another one: ``2箱（48罐）``."""
    amounts = tuple(hearing.tally.spoken(inside))
    if not amounts or plain_name(cut_out(inside, amounts)) or not hearing.tally.spoken(tidy(before)):
        return ()
    return amounts


def _goods_or_note(hearing: Hearing, said: str, text: str) -> None:
    amounts = hearing.tally.spoken(text)
    if not amounts and remarks.is_more_than_amount(text) and not _is_firm(hearing, said, text):
        hearing.note(said)
        return
    if not amounts and remarks.is_heading(text) and hearing.finder.find(text).near:
        hearing.add(Piece(said=said, name=text, place=hearing.place))
        return
    if match := _EQUALS.fullmatch(text):
        said = text = text if hearing.tally.spoken(match["name"]) else f"{match['name']} ×{match['count']}"
    if cut := at_colon(said):
        _announced(hearing, *cut)
        return
    text = _without_remarks(hearing, said, text)
    if not text.strip() or not (_WORD.search(text) or re.search(r"\d", text)):
        return
    swap = instead(text.strip())
    if swap is not None and add_swap(hearing, said, *swap):
        return
    if rest := add_goods(hearing, said, text):
        _goods_or_note(hearing, rest, rest)


def _is_firm(hearing: Hearing, said: str, text: str) -> bool:
    """Whether words name goods without doubt, perhaps with a number beside them."""
    cut = at_colon(said)
    text = remarks.FRAGMENTS.sub(" ", tidy(cut[1]) if cut else text)
    counts = hearing.tally.counts(text)
    found = hearing.finder.find(cut_out(text, counts) if counts else text)
    return found.sure or (bool(counts) and not found.near and not remarks.is_remark(text))


def _announced(hearing: Hearing, before: str, after: str) -> None:
    """What stands before a colon announces what follows, or is its name."""
    if _is_category(hearing, before, after):
        if remarks.is_heading(tidy(before)):
            hearing.note(before)
        else:
            hearing.add(Piece(said=before, name=tidy(before), only_asks=True, heads=True))
        before = ""
    speaks = before and not after and not remarks.unit_for_all(tidy(before))
    if speaks and not Names(hearing.finder).is_brand(before) and not hearing.finder.find(before).sure:
        hearing.note(before)
        return
    hearing.heads = bool(plain_name(cut_out(tidy(after), hearing.tally.counts(tidy(after)))))
    if before:
        read_part(hearing, before)
    hearing.heads = False
    if after:
        read_part(hearing, after)


def _is_category(hearing: Hearing, before: str, after: str) -> bool:
    """Whether what follows names goods of its own, so that what stands before is a kind of goods and no brand."""
    text = tidy(after)
    amounts = hearing.tally.counts(text)
    name = plain_name(text[: amounts[0].start]) if amounts else ""
    if not name or is_aspect(name) or hearing.tally.counts(tidy(before)) or remarks.unit_for_all(tidy(before)):
        return False
    return not hearing.finder.find(name).near and not Names(hearing.finder).is_brand(before)


def _without_remarks(hearing: Hearing, said: str, text: str) -> str:
    """The text with days, prices, places and the like blanked; they are kept."""
    for match in list(remarks.FRAGMENTS.finditer(text)):
        words = said[match.start() : match.end()] if len(said) == len(text) else match.group()
        if _is_ordered(hearing, text, match):
            continue
        if words.strip():
            hearing.note(words)
        text = blank(text, *match.span())
    return _without_wishes(hearing, said, text)


def _is_ordered(hearing: Hearing, text: str, match: re.Match[str]) -> bool:
    """Whether digits like those of a telephone stand alone before an amount, as a code does that we do not have."""
    rest = blank(text, *match.span())
    amounts = hearing.tally.spoken(rest)
    return match.group().strip().isdecimal() and bool(amounts) and not plain_name(cut_out(rest, amounts))


def _without_wishes(hearing: Hearing, said: str, text: str) -> str:
    """The text without what stands apart in it and is a wish about goods: ``都要冰的``."""
    words = list(_APART.finditer(text))
    for match in words if len(text.split()) > 1 else ():
        wish = match.group()
        if remarks.is_remark(wish) and not hearing.tally.spoken(wish) and not hearing.finder.find(wish).sure:
            hearing.note(said[match.start() : match.end()] if len(said) == len(text) else wish)
            text = blank(text, *match.span())
    return text
