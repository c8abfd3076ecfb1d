"""One text of a SKU, normalised, transcribed to pinyin and tokenised once; sizes of one product share their names."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from domain.language.canonical import canonical
from domain.language.sizes import Size, size
from domain.language.spelling import fold, heard
from domain.language.units import singular
from domain.search.query import read_query

#: Behind a word that says what goods are, and not only of what kind.
HEAD = "$"
#: A number behind the letters that say what it measures: DN15, T8, SPF30.
_NUMBERED = re.compile(r"(\d{1,3})?[a-z]{1,3}(\d{1,3}(?:\.\d+)?)")
_PARTS = re.compile(r"[a-z]{2,}|\d{3,}")


@dataclass(frozen=True, slots=True, eq=False)  # the same text is the same object: cheap to remember things by
class Text:
    """``words``: without sizes; ``joined``: neighbouring words in letters written as one, as people do.

    ``heads``: what it names: the last word in letters and those in the plural, each with a sign behind it.
    ``is_label``: goods are found by it, but it is nobody's name.
    """

    folded: str
    words: str
    heard: str
    latin: tuple[str, ...]
    joined: tuple[str, ...]
    sizes: tuple[Size, ...]
    heads: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    is_label: bool = False


@lru_cache(maxsize=4096)
def read_text(text: str) -> Text:
    """A name, a brand, a spec."""
    folded = fold(text)
    query = read_query(folded)
    matches = filter(None, map(_NUMBERED.fullmatch, query.latin))
    numbers = (size(Decimal(each)) for match in matches for each in match.groups() if each)
    return Text(
        folded=canonical(folded),
        words=query.words,
        heard=heard(folded),
        latin=tuple(dict.fromkeys(word for each in (*query.latin, *query.digits) for word in (each, *_glued(each)))),
        joined=tuple(first + second for first, second in zip(query.latin, query.latin[1:], strict=False)),
        sizes=(*query.sizes, *numbers),
        dimensions=query.dimensions,
        heads=tuple(f"{word}{HEAD}" for word in dict.fromkeys((*query.plurals, *query.latin[-1:]))),
    )


def _glued(word: str) -> list[str]:
    """The letters and the long numbers in one word: ``samsung2550`` is asked for by either."""
    return [] if word.isalpha() or word.isdigit() else _PARTS.findall(word)


@lru_cache(maxsize=4096)
def read_label(text: str) -> Text:
    """A category or a counting word."""
    folded = fold(text)
    words = tuple(singular(word) for word in read_query(folded).latin)
    return Text(folded=folded, words="", heard="", latin=words, joined=(), sizes=(), is_label=True)
