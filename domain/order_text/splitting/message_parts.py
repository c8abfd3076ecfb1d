"""Reads a part of a message: the first step that knows it says what is left to be read; else it is goods, or a note."""

import re
from collections.abc import Callable

from domain.language.canonical import canonical
from domain.language.quantities_in_text import Amount, tidy
from domain.language.units import singular
from domain.order_text import remarks
from domain.order_text.aspects import is_aspect
from domain.order_text.corrections import instead, is_sorry, sorry_behind, takes_out
from domain.order_text.name_lists import Names
from domain.order_text.phrases import Piece, plain_name
from domain.order_text.splitting.alternatives import alternative, is_alternative
from domain.order_text.splitting.goods_parts import add_goods, add_swap
from domain.order_text.splitting.quantity_filter import blank, cut_out
from domain.order_text.splitting.segments import at_colon
from domain.order_text.splitting.shops import for_shops
from domain.order_text.splitting.split_state import SplitState
from domain.order_text.splitting.spoken_parts import complaint, cut_in_two, noted, spoken_of
from domain.order_text.splitting.whole_order_parts import (
    every_kind,
    last_again,
    same_amounts,
    unit_of_all,
    value_for_all,
)
from domain.search.coverage import borne_by_name, words_of

_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
#: A name and how many, parted by a sign.
_EQUALS = re.compile(r"(?P<name>[^=:：]*[^=:：\s])\s*[=:：]\s*(?P<count>\d{1,5}(?:\.\d+)?\s*[\u3400-\u9fff]{0,2})\s*")
#: A word in Chinese that stands apart.
_APART = re.compile(r"(?<!\S)[\u3400-\u9fff]{2,12}(?!\S)")
_WORD = re.compile(r"[^\W\d_]")
#: Of so many words of a remark the first may be goods.
_REMARK_LONGEST = 12
#: Each says what is left to be read, or nothing where it does not know the part.
_STEPS: tuple[Callable[[SplitState, str, str], tuple[str, ...] | None], ...] = (
    alternative,
    for_shops,
    same_amounts,
    value_for_all,
    cut_in_two,
    spoken_of,
    noted,
    complaint,
    last_again,
    unit_of_all,
    every_kind,
)


def read_part(state: SplitState, said: str) -> None:
    """A part between separators: the first that knows what to do with it does."""
    state.asks, said = said.endswith(("?", "？")), said.rstrip("?？ ")
    said = _without_brackets(state, said)
    text = tidy(said)
    if remarks.is_new_order(text):
        state.complained = -1
    if remarks.is_greeting(text) or remarks.is_money(text) or not text.strip():
        state.closes = state.closes or bool(state.message.parts)
        return
    if state.closes and not (re.search(r"\d", text) or state.tally.spoken(text)) and state.finder.find(text).near:
        state.note(said)
        return
    state.closes = False
    if is_sorry(text):
        state.sorry = True
        return
    if (sorry := sorry_behind(text)) is not None and len(said) == len(text):
        read_part(state, said[:sorry])
        state.sorry = not takes_out(text[:sorry])
        return
    for step in _STEPS:
        rest = step(state, said, text)
        if rest is not None:
            for each in rest:
                read_part(state, each)
            return
    _goods_or_note(state, said, text)


def _without_brackets(state: SplitState, said: str) -> str:
    """The part without remarks in brackets; they are kept."""
    for match in list(_BRACKETS.finditer(said)):
        inside = tidy(match.group(1))
        if singular(inside) in state.units and said[: match.start()].rstrip()[-1:].isdecimal():
            said = f"{said[: match.start()].rstrip()}{inside}{said[match.end() :]}"
            continue
        if match.start() and (amounts := _restated(state, said[: match.start()], inside)):
            state.again_said = amounts
            said = blank(said, *match.span())
            continue
        told = remarks.is_complaint(inside) or is_alternative(inside)
        told = told or (not state.tally.spoken(inside) and _is_aside(state, said[: match.start()], inside))
        if told and match.group() != said:
            state.note(match.group(1))
            said = blank(said, *match.span())
    return said.strip()


def _is_aside(state: SplitState, before: str, inside: str) -> bool:
    """Whether brackets hold a remark, or behind an amount words that name no goods: ``两罐（要新茶）``."""
    if remarks.is_remark(inside):
        return True
    names = re.search(r"\d", inside) is None and state.finder.find(plain_name(inside)).near
    return names and bool(state.tally.counts(tidy(before)))


def _restated(state: SplitState, before: str, inside: str) -> tuple[Amount, ...]:
    """The amount that brackets say again behind another one: ``2箱（48罐）``."""
    amounts = tuple(state.tally.spoken(inside))
    if not amounts or plain_name(cut_out(inside, amounts)) or not state.tally.spoken(tidy(before)):
        return ()
    return amounts


