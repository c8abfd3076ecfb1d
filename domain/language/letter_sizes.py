"""Sizes in letters: S, M, L, XL, and how many X there are in 3XL."""

import re

from domain.language.words.lists import groups

#: From the smallest on, each by its name with its spellings.
_LADDER = groups("sizes", "clothing")
_LETTERS = re.compile(r"\d?x*[sml]")
_STEP = {each: at for at, every in enumerate(_LADDER.values()) for each in every if _LETTERS.fullmatch(each)}
_SHORT = [min(filter(_LETTERS.fullmatch, every), key=len) for every in _LADDER.values()]
#: A pattern for any of them.
LETTER_SIZES = "|".join(sorted(_STEP, key=len, reverse=True))


def is_letter_size(word: str) -> bool:
    """Whether a word is a size of clothes, in letters or by its name."""
    return word in _STEP or word in _LADDER


def between(low: str, high: str) -> tuple[str, ...]:
    """Every size from one to a larger one."""
    first, last = _STEP[low], _STEP[high]
    return (low, *_SHORT[first + 1 : last], high) if first < last else ()
