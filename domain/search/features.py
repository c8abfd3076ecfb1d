"""A SKU prepared for matching: every text normalised, transcribed and tokenised once, kept as one line."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.language.overlap import GAP
from domain.language.sizes import shown
from domain.language.spelling import flat, fold, initials
from domain.search.query import code_of
from domain.search.sku_texts import Text

_NEXT = "\1"


@dataclass(slots=True)
class Features:
    """The texts of one SKU; within each, names begin with a gap and Latin words stand between spaces.

    ``names``: whole names without sizes; ``written``: names, brands, specs; ``category``: categories and counting
    words; ``heard``: the Chinese of ``written``, a sign for each syllable; ``latin``, ``category_latin``: words in
    letters, and long numbers, which may be a model; ``sizes``: the marks of its sizes; ``codes``: SKU code and barcode.
    """

    names: str
    written: str
    heard: str
    latin: str
    codes: str
    category: str
    category_latin: str
    sizes: str
    _flat: str = field(default="", init=False)
    _initials: str = field(default="", init=False)

    @property
    def flat(self) -> str:
        """The pinyin with the sounds merged that southern accents do not tell apart."""
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
    def own(self) -> str:
        """What is this SKU's alone, in one text."""
        return _NEXT.join((self.names, self.written, self.heard, self.latin, self.codes))

    @property
    def shared(self) -> str:
        """What many SKUs share, in one text."""
        return _NEXT.join((self.category, self.category_latin, self.sizes))


def unfold(own: str, shared: str) -> Features:
    """The face kept in two texts."""
    return Features(*own.split(_NEXT), *shared.split(_NEXT))


def features_of(codes: Iterable[str], names: Iterable[Text], strong: Iterable[Text], weak: Iterable[Text]) -> Features:
    """The face of a SKU: ``names`` are the first of the ``strong`` texts; ``weak`` ones do not name it."""
    every, labels = tuple(strong), tuple(weak)
    return Features(
        names=_gapped(text.words for text in names),
        written=_gapped(text.folded for text in every),
        category=_gapped(text.folded for text in labels),
        heard=_gapped(text.heard for text in every),
        latin=_spaced(word for text in every for word in (*text.latin, *text.heads)),
        category_latin=_spaced(word for text in labels for word in text.latin),
        sizes=_sizes(every),
        codes="".join(f"{GAP}{code_of(fold(code))}{GAP}" for code in codes if code),
    )


def _sizes(texts: Iterable[Text]) -> str:
    every = tuple(texts)
    marks = shown(tuple(size for text in every for size in text.sizes)).split()
    return _spaced((*marks, *(each for text in every for each in text.dimensions)))


def _gapped(texts: Iterable[str]) -> str:
    return "".join([f"{GAP}{text}" for text in dict.fromkeys(texts) if text])


def _spaced(words: Iterable[str]) -> str:
    every = dict.fromkeys(words)
    return f" {' '.join(every)} " if every else ""
