"""What somebody would take where there is none of the goods: ``没有红的就换黑的``, ``if none then senior``.

It is told beside the goods, and never ordered.
"""

import re

from domain.language.quantities_in_text import Amount, tidy
from domain.language.words.lists import pattern
from domain.order_text.phrases import plain_name
from domain.order_text.splitting.quantity_filter import cut_out
from domain.order_text.splitting.split_state import SplitState

_NONE = re.compile(pattern("remarks", "alternative"))
#: So long may be what is not there, where it stands before the words for it: 咖色没有的话.
_GONE_LONGEST = 5


def alternative(state: SplitState, said: str, text: str) -> tuple[str, ...] | None:
    """The part without what is wanted where there is none; an amount behind that is of the goods before it."""
    said = said if len(said) == len(text) else text
    if state.alternative == state.place:
        state.alternative = -1
        state.note(said)
        return ()
    start = _start(text)
    if start is None or not (text[:start].strip() or state.has_goods):
        return None
    amount = _of_the_goods(state, text[:start], text[start:])
    end = start + amount.start if amount else len(text)
    state.note(said[start:end])
    if not plain_name(_NONE.sub("", text[start:end])):
        state.alternative = state.place
    rest = f"{said[:start]} {said[end:]}" if amount else said[:start]
    return (rest,) if rest.strip() else ()


def is_alternative(text: str) -> bool:
    """Whether a tidied text begins with words for goods that are not there."""
    return _start(text) == 0


def _start(text: str) -> int | None:
    """Where the words begin, with what is not there before them."""
    match = _NONE.search(text)
    if match is None:
        return None
    word = max(text.rfind(" ", 0, match.start()), -1) + 1
    return word if match.start() - word <= _GONE_LONGEST else match.start()


def _of_the_goods(state: SplitState, before: str, after: str) -> Amount | None:
    """The amount at the end of what would be taken, where the goods before it have none."""
    amounts = state.tally.spoken(tidy(after))
    ends = bool(amounts) and not plain_name(after[amounts[-1].end :])
    without = not state.tally.spoken(before) and bool(plain_name(cut_out(before, ())))
    return amounts[-1] if ends and without and not state.finder.find(before).near else None
