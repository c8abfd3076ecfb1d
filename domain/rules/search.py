"""Finding goods by anything a dealer types: names, brands, specs, codes and nicknames."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import nlargest
from math import log

from domain.rules.matching import Face, Match, face, match
from domain.rules.query import Query, read_query, unmixed
from domain.rules.spelling import sounds
from domain.rules.units import singular

#: A text longer than this names no goods.
LONGEST = 120
#: How many candidates with the most in common are looked at closely.
_CANDIDATES = 48
#: From here on a SKU is what was asked for; from there on it may be what was meant.
_FITS, _NEAR = 0.72, 0.5
_TAIL = 4


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A SKU with everything it can be found by; ``packs`` are (unit, base units)."""

    sku_id: int
    code: str
    barcode: str
    names: tuple[str, ...]
    brands: tuple[str, ...]
    categories: tuple[str, ...]
    specs: tuple[str, ...]
    aliases: tuple[str, ...]
    units: tuple[str, ...]
    packs: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A SKU that was found. ``score`` from 0 to 100; ``near``: only a guess at what was meant.

    ``exact``: the words are one of its names or codes, and every size said is its own.
    ``explained``: how much of the words it accounts for, from 0 to 1.
    """

    sku_id: int
    score: float
    near: bool = False
    exact: bool = False
    explained: float = 1.0


class Index:
    """An index over the catalogue; never changes once built, so threads may share it."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = {entry.sku_id: entry for entry in entries}
        self._faces = {entry.sku_id: _face(entry) for entry in entries}
        self._postings: dict[str, list[int]] = defaultdict(list)
        for sku_id, known in self._faces.items():
            for gram in set(_grams_of_face(known)):
                self._postings[gram].append(sku_id)

    def find(self, text: str, limit: int = 8) -> list[Hit]:
        """The SKUs that fit, best first; nothing where nothing fits."""
        query = read_query(text[:LONGEST])
        looked_at = (self._hit(query, sku_id) for sku_id in self._candidates(query))
        hits = [hit for hit in looked_at if hit is not None]
        return sorted(hits, key=lambda hit: (hit.near, -hit.score, hit.sku_id))[:limit]

    def _candidates(self, query: Query) -> list[int]:
        """The SKUs that share the most, and the rarest, pieces with the query."""
        shared: dict[int, float] = defaultdict(float)
        for gram in set(_grams_of_query(query)):
            having = self._postings.get(gram, ())
            weight = log(1 + len(self.entries) / (1 + len(having)))
            for sku_id in having:
                shared[sku_id] += weight
        return nlargest(_CANDIDATES, shared, key=lambda sku_id: (shared[sku_id], -sku_id))

    def _hit(self, query: Query, sku_id: int) -> Hit | None:
        found = match(query, self._faces[sku_id])
        if found.explained < _NEAR:
            return None
        score = round(100 * (0.8 * found.explained + 0.2 * found.tight), 1)
        return Hit(sku_id=sku_id, score=score, near=not _fits(found), exact=found.exact, explained=found.explained)


def _fits(found: Match) -> bool:
    return found.exact or (found.explained >= _FITS and found.sized)


def _face(entry: Entry) -> Face:
    brand_names = (f"{brand}{name}" for brand in entry.brands for name in entry.names if brand not in name)
    return face(
        codes=(entry.code, entry.barcode),
        names=(*entry.names, *brand_names, *entry.aliases),
        brands=entry.brands,
        specs=entry.specs,
        shelf=(*entry.categories, *entry.units, *(unit for unit, _ in entry.packs)),
    )


def _grams_of_face(known: Face) -> Iterator[str]:
    for code in known.codes:
        yield from (code, _tail(code))
    for text in (known.written, known.shelf):
        yield from _pieces(text)
    yield from _pairs(known.heard)
    for word in (*known.latin, *known.latin_shelf):
        yield from (word, *_pairs(f"^{word}"))
    for spoken, _, initials in known.spoken:
        yield from (*_pairs(f"^{spoken}"), *_pairs(initials))
    yield from (f"={size.number.normalize()}" for size in known.sizes)
    yield from (f"={size.amount.normalize()}{size.kind}" for size in known.sizes if size.kind)


def _grams_of_query(query: Query) -> Iterator[str]:
    yield from (query.text, _tail(query.text))
    for word in query.han:
        yield from (*_pieces(word), *_pairs(sounds(word)))
    for word in (*query.latin, "".join(query.latin)):
        yield from (word, singular(word), _tail(word), *_pairs(f"^{word}"), *_pairs(word))
        if apart := unmixed(word):
            yield from (f"={size.number.normalize()}" for size in apart.sizes)
    for digits in query.digits:
        yield from (_tail(digits), f"={Decimal(digits).normalize()}")
    for size in query.sizes:
        yield from (f"={size.number.normalize()}", f"={size.amount.normalize()}{size.kind}")


def _pieces(text: str) -> Iterable[str]:
    """Single Chinese characters and all pairs."""
    return (*(each for each in text if each > "\u33ff"), *_pairs(text))


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]


def _tail(code: str) -> str:
    """The end of a code, by which people read it out."""
    return f"…{code[-_TAIL:]}" if len(code) >= _TAIL else ""
