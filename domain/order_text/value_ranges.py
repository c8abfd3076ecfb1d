"""Ranges of values in a name, ``39到42码``, ``S-XL``, and counts along them: ``39-44：1 2 3 3 2 1``."""

import re
from dataclasses import dataclass

from domain.language.letter_sizes import LETTER_SIZES, between

_TO = r"\s*(?:-|~|—|–|～|到|至|\bto\b)\s*"
_NUMBERS = re.compile(
    rf"(?<![\d.a-z×/])(?P<low>\d{{1,3}})(?P<unit>[\u3400-\u9fff]{{0,2}}){_TO}(?P<high>\d{{1,3}})(?![\d.×/])"
)
#: The same with a letter: 70B到80B.
_LETTERED = re.compile(rf"(?<![\d.a-z×/])(?P<low>\d{{2,3}})(?P<unit>[a-f]){_TO}(?P<high>\d{{2,3}})(?P=unit)(?![\da-z])")
_SIZES = re.compile(rf"(?<![a-z\d])(?P<low>{LETTER_SIZES})(?P<unit>[码号]?){_TO}(?P<high>{LETTER_SIZES})(?![a-z\d])")
#: More steps than this are no range of sizes; sizes of children go up by ten, or by five.
_LONGEST, _STEPS = 30, (1, 10, 5)


@dataclass(frozen=True, slots=True)
class Spread:
    """A text with its range spread out; ``inner``: the values between the two ends, which need not exist."""

    text: str
    inner: frozenset[str] = frozenset()


def spread_out(text: str) -> Spread:
    """A tidied text in which the first range is spread out to each value."""
    for pattern, every in ((_LETTERED, _numbers), (_NUMBERS, _numbers), (_SIZES, between)):
        match = pattern.search(text)
        values = every(match["low"], match["high"]) if match else ()
        if match and len(values) > 1:
            unit = match["unit"]
            spread = " ".join(f"{value}{unit}" for value in values)
            whole = f"{text[: match.start()]} {spread}{text[match.end() :]}"
            inner = values[1:-1] if pattern is not _LETTERED else (f"{value}{unit}" for value in values[1:-1])
            return Spread(whole.strip(), frozenset(inner))
    return Spread(text)


def _numbers(low: str, high: str) -> tuple[str, ...]:
    first, last = int(low), int(high)
    step = next((each for each in _STEPS if last - first <= _LONGEST * each and not (first % each or last % each)), 0)
    return tuple(map(str, range(first, last + 1, step))) if step and first < last else ()
