"""How much of a word is covered by pieces of a text, in any order."""

from collections.abc import Iterator

GAP = "\0"
#: What a single character counts: elsewhere, where a name begins with it, and where a word ends with it; what it costs
#: to turn two round.
_LOOSE, _BEGINS, _ENDS, _TURNED = 0.5, 0.8, 0.85, 0.24


def covered(word: str, text: str) -> tuple[float, int]:
    """The part of a word that is found, from 0 to 1, and in how many pieces. A single sound or letter says nothing."""
    if word in text:
        return 1.0, 1
    if _is_one_sign(word):
        return 0.0, 1
    found, start, pieces, length = 0, 0, 0, len(word)
    while start < length:
        end = start
        while end < length and word[start : end + 1] in text:
            end += 1
        if end - start > 1:
            found += end - start
        start = max(end, start + 1)
        pieces += 1
    return found / length, pieces


def overlap_written(word: str, text: str) -> tuple[float, int]:
    """The same for what is written: single characters count, and two may stand the wrong way round.

    ``text``: names that each begin with a gap.
    """
    if word in text:
        return 1.0, 1
    if _is_one_sign(word):
        return 0.0, 1
    found, start, pieces, length = 0.0, 0, 0, len(word)
    while start < length:
        end = start
        while end < length and word[start : end + 1] in text:
            end += 1
        if end - start < 2 and (turned := _turned(word, start, text)):  # noqa: PLR2004 - a pair
            word, found = turned, found - _TURNED
            continue
        if end - start == 1:
            found += _single(word[start], text, ends=pieces > 0 and start + 1 == length)
        else:
            found += end - start
        start = max(end, start + 1)
        pieces += 1
    return max(0.0, found) / length, pieces


#: What one character of a word is worth to tell goods apart: where it stands alone, ends or begins a word, or else.
_WORD, _ENDING, _BEGINNING, _INSIDE = 1.0, 0.7, 0.55, 0.45


def spread(word: str, text: str) -> list[float]:
    """What each character of a word counts where it is found: in a piece, or alone. ``text`` as above."""
    grades: list[float] = []
    for start, length in _rows(word, text):
        grades += [1.0] * length if length > 1 else [_worth(word[start], text)] * length or [0.0]
    return grades


def spread_heard(word: str, text: str) -> list[float]:
    """The same for sounds, of which only two in a row say something."""
    grades: list[float] = []
    for _, length in _rows(word, text):
        grades += [1.0] * length if length > 1 else [0.0]
    return grades


def _rows(word: str, text: str) -> Iterator[tuple[int, int]]:
    """The pieces of a word that are found, each as long as may be; of no length where a character is not."""
    start = 0
    while start < len(word):
        end = start
        while end < len(word) and word[start : end + 1] in text:
            end += 1
        yield start, end - start
        start = max(end, start + 1)


def _worth(character: str, text: str) -> float:
    best, at = 0.0, text.find(character)
    while at >= 0:
        last, first = not _is_han(text[at + 1 : at + 2]), not _is_han(text[at - 1 : at])
        best = max(best, _WORD if first and last else _ENDING if last else _BEGINNING if first else _INSIDE)
        at = text.find(character, at + 1)
    return best


def _single(character: str, text: str, *, ends: bool) -> float:
    """What one character counts; ``ends``: it is the last of a word of which more was found."""
    begins, alone = False, False
    at = text.find(character)
    while at >= 0:
        last = not _is_han(text[at + 1 : at + 2])
        if last and ends:
            return _ENDS
        first = not _is_han(text[at - 1 : at])
        begins, alone = begins or first, alone or (first and last)
        at = text.find(character, at + 1)
    return 1.0 if alone else _BEGINS if begins else _LOOSE


def _is_one_sign(word: str) -> bool:
    """哈哈哈 says nothing."""
    return len(word) > 2 and len(set(word)) == 1  # noqa: PLR2004 - twice the same may be a name


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def is_last(word: str, text: str) -> bool:
    """Whether a word is the last of a run of Chinese somewhere in a text."""
    at = text.find(word)
    while at >= 0:
        if not _is_han(text[at + len(word) : at + len(word) + 1]):
            return True
        at = text.find(word, at + 1)
    return False


def _turned(word: str, start: int, text: str) -> str:
    """The word with two characters turned round, where that makes a pair from here on."""
    for at in (start, start + 1):
        if at + 1 < len(word):
            turned = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            if turned[start : start + 2] in text:
                return turned
    return ""
