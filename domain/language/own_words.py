"""Whether a dealer's own words say more than the order line they became."""

import re
from collections.abc import Iterable

from domain.language.numerals import read_numeral
from domain.language.quantities_in_text import tidy
from domain.language.words.lists import words

#: A number, a word of letters, or one sign of a script without spaces.
_WORD = re.compile(r"\d[\d,]*(?:\.\d+)?|[零〇一二两三四五六七八九十百千万半俩]+|[a-z]+|[^\W\d_a-z]")
#: Words that only ask.
_ASKING = frozenset(words("nicknames", "asking"))


def tells_more(said: str, told: Iterable[str]) -> bool:
    """Whether ``said`` holds a word or a number that no text of the line holds."""
    known = {word for text in told for word in _words(text)}
    return not known.issuperset(word for word in _words(said) if word not in _ASKING)


def _words(text: str) -> set[str]:
    return {_plain(word) for word in _WORD.findall(tidy(text))}


def _plain(word: str) -> str:
    """One form for ``10`` and ``十``, for ``case`` and ``cases``."""
    number = read_numeral(word.replace(",", ""))
    if number is not None:
        return f"{number.normalize():f}"
    return word.rstrip("s") or word
