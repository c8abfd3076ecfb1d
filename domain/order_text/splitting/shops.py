"""Several shops in one message: whom goods are for is noted, and goods said once go to each with its amount."""

import re
from collections.abc import Iterator

from domain.language.words.lists import pattern
from domain.order_text.phrases import plain_name
from domain.order_text.splitting.quantity_filter import cut_out
from domain.order_text.splitting.split_state import SplitState

#: No name in Chinese is shorter.
_SHORTEST = 2
_GAP = re.compile(r"\s+")
_SHOP = re.compile(pattern("remarks", "for_shop"))


def for_shops(state: SplitState, said: str, text: str) -> tuple[str, ...] | None:
    """The part without its shops: ``5102黑 城东店6条 城西店3条`` is an amount of the same goods for each."""
    said = said if len(said) == len(text) else text
    spans = list(_shops(state, text))
    if not spans:
        return None
    for start, end in spans:
        state.note(said[start:end])
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    head, *rest = (said[end:start].strip(" ,，、:：") for end, start in zip(ends, starts, strict=True))
    counted = [each for each in rest if each]
    if head and counted and not state.tally.counts(head) and all(_is_amount(state, each) for each in counted):
        return tuple(f"{head} {each}" for each in counted)
    return tuple(filter(None, (head, *counted)))


def _shops(state: SplitState, text: str) -> Iterator[tuple[int, int]]:
    """Where shops stand: at the beginning, behind a gap, an amount or the first goods, and no part of a name."""
    if not _SHOP.search(text):
        return
    amounts = {amount.end for amount in state.tally.spoken(text)}
    last = 0
    for start in sorted({0, *amounts, *_behind_goods(state, text), *(gap.end() for gap in _GAP.finditer(text))}):
        match = _SHOP.match(text, start) if start >= last else None
        if match is None or match.end() == start or (match.end() == len(text) and not start):
            continue
        if state.tally.spoken(match.group()) or _names_goods(state, match.group().strip()):
            continue
        last = match.end()
        yield match.span()


def _behind_goods(state: SplitState, text: str) -> set[int]:
    """Where a shop stands right behind the first goods: 白菜城东店3斤."""
    first = _SHOP.match(text)
    ends = range(_SHORTEST, first.end() - _SHORTEST) if first else ()
    return set([end for end in ends if _SHOP.match(text, end) and state.finder.find(text[:end]).sure][:1])


def _names_goods(state: SplitState, text: str) -> bool:
    """Whether words begin with goods: of 白菜城东店 only the end is a shop."""
    starts = (
        [each for each in text.split() if each[0].isalpha()]
        if text.isascii()
        else [text[:end] for end in range(_SHORTEST, len(text) + 1)]
    )
    return any(not state.finder.find(each).near for each in starts)


def _is_amount(state: SplitState, text: str) -> bool:
    amounts = state.tally.spoken(text)
    return text.isdecimal() or (bool(amounts) and not plain_name(cut_out(text, amounts)))
