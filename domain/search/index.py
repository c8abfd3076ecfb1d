"""The search index: finds SKUs by names, brands, specs, codes and nicknames."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.language.containers import contained
from domain.language.spelling import fold
from domain.search import index_terms
from domain.search.coverage import Weighed
from domain.search.entries import Entries, Entry
from domain.search.features import features_of, unfold
from domain.search.packed_texts import PackedTexts
from domain.search.postings import Postings, Shared, key
from domain.search.printed import codes_of, letters, printed_forms
from domain.search.query import Query, code_of, read_query
from domain.search.scoring import Term
from domain.search.sku_texts import Text, read_label, read_text
from domain.search.vocabulary import Vocabulary

__all__ = ["LONGEST", "Entry", "Hit", "Index", "preferring"]

#: A text longer than this names no goods.
LONGEST = 120
#: How many candidates more than asked for, with the most in common, are looked at closely.
_CANDIDATES = 16
#: Where none of these explains so much of the words, so many times as many are looked at.
_CLEAR, _FURTHER = 0.9, 4
#: Where one explains all of them, those that share less than this part of what the first shares are not looked at.
_WHOLLY, _ALSO = 0.99, 0.7
#: What is called just like another shares nearly as much.
_CALLED = 0.985
#: What the words explained and the nearness to a whole name count in the score.
_WORDS, _NAME = 0.9, 0.1
#: No more goods are looked at that are printed alike.
_PRINTED = 8
#: A code shorter than this may as well be a number.
_CODE_FROM = 3
#: Words in letters longer than this are models, not words.
_WORD_LONGEST = 24


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A SKU that was found. ``score`` from 0 to 100; ``near``: only a guess at what was meant.

    ``exact``: the words are one of its names or codes, and every size said is its own.
    ``explained``: how much of the words it accounts for, from 0 to 1.
    ``preferred``: the words fit others as well; it comes before them because it was preferred.
    ``recalled``: the account calls it so.
    """

    sku_id: int
    score: float
    near: bool = False
    exact: bool = False
    explained: float = 1.0
    preferred: bool = False
    recalled: bool = False


