"""Finds words that change an order: 改成, 不要, 加, 减, 换成, 老样子, with their positions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.language.words.lists import pattern, patterns
from domain.order_text.result import Act

_COUNT = rf"\s*(?={pattern('corrections', 'number')})"
#: What was said is taken back, and something else follows.
_WRONG = pattern("corrections", "wrong")
_WORDS = {
    act: pattern("corrections", act.name.lower(), count=_COUNT, wrong=_WRONG)
    for act in (Act.DROP, Act.SET, Act.LESS, Act.ADD)
}
_ANY = re.compile("|".join(f"(?P<{act.name}>{words})" for act, words in _WORDS.items()))
_SORRY = re.compile(
    rf"^(?:{pattern('corrections', 'hesitation')}|[\s,.])*(?:{pattern('corrections', 'sorry')})[\s,.!啊哦]*$"
)
_SWAPS = patterns("corrections", "swap")
_SORRY_BEHIND = re.compile(rf"[\s,]*(?:{pattern('corrections', 'sigh')})?(?:{_WRONG})[\s啊哦了]*$")
_TAKEN_BACK = re.compile(_WRONG)
_DROPPED = re.compile(rf"(?<=\S)(?:{pattern('corrections', 'dropped')})(?:\s+|(?={pattern('corrections', 'then')}))")
_AGAIN = re.compile(pattern("corrections", "again"))


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A word of change and where in the tidied text it stands."""

    act: Act
    start: int
    end: int


def corrections_in(text: str) -> list[Correction]:
    """Every word of change in a tidied text, first to last."""
    return list(_found(text))


def is_sorry(text: str) -> bool:
    """Whether a tidied text only takes back what was said before: ``不对``."""
    return bool(_SORRY.match(text))


def instead(text: str) -> tuple[str, str] | None:
    """The one and the other in ``芬达换成七喜``."""
    match = next((found for each in _SWAPS if (found := each.match(text))), None)
    return (match["old"] or "", match["new"]) if match else None


def sorry_behind(text: str) -> int | None:
    """Where the words begin that take back a tidied text at its end: ``脉动桃5箱 不对``."""
    match = _SORRY_BEHIND.search(text)
    return match.start() if match and text[: match.start()].strip() else None


def takes_out(text: str) -> bool:
    """Whether a tidied text takes goods out of an order."""
    return any(word.act is Act.DROP for word in corrections_in(text))


def takes_back(text: str, word: Correction) -> bool:
    """Whether a word of change in a tidied text takes back what was said before it."""
    match = _TAKEN_BACK.search(text, word.start)
    return match is not None and match.start() < word.end


def after_drop(text: str) -> int | None:
    """Where the next thing begins in ``芬达不要了 再加2箱零度``; nothing where nothing is taken out before it."""
    match = _DROPPED.search(text)
    return match.end() if match and match.end() < len(text) else None


def again_in(text: str) -> tuple[int, int] | None:
    """Where a tidied text asks for the same as last time."""
    match = _AGAIN.search(text)
    return match.span() if match else None


def _found(text: str) -> Iterator[Correction]:
    for match in _ANY.finditer(text):
        act = next(act for act in _WORDS if match[act.name])
        yield Correction(act=act, start=match.start(), end=match.end())
