"""One text of a SKU, folded, heard and taken apart once: sizes of one product share their names."""

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.rules.query import read_query
from domain.rules.sizes import Size
from domain.rules.spelling import fold, heard
from domain.rules.units import singular

_PARTS = re.compile(r"[a-z]{2,}|\d{3,}")


@dataclass(frozen=True, slots=True, eq=False)  # the same text is the same object: cheap to remember things by
class Text:
    """``words``: without sizes; ``joined``: neighbouring words in letters written as one, as people do.

    ``is_label``: goods are found by it, but it is nobody's name.
    """

    folded: str
    words: str
    heard: str
    latin: tuple[str, ...]
    joined: tuple[str, ...]
    sizes: tuple[Size, ...]
    is_label: bool = False


@lru_cache(maxsize=4096)
def read_text(text: str) -> Text:
    """A name, a brand, a spec."""
    folded = fold(text)
    query = read_query(folded)
    return Text(
        folded=folded,
        words=query.words,
        heard=heard(folded),
        latin=tuple(dict.fromkeys(word for each in (*query.latin, *query.digits) for word in (each, *_glued(each)))),
        joined=tuple(first + second for first, second in zip(query.latin, query.latin[1:], strict=False)),
        sizes=query.sizes,
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
