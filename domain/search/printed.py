"""Goods as they are printed: brand, name and spec in one, compared by their letters and figures."""

import re
from collections.abc import Iterator
from functools import lru_cache

from domain.language.canonical import canonical
from domain.language.spelling import fold
from domain.search.entries import Entry
from domain.search.query import code_of

#: What makes no difference; between two figures a sign does.
_SIGNS = re.compile(r"(?<!\d)[^\w\s]+|[^\w\s]+(?!\d)|[\s_]+")


#: What the goods are counted in, behind their size: 200ml/瓶.
_PER = re.compile(r"(?<=\d)([^\W\d]{1,3})\s*/\s*[^\W\d]+\s*$")


def letters(text: str) -> str:
    """What a text is compared by, without the unit behind its size."""
    return _letters(_PER.sub(r"\1", fold(text)))


@lru_cache(maxsize=4096)
def _letters(folded: str) -> str:
    return _SIGNS.sub("", canonical(folded))


def codes_of(entry: Entry) -> tuple[str, ...]:
    """The code and the barcode in the form they are compared in."""
    return tuple(code_of(fold(code)) for code in (entry.code, entry.barcode) if code)


def printed_forms(entry: Entry) -> Iterator[str]:
    """The letters of each way in which goods are printed."""
    for at, name in enumerate(entry.names):
        spec = entry.specs[min(at, len(entry.specs) - 1)] if entry.specs else ""
        brand = entry.brands[min(at, len(entry.brands) - 1)] if entry.brands else ""
        own = f"{_letters(fold(name))}{letters(spec)}" if spec else letters(name)
        yield own
        if brand and brand not in name:
            yield f"{_letters(fold(brand))}{own}"
