"""Parts of a message that only speak of goods, questions, totals, complaints; and where an order is beside one."""

import re

from domain.language.quantities_in_text import tidy
from domain.order_text import remarks
from domain.order_text.phrases import Piece, plain_name, without_past
from domain.order_text.splitting.gaps import gap_in
from domain.order_text.splitting.quantity_filter import cut_out
from domain.order_text.splitting.segments import at_colon
from domain.order_text.splitting.split_state import SplitState

_WORD = re.compile(r"[^\W\d_]")


def cut_in_two(state: SplitState, said: str, text: str) -> tuple[str, ...] | None:
    """``芬达不要了 再加2箱零度``, or a question apart from the rest: heard one after the other."""
    cut = gap_in(text, state.tally, state.finder) if len(said) == len(text) else None
    if cut is None or (state.asks and _is_one_question(text[:cut], text[cut:])):
        return None
    asks, state.asks = state.asks, False
    return said[:cut], f"{said[cut:]}{'?' if asks else ''}"


def _is_one_question(before: str, after: str) -> bool:
    """Whether what stands behind a question in English is still part of it: ``how much is cod 10 lb?``."""
    return after.isascii() and remarks.is_question(before) and not remarks.begins_afresh(after)


def spoken_of(state: SplitState, said: str, text: str) -> tuple[str, ...] | None:
    """A question about goods, or a wish: it orders nothing, unless an amount follows."""
    if remarks.is_question(text):
        if not _asked_beside(state, said, text):
            _mentioned(state, said, remarks.without_question(text))
        return ()
    if state.tally.spoken(text):
        return None
    if state.asks or remarks.asks_for(text):
        _mentioned(state, said, remarks.without_question(text))
        return ()
    if (name := remarks.wished_for(text)) and state.finder.find(name).sure:
        _mentioned(state, said, name)
        return ()
    return None


def _asked_beside(state: SplitState, said: str, text: str) -> bool:
    """Whether goods with an amount stand among words that ask, and are not what is asked for; they are asked about."""
    amounts = state.tally.spoken(remarks.before_question(text))
    name = cut_out(remarks.without_question(text), state.tally.spoken(text))
    if not amounts or not state.finder.find(plain_name(name)).near:
        return False
    words = (plain_name(each) for each in (text[: amounts[0].start], *name.split()))
    goods = next((word for word in words if word and not state.finder.find(word).near), "")
    if goods:
        state.add(Piece(said=said, name=goods, amounts=tuple(amounts[:1]), unsure=True, place=state.place))
    return bool(goods)


def noted(state: SplitState, said: str, text: str) -> tuple[str, ...] | None:
    """A total, or a detail of what was said, kept as a note."""
    if not (remarks.is_total(text) or remarks.is_detail(text)):
        return None
    cut = at_colon(said)
    if cut and _WORD.search(plain_name(cut_out(tidy(cut[1]), state.tally.spoken(tidy(cut[1]))))):
        state.note(cut[0])
        return (cut[1],)
    state.note(said)
    return ()


def complaint(state: SplitState, said: str, text: str) -> tuple[str, ...] | None:
    """Goods that came back, broken or short: nothing is ordered."""
    if not remarks.is_complaint(text):
        return _coming_back(state, said, text)
    if remarks.is_return(text):
        state.complained = None if remarks.is_short(text) else state.place
    elif remarks.is_short(text):
        state.complained = state.place
    _mentioned(state, said, cut_out(remarks.without_complaint(text), state.tally.spoken(text)), unsure=True)
    return ()


def _coming_back(state: SplitState, said: str, text: str) -> tuple[str, ...] | None:
    """Goods that may come back rather than be ordered are asked about: ``雪碧2箱 破损``."""
    if not remarks.may_come_back(text, begins=not state.message.parts):
        return None
    amounts = tuple(state.tally.spoken(text))
    name = cut_out(remarks.without_doubt(text), amounts)
    if not amounts or state.finder.find(plain_name(name)).near:
        return None
    state.add(Piece(said=said, name=name, amounts=amounts, unsure=True, place=state.place))
    return ()


def _mentioned(state: SplitState, said: str, name: str, *, unsure: bool = False) -> None:
    """What only speaks of goods may be followed by how many: ``可乐多少钱，来10箱``."""
    if not state.finder.find(plain_name(name)).sure:
        name = cut_out(name, state.tally.spoken(name))
    if state.finder.find(plain_name(name)).near:
        name = without_past(remarks.without_remark(name))
    if not plain_name(name) or state.finder.find(name).near:
        state.note(said)
    else:
        state.add(Piece(said=said, name=name, unsure=unsure, only_asks=True, place=state.place))
