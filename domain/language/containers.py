"""Containers named beside goods: ``雪碧罐装``, ``大瓶可乐``, ``农夫山泉大桶``."""

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.language.words.lists import words

#: Words for the same vessel.
_ALIKE = words("units", "vessels")
_ANY = "".join(_ALIKE)
_BEHIND = re.compile(rf"(?P<name>.{{2,}}?)(?P<how>[大中小]?)(?P<vessel>[{_ANY}])装?(?:的)?")
_BEFORE = re.compile(rf"(?:(?P<how>[大中小])(?P<vessel>[{_ANY}])装?|(?P<vessel_>[{_ANY}])装)的?(?P<name>.{{2,}})")
_LARGER = {"大": 1, "小": -1}


@dataclass(frozen=True, slots=True)
class Contained:
    """A name, any of the words for what it comes in, and whether the larger (1) or the smaller (-1) one is meant."""

    name: str
    vessels: str
    larger: int


_ALONE = re.compile(rf"[大中小]?[{_ANY}]装?")


def is_vessel(word: str) -> bool:
    """Whether a run of Chinese is only what goods come in: ``瓶``, ``罐装``."""
    return bool(_ALONE.fullmatch(word))


@lru_cache(maxsize=2048)
def contained(word: str) -> Contained | None:
    """A run of Chinese taken apart into a name and a vessel; nothing where it names none."""
    match = _BEFORE.fullmatch(word) or _BEHIND.fullmatch(word)
    if match is None:
        return None
    groups = match.groupdict()
    vessel = groups["vessel"] or groups["vessel_"]
    alike = next(each for each in _ALIKE if vessel in each)
    return Contained(match["name"], alike, _LARGER.get(groups["how"] or "", 0))