class Index:
    """An index over the catalogue, given in the order of ids; never changes once built, so threads may share it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = Entries()
        self._faces = PackedTexts()
        words: set[str] = set()
        self._postings = Postings(self._take(entry, words) for entry in entries)
        self.entries.close()
        self._faces.close()
        self._vocabulary = Vocabulary(word for word in words if word.isalpha() and len(word) <= _WORD_LONGEST)

    def find(self, text: str, limit: int = 8, *, named: bool = False) -> list[Hit]:
        """The SKUs that fit, best first; nothing where nothing fits.

        ``named``: once some are called just so, only what may be called so as well is looked at.
        """
        query = read_query(text[:LONGEST])
        wanted = Term(query, self._vocabulary.alike)
        most = limit + _CANDIDATES
        further = _FURTHER * most
        hits = self._look(wanted, self._shared(query, most if query.han else further), most, named=named)
        if query.han and not any(hit.explained >= _CLEAR for hit in hits):
            hits = self._look(wanted, self._shared(query, further, slips=True), most, named=named)
        hits.sort(key=lambda hit: (hit.near, -hit.score, hit.sku_id))
        larger = sum(inside.larger for inside in map(contained, query.han) if inside)
        if larger:
            hits.sort(key=lambda hit: (hit.near, -hit.score, -larger * self._amount(hit.sku_id)))
        return hits[:limit]

    def weigh(self, text: str, sku_ids: Iterable[int]) -> Weighed:
        """Some SKUs held against each part of a text."""
        wanted = Term(read_query(text[:LONGEST]), self._vocabulary.alike)
        return Weighed(
            wanted.parts,
            {sku_id: wanted.grades(unfold(*self._faces[self.entries.number_of(sku_id)])) for sku_id in sku_ids},
        )

    def printed(self, text: str) -> tuple[int, ...]:
        """The SKUs that are printed just so: the code, or name and spec, perhaps with the brand."""
        code = code_of(fold(text).strip())
        coded = self._marked(f"#{code}") if len(code) >= _CODE_FROM else ()
        if its := tuple(entry.sku_id for entry in coded if code in codes_of(entry)):
            return its
        said = letters(text)
        return tuple(entry.sku_id for entry in self._marked(f"!{said}") if said in printed_forms(entry)) if said else ()

    def _marked(self, mark: str) -> Iterator[Entry]:
        """Some of the entries that bear a mark, or another of the same checksum."""
        return (self.entries[self.entries.id_of(number)] for number in self._postings.of(key(mark))[:_PRINTED])

    def _amount(self, sku_id: int) -> Decimal:
        """How much is in one, as far as its spec or name says so."""
        entry = self.entries[sku_id]
        sizes = (size for text in (*entry.specs, *entry.names) for size in read_text(text).sizes)
        return max((size.amount for size in sizes if size.kind in {"ml", "g"}), default=Decimal(0))

    def _take(self, entry: Entry, words: set[str]) -> set[int]:
        """Keep an entry, and its words in letters; the keys of its marks."""
        names, strong, weak = _texts(entry)
        codes = (entry.code, entry.barcode)
        self.entries.append(entry)
        sized = _sized(entry)
        seen = features_of(
            (*codes, *sized), [text for text in names if text not in map(read_text, sized)], strong, weak
        )
        self._faces.append(seen.own, seen.shared)
        for text in strong:
            words.update(text.latin)
        marks = index_terms.of_texts((*strong, *weak), codes)
        marks.update(key(f"!{form}") for form in printed_forms(entry))
        return marks

    def _shared(self, query: Query, most: int, *, slips: bool = False) -> list[Shared]:
        """The candidates, those with the most in common first."""
        return self._postings.best(index_terms.of_query(query, self._vocabulary.alike, slips=slips), most)

    def _look(self, wanted: Term, candidates: Sequence[Shared], most: int, *, named: bool) -> list[Hit]:
        """A close look at the candidates, until something explains the words and what follows shares much less."""
        hits: list[Hit] = []
        best, also = 0.0, _ALSO
        for place, (number, gain) in enumerate(candidates):
            if (best >= _CLEAR and place >= most) or (best >= _WHOLLY and gain < also * candidates[0][1]):
                break
            hit = self._hit(wanted, number)
            if hit is not None:
                hits.append(hit)
                best = max(best, hit.explained)
                also = _CALLED if named and hit.exact else also
        return hits

    def _hit(self, wanted: Term, number: int) -> Hit | None:
        found = wanted.match(unfold(*self._faces[number]))
        if found is None:
            return None
        return Hit(
            sku_id=self.entries.id_of(number),
            score=round(100 * (_WORDS * found.explained + _NAME * found.tight), 1),
            near=not found.fits,
            exact=found.exact,
            explained=found.explained,
        )


def preferring(hits: Sequence[Hit], prefer: Callable[[int], float]) -> list[Hit]:
    """The same hits; those that the words fit equally in the order of what is preferred, and marked where they rose."""
    ordered = sorted(hits, key=lambda hit: (not hit.recalled, hit.near, -hit.score, -prefer(hit.sku_id)))
    before = {hit.sku_id: place for place, hit in enumerate(hits)}
    return [replace(hit, preferred=True) if place < before[hit.sku_id] else hit for place, hit in enumerate(ordered)]


def _texts(entry: Entry) -> tuple[tuple[Text, ...], tuple[Text, ...], tuple[Text, ...]]:
    """Its names; these with brands and specs; and its categories."""
    names = tuple(map(read_text, dict.fromkeys((*entry.names, *_with_brand(entry), *entry.aliases))))
    strong = (*names, *map(read_text, (*entry.brands, *entry.specs)))
    return names, strong, tuple(map(read_label, _labels(entry)))


def _sized(entry: Entry) -> tuple[str, ...]:
    """The nicknames that hold a size, and names that hold a number: these name it wholly only as they stand."""
    nicknames = (alias for alias in entry.aliases if read_text(alias).sizes and alias not in entry.names)
    numbered = (name for name in entry.names if any(not size.kind for size in read_text(name).sizes))
    return (*nicknames, *numbered)


def _with_brand(entry: Entry) -> Iterator[str]:
    for brand in entry.brands:
        for name in entry.names:
            if brand not in name and brand.isascii() == name.isascii():
                yield f"{brand}{name}"


def _labels(entry: Entry) -> tuple[str, ...]:
    return (*entry.categories, *entry.units, *(unit for unit, _ in entry.packs))