def _goods_or_note(state: SplitState, said: str, text: str) -> None:
    amounts = state.tally.spoken(text)
    if not amounts and remarks.is_more_than_amount(text) and not _is_firm(state, said, text):
        if not _asked_before_remark(state, said, text):
            state.note(said)
        return
    if not amounts and remarks.is_heading(text) and state.finder.find(text).near:
        state.add(Piece(said=said, name=text, place=state.place))
        return
    if (match := _EQUALS.fullmatch(text)) and _WORD.search(match["name"]):
        said = text = text if state.tally.spoken(match["name"]) else f"{match['name']} ×{match['count']}"
    if cut := at_colon(said):
        _announced(state, *cut)
        return
    text = _without_remarks(state, said, text)
    if not text.strip() or not (_WORD.search(text) or re.search(r"\d", text)):
        return
    swap = instead(text.strip())
    if swap is not None and add_swap(state, said, *swap):
        return
    if rest := add_goods(state, said, text):
        _goods_or_note(state, rest, rest)


def _asked_before_remark(state: SplitState, said: str, text: str) -> bool:
    """Whether a remark with a number begins with goods, which are asked about: ``kitten food - High St 2``."""
    counts = tuple(state.tally.counts(text))
    ends = [gap.start() for gap in re.finditer(r"\s+|$", text)][:_REMARK_LONGEST] if counts else []
    names = (plain_name(cut_out(text, counts)[:end]) for end in reversed(ends))
    goods = next((name for name in names if name and not state.finder.find(name).near), "")
    if goods:
        state.add(Piece(said=said, name=goods, amounts=counts[:1], unsure=True, place=state.place))
    return bool(goods)


def _is_firm(state: SplitState, said: str, text: str) -> bool:
    """Whether words name goods without doubt, perhaps with a number beside them."""
    cut = at_colon(said)
    text = remarks.FRAGMENTS.sub(" ", tidy(cut[1]) if cut else text)
    counts = state.tally.counts(text)
    found = state.finder.find(cut_out(text, counts) if counts else text)
    return found.sure or (bool(counts) and not found.near and not remarks.is_remark(text))


def _announced(state: SplitState, before: str, after: str) -> None:
    """What stands before a colon announces what follows, or is its name."""
    if _is_category(state, before, after):
        if remarks.is_heading(tidy(before)):
            state.note(before)
        else:
            state.add(Piece(said=before, name=tidy(before), only_asks=True, heads=True))
        before = ""
    speaks = before and not after and not remarks.unit_for_all(tidy(before))
    if speaks and not Names(state.finder).is_brand(before) and not state.finder.find(before).sure:
        state.note(before)
        return
    state.heads = bool(plain_name(cut_out(tidy(after), state.tally.counts(tidy(after)))))
    if before:
        read_part(state, before)
    state.heads = False
    if after:
        read_part(state, after)


def _is_category(state: SplitState, before: str, after: str) -> bool:
    """Whether what follows names goods of its own, so that what stands before is a kind of goods and no brand."""
    text = tidy(after)
    amounts = state.tally.counts(text)
    name = plain_name(text[: amounts[0].start]) if amounts else ""
    if not name or is_aspect(name) or state.tally.counts(tidy(before)) or remarks.unit_for_all(tidy(before)):
        return False
    found, words = state.finder.find(name), words_of(canonical(name))
    called = any(borne_by_name(words, state.finder.entry(sku_id)) for sku_id in found.options)
    return called and not found.near and not Names(state.finder).is_brand(before)


def _without_remarks(state: SplitState, said: str, text: str) -> str:
    """The text with days, prices, places and the like blanked; they are kept."""
    for match in list(remarks.FRAGMENTS.finditer(text)):
        words = said[match.start() : match.end()] if len(said) == len(text) else match.group()
        if _is_ordered(state, text, match):
            continue
        if words.strip():
            state.note(words)
        text = blank(text, *match.span())
    return _without_wishes(state, said, text)


def _is_ordered(state: SplitState, text: str, match: re.Match[str]) -> bool:
    """Whether digits like those of a telephone stand alone before an amount, as a code does that we do not have."""
    rest = blank(text, *match.span())
    amounts = state.tally.spoken(rest)
    return match.group().strip().isdecimal() and bool(amounts) and not plain_name(cut_out(rest, amounts))


def _without_wishes(state: SplitState, said: str, text: str) -> str:
    """The text without what stands apart in it and is a wish about goods: ``都要冰的``."""
    words = list(_APART.finditer(text))
    for match in words if len(text.split()) > 1 else ():
        wish = match.group()
        if remarks.is_remark(wish) and not state.tally.spoken(wish) and not state.finder.find(wish).sure:
            state.note(said[match.start() : match.end()] if len(said) == len(text) else wish)
            text = blank(text, *match.span())
    return text
