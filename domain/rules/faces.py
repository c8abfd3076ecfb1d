"""A SKU as the matcher sees it: every text folded, heard and taken apart once, kept as one line."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.rules.query import Query, read_query
from domain.rules.sizes import shown
from domain.rules.spelling import flat, fold, heard, initials
from domain.rules.units import singular

GAP = "\0"
_NEXT = "\1"


@dataclass(slots=True)
class Face:
    """The texts of one SKU; within each, names are parted by gaps and Latin words by spaces.

    ``names``: whole names without sizes; ``written``: names, brands, specs; ``shelf``: categories and counting words;
    ``heard``: the Chinese of ``written``, a sign for each syllable; ``latin``, ``shelf_latin``: words in letters, and long numbers, which may be a model; ``joined``: two words in one;
    ``sizes``: the marks of its sizes; ``codes``: SKU code and barcode.
    """

    names: str
    written: str
    shelf: str
    heard: str
    latin: str
    joined: str
    shelf_latin: str
    sizes: str
    codes: str
    _flat: str = field(default="", init=False)
    _initials: str = field(default="", init=False)

    @property
    def flat(self) -> str:
        """What is heard, as the south says it."""
        if not self._flat:
            self._flat = flat(self.heard)
        return self._flat

    @property
    def initials(self) -> str:
        """The first letters of what is heard."""
        if not self._initials:
            self._initials = initials(self.heard)
        return self._initials

    @property
    def line(self) -> str:
        """All of it in one text."""
        parts = (
            self.names,
            self.written,
            self.shelf,
            self.heard,
            self.latin,
            self.joined,
            self.shelf_latin,
            self.sizes,
            self.codes,
        )
        return _NEXT.join(parts)


def unfold(line: str) -> Face:
    """The face kept in a line."""
    return Face(*line.split(_NEXT))


def face(
    *, codes: Iterable[str], names: Iterable[str], brands: Iterable[str], specs: Iterable[str], shelf: Iterable[str]
) -> Face:
    """The face of a SKU, from its texts."""
    names_ = tuple(dict.fromkeys(filter(None, map(fold, names))))
    strong = tuple(dict.fromkeys((*names_, *map(fold, brands), *map(fold, specs))))
    weak = tuple(dict.fromkeys(map(fold, shelf)))
    queries = [read_query(text) for text in strong]
    return Face(
        names=GAP.join(dict.fromkeys(read_query(name).words for name in names_)),
        written=GAP.join(strong),
        shelf=GAP.join(weak),
        heard=GAP.join(filter(None, map(heard, strong))),
        latin=_spaced(word for query in queries for word in (*query.latin, *query.digits)),
        joined=_spaced(word for query in queries for word in _joined(query)),
        shelf_latin=_spaced(singular(word) for text in weak for word in read_query(text).latin),
        sizes=shown(tuple(size for query in queries for size in query.sizes)),
        codes="".join(f"{GAP}{fold(code)}{GAP}" for code in codes if code),
    )


def _joined(query: Query) -> Iterable[str]:
    """Neighbouring words in letters written as one, as people do."""
    return (first + second for first, second in zip(query.latin, query.latin[1:], strict=False))


def _spaced(words: Iterable[str]) -> str:
    every = dict.fromkeys(words)
    return f" {' '.join(every)} " if every else ""
