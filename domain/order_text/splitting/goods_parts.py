"""Parts that hold goods with amounts, or one thing in place of another."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.language.quantities_in_text import Amount
from domain.order_text import remarks
from domain.order_text.aspects import is_aspect
from domain.order_text.corrections import corrections_in
from domain.order_text.phrases import Piece, pieces_of, plain_name
from domain.order_text.result import Act
from domain.order_text.split_message import Swap
from domain.order_text.splitting.leading_amounts import begins_with_number, values_behind, with_unit_behind
from domain.order_text.splitting.pack_specs import without_packs
from domain.order_text.splitting.quantity_filter import blank, cut_out
from domain.order_text.splitting.split_state import SplitState
from domain.search.coverage import bears_all, words_of

#: A number and no more.
_NUMBER = re.compile(r"\s*(?P<count>\d{1,4})\s*")


def add_swap(state: SplitState, said: str, old: str, new: str) -> bool:
    """Whether a part takes one thing in place of another; it is added."""
    amounts = state.tally.counts(new)
    if state.complained in (None, state.place):
        return False  # it may be given for what goes back
    if amounts and not plain_name(new[: amounts[0].start]) and not old.strip():
        return False
    if any(word.act is Act.DROP for word in corrections_in(new)):
        return False
    pieces = list(pieces_of(said, new, amounts))
    if len(pieces) != 1 or not plain_name(pieces[0].name) or state.tally.counts(old):
        return False
    state.add(Swap(said=said, old=old, new=pieces[0]))
    return True


def add_goods(state: SplitState, said: str, text: str) -> str:
    """Add the goods with their amounts; what is left of the text to be read by itself."""
    rest = ""
    only_amount = state.sorry or state.awaits_amount or corrections_in(text)
    amounts = state.tally.alone(text) if only_amount else state.tally.counts(text)
    head = state.message.head(state.place)
    amounts = amounts or _count_behind(state, head, text)
    head = head if begins_with_number(text) else ""
    if behind := values_behind(head, text, amounts, state.units, state.finder):
        state.message.parts[len(state.message.parts) - bool(head) :] = [
            Piece(said=said, name=name, amounts=(amount,), place=state.place) for amount, name in behind
        ]
        return ""
    text = _without_start(state, said, text, amounts)
    packed = state.tally.ends_in_pack(text) and len(amounts) < 2  # noqa: PLR2004 - a second one is the quantity
    text = without_packs(text, amounts)
    amounts = [amount for amount in amounts if text[amount.start : amount.end].strip()]
    if remarks.is_afresh(text):
        state.complained = -1
    for piece in pieces_of(said, text, amounts, state.finder.is_called):
        if state.sorry:
            piece = replace(piece, act=piece.act or Act.SET, instead=True)  # noqa: PLW2901 - the word before it
            state.sorry = False
        doubted = packed or state.complained in (None, state.place)
        piece = replace(  # noqa: PLW2901
            piece,
            unsure=piece.unsure or doubted,
            place=state.place,
            restated=state.again_said,
            heads=state.heads,
        )
        piece = with_unit_behind(piece, state.units, state.finder)  # noqa: PLW2901
        state.again_said = ()
        if _goes_on(state, piece):
            state.add(replace(piece, tail=""))
            rest = piece.tail.strip()
        else:
            state.add(piece)
    return rest


def _count_behind(state: SplitState, head: str, text: str) -> Sequence[Amount]:
    """A number and no more behind a comma is how many of the name before it, unless it is a size of these goods."""
    match = _NUMBER.fullmatch(text)
    if match is None or not head or is_aspect(plain_name(head)):
        return ()
    found, number = state.finder.find(head), words_of(match["count"])
    sized = state.finder.find(f"{head} {match['count']}")
    of_size = any(bears_all(number, state.finder.entry(sku_id)) for sku_id in (*found.options, *sized.options))
    if found.near or of_size:
        return ()
    return (Amount(count=Decimal(match["count"]), unit="", start=match.start("count"), end=match.end("count")),)


def _without_start(state: SplitState, said: str, text: str, amounts: Sequence[Amount]) -> str:
    """The text without words before the first amount that name no goods, where goods stand behind the last one.

    Else each amount would be of the goods before it: ``老张啊给我带三十斤白菜十斤胡萝卜``.
    """
    start, tail = (text[: amounts[0].start], plain_name(text[amounts[-1].end :])) if amounts else ("", "")
    if len(amounts) < 2 or not plain_name(start) or not tail:  # noqa: PLR2004 - of one amount there is no doubt
        return text
    named = re.search(r"\d", start) or not state.finder.find(plain_name(start)).near
    if named or state.finder.find(tail).near:
        return text
    state.note(said[: len(start)] if len(said) == len(text) else start)
    return blank(text, 0, len(start))


def _goes_on(state: SplitState, piece: Piece) -> bool:
    """Whether the words behind the last quantity are goods with numbers of their own: ``红牛 5箱 可乐 3``."""
    tail = piece.tail.strip()
    amounts = state.tally.counts(tail) if tail and piece.tail_act is None else ()
    return bool(amounts) and bool(plain_name(cut_out(tail, state.tally.spoken(tail))))
