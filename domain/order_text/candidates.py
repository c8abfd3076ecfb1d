"""Finds the SKUs that a name may mean: by the index, narrowed by container and unit."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from domain.language.canonical import canonical
from domain.language.letter_sizes import is_letter_size
from domain.language.quantities_in_text import tidy
from domain.language.sizes import marks
from domain.language.units import is_outer, per_unit
from domain.language.words.lists import words
from domain.order_text.aspects import is_aspect
from domain.order_text.candidate_set import CLEAR, GUESS, SURE, CandidateSet, known_as, together
from domain.order_text.name_variants import NameVariant, ways_of
from domain.order_text.nickname_keys import NO_NICKNAMES, key_of
from domain.order_text.phrases import plain_name
from domain.search.coverage import Weighed, bears_all, ends_name, is_called, words_of
from domain.search.index import Entry, Hit, Index
from domain.search.query import read_query
from domain.search.ranking import by_size, foremost, is_kind, plain_of_spec, plainest, without_extras
from domain.search.why import NOTHING_DECIDED, Why

#: A name of no more characters may say a kind of goods.
_KIND_LONGEST = 4
#: How many are looked at.
_LOOKED = 24
#: So many guesses beside what fits are compared with it, to tell what decided.
_COMPARED = 4
#: Words for a whole category.
_KINDS = frozenset(words("goods", "shelves"))


class CandidateFinder:
    """Finds goods for names over one index; remembers what it found, so give each message its own.

    ``nicknames``: what the account calls things, key → SKU; ``recalled``: those that were of use.
    ``heading``: the brand that stands above the names, without which they may mean another's.
    """

    def __init__(self, index: Index, nicknames: Mapping[str, int] = NO_NICKNAMES) -> None:
        self._index = index
        self._nicknames = nicknames
        self.recalled: dict[str, int] = {}
        self.heading = ""
        self._named: dict[str, list[Hit]] = {}
        self._seen: dict[tuple[str, int], list[Hit]] = {}
        self._entries: dict[int, Entry] = {}

    def find(self, name: str, unit: str = "", among: Collection[int] | None = None) -> CandidateSet:
        """The candidates for a name counted in a unit; ``among``: only these goods come into question."""
        known = self.recall(name, unit)
        if known is not None and (among is None or known in among):
            return replace(known_as(known), by_unit=bool(unit), by_memory=True)
        best = self._find(NameVariant(name), unit, among)
        if best.sure or best.is_clear:
            return best
        every = [best, *(self._find(other, unit, among) for other in ways_of(name))]
        found = together([found for found in every if found.options])
        if found.sure or not (found.near or found.why.left):
            return found
        if found.near and among is None and (own := self._of_style(name)):
            return own
        return self._of_family(found, name, unit, among) or (self._unless_other(found, name) if found.near else found)

    def _unless_other(self, found: CandidateSet, name: str) -> CandidateSet:
        """A guess, unless a word makes it another kind: garlic powder is no garlic, 皮手套 are no 棉纱手套."""
        query = read_query(plain_name(name))
        if (len(query.han) + len(query.latin) == 1 and not query.han) or not found.options:
            return found
        weighed = self._index.weigh(plain_name(name), found.options[:1])
        return CandidateSet() if weighed.is_another_kind(found.options[0]) else found

    def _of_style(self, name: str) -> CandidateSet | None:
        """The goods of the style number in a name with the most of its other words, to be asked about: 8821黑4XL."""
        query = read_query(plain_name(name))
        if len(query.digits) != 1 or not (query.han or query.latin):
            return None
        own = [hit for hit in self.look(query.digits[0], _LOOKED) if not hit.near]
        own = [hit for hit in own if is_called(query.digits[0], self.entry(hit.sku_id))]
        if not own:
            return None
        chosen, why = self._told_apart(name, own, [])
        return CandidateSet(options=tuple(hit.sku_id for hit in chosen), near=False, explained=GUESS, why=why)

    def _of_family(
        self, found: CandidateSet, name: str, unit: str, among: Collection[int] | None
    ) -> CandidateSet | None:
        """Where no goods have all that was said with its sizes: those that the words alone mean, to be asked about."""
        query = read_query(plain_name(name))
        words = " ".join((*query.han, *query.latin))
        if not words or not query.sizes or among is not None:
            return None
        family = self._find(NameVariant(words), unit, among)
        if family.near:
            return None
        why = found.why if found.why.left else replace(family.why, left=tuple(marks(each)[0] for each in query.sizes))
        options = tuple(dict.fromkeys((*family.options, *(() if found.near else found.options))))
        return replace(family, options=options, sure=False, near=found.near, explained=found.explained, why=why)

    def unless_another(self, found: CandidateSet, name: str, unit: str) -> CandidateSet:
        """Nothing, where only a part of a name was said in a unit its goods have not: cement is no cement nail."""
        said = plain_name(name)
        if not unit or found.by_unit or found.by_memory or said.isascii() or is_outer(unit):
            return found
        entries = [self.entry(sku_id) for sku_id in found.options]
        may_be = any(
            self._has(entry.sku_id, unit) or is_kind(said, entry) or any(said in tidy(brand) for brand in entry.brands)
            for entry in entries
        )
        return found if may_be else CandidateSet()

    def search(self, text: str, limit: int) -> list[Hit]:
        """What a text may be, in any of the ways it may be meant, best first; nothing where nothing fits."""
        hits = self.look(text, limit)
        if hits and not hits[0].near and hits[0].explained >= CLEAR:
            return self._foremost_first(text, hits)
        for other in ways_of(text):
            found = [hit for hit in self.look(other.name, _LOOKED) if self._comes_in(hit.sku_id, other.vessel)]
            known = {hit.sku_id for hit in hits if not hit.near}
            better = [hit for hit in found if hit.sku_id not in known and not hit.near]
            if better:
                hits = [*(hit for hit in hits if not hit.near), *better]
        return sorted(hits, key=lambda hit: (hit.near, -hit.score))[:limit]

    def _foremost_first(self, text: str, hits: list[Hit]) -> list[Hit]:
        """Those of the hits first that have all that others have and more."""
        fits = [hit for hit in hits if not hit.near]
        first = set(self._weigh(text, fits).foremost([hit.sku_id for hit in fits]))
        return sorted(hits, key=lambda hit: (hit.near, hit.sku_id not in first))

    def _find(self, said: NameVariant, unit: str, among: Collection[int] | None) -> CandidateSet:
        if among is None and (called := self._called(said, unit)):
            return called
        hits = self.look(said.name, _LOOKED)
        if said.vessel and len(whole := [hit for hit in self.look(said.whole, _LOOKED) if hit.exact]) == 1:
            hits = whole
        if among is not None:
            hits = [hit for hit in hits if hit.sku_id in among and not hit.near]
        if not hits:
            return CandidateSet()
        fits = [hit for hit in hits if not hit.near]
        exact = foremost([hit for hit in fits if hit.exact], said.name, self.entry)
        best = foremost(fits, said.name, self.entry)
        narrow = self._narrow(exact, best, said.vessel, unit)
        pool, why = self._told_apart(said.name, narrow or exact or best or hits, [hit for hit in hits if hit.near])
        pool = without_extras(plainest(pool, said.name, self.entry), said.name, self.entry)
        pool = plain_of_spec(pool, said.name, self.entry)
        if said.larger:
            pool = by_size(pool, said.larger, self.entry)
        return CandidateSet(
            options=tuple(hit.sku_id for hit in pool),
            sure=len(pool) == 1 and self._is_sure(pool[0], said, why),
            near=not fits,
            why=why,
            by_unit=bool(narrow and unit),
            by_vessel=bool(said.vessel and narrow),
            explained=pool[0].explained,
        )

    def _called(self, said: NameVariant, unit: str) -> CandidateSet | None:
        """The goods that are called just so and have the unit said; where there are any, no others are meant."""
        if said.name not in self._named:
            query = read_query(plain_name(said.name))  # a size alone is nobody's name
            hits = self._index.find(query.text, _LOOKED, named=True) if query.words or query.digits else []
            self._named[said.name] = foremost([hit for hit in hits if hit.exact], said.name, self.entry)
        pool = self._narrow(self._named[said.name], [], said.vessel, unit)
        if not pool:
            return None
        if read_query(said.name).dimensions:
            pool, _ = self._told_apart(said.name, pool, [])
        if said.larger:
            pool = by_size(pool, said.larger, self.entry)
        pool = [*pool, *(self._of_kind(said.name, pool[0], unit) if len(pool) == 1 else ())]
        return CandidateSet(
            options=tuple(hit.sku_id for hit in pool),
            sure=len(pool) == 1 and self._is_sure(pool[0], said),
            near=False,
            by_unit=bool(unit),
            by_vessel=bool(said.vessel),
            explained=pool[0].explained,
        )

    def _of_kind(self, name: str, called: Hit, unit: str) -> list[Hit]:
        """The goods of other brands that a short name may mean as well: 白猫's 洗洁精 and 立白's 柠檬洗洁精."""
        own, short = self.entry(called.sku_id), plain_name(name)
        if not own.brands or len(short) > _KIND_LONGEST or short.isascii() or short not in map(tidy, own.names):
            return []
        others = [(hit, self.entry(hit.sku_id)) for hit in self.look(name, _LOOKED) if not hit.near]
        return [
            hit
            for hit, entry in others
            if entry.brands != own.brands and ends_name(short, entry) and (not unit or self._has(hit.sku_id, unit))
        ]

    def _told_apart(self, name: str, pool: list[Hit], guesses: list[Hit]) -> tuple[list[Hit], Why]:
        """Those that account for more of what was said than any other; guesses by their words alone."""
        if len(pool) == 1 and pool[0].exact:
            return pool, NOTHING_DECIDED
        near = pool[0].near
        less = [] if near else guesses[:_COMPARED]
        weighed = self._weigh(name, [*pool, *less])
        chosen = weighed.foremost([hit.sku_id for hit in pool], sizes=not near)
        others = [hit.sku_id for hit in (*pool, *less) if hit.sku_id not in chosen]
        return [hit for hit in pool if hit.sku_id in chosen], weighed.why(chosen, others)

    def _weigh(self, name: str, pool: list[Hit]) -> Weighed:
        """The goods held against each part of a name, without the courtesies around it."""
        return self._index.weigh(plain_name(name) or name, [hit.sku_id for hit in pool])

    def _is_sure(self, hit: Hit, said: NameVariant, why: Why = NOTHING_DECIDED) -> bool:
        """Whether the only candidate leaves no doubt."""
        if hit.near or (said.vessel and not self._comes_in(hit.sku_id, said.vessel)):
            return False
        if hit.exact:
            return True
        name = canonical(tidy(plain_name(said.name)))
        if is_letter_size(name):
            return False
        borne = not name.isascii() and bears_all(words_of(name), self.entry(hit.sku_id))  # in whatever order
        if (hit.explained < SURE or why.left) and not borne:
            return False
        return tells(said.name) or is_kind(said.name, self.entry(hit.sku_id))

    def words_in(self, name: str) -> CandidateSet:
        """The goods that single words of a name mean, where the name as a whole means none; never without doubt."""
        words = [word for word in name.split() if word not in _KINDS and not is_aspect(word)]
        every = [self.find(word) for word in words] if len(words) > 1 else []
        firm = [found for found in every if found.explained >= SURE and not found.near]
        if name.isascii() and not all(any(hit.exact for hit in self.look(word, 1)) for word in words):
            return CandidateSet()
        options = [sku_id for found in firm for sku_id in found.options]
        return CandidateSet(options=tuple(dict.fromkeys(options)), near=not options)

    def recall(self, name: str, unit: str = "") -> int | None:
        """The SKU the account calls so, while it is sold and has the unit said; a name of one SKU alone stays its."""
        key = key_of(self.headed(name)) if self._nicknames else ""
        sku_id = self._nicknames.get(key)
        if sku_id is None or sku_id not in self._index.entries or self.named(name) is not None:
            return None
        if unit and not self._has(sku_id, unit):
            return None
        self.recalled[key] = sku_id
        return sku_id

    def headed(self, name: str) -> str:
        """A name with the brand that stands above it."""
        return name if self.heading in name else f"{self.heading} {name}"

    def named(self, name: str) -> int | None:
        """The only SKU of exactly this name or code."""
        exact = [hit.sku_id for hit in self.look(name, _LOOKED) if hit.exact]
        return exact[0] if len(exact) == 1 else None

    def is_called(self, name: str) -> bool:
        """Whether goods are called just so, or the whole of it can only mean some."""
        if not name or any(hit.exact for hit in self.look(name, _LOOKED)):
            return bool(name)
        found = self.find(name)
        return found.sure and not found.by_memory

    def printed(self, text: str) -> int | None:
        """The only SKU that is printed just so: brand, name and spec."""
        found = self._index.printed(text)
        return found[0] if len(found) == 1 else None

    def entry(self, sku_id: int) -> Entry:
        """The entry of a SKU; asked of the index only once."""
        if sku_id not in self._entries:
            self._entries[sku_id] = self._index.entries[sku_id]
        return self._entries[sku_id]

    def look(self, name: str, limit: int) -> list[Hit]:
        """What a name may be: without the courtesies around it, or as it stands where that explains more."""
        most = max(limit, _LOOKED)
        if (name, most) not in self._seen:
            self._seen[name, most] = self._look(name, most)
        return self._seen[name, most][:limit]

    def _look(self, name: str, limit: int) -> list[Hit]:
        short, whole = plain_name(name), name.strip()
        found = self._index.find(short, limit) if short else []
        if short == whole or (found and found[0].exact):
            return found
        return max(self._index.find(whole, limit), found, key=_worth)

    def _narrow(self, exact: list[Hit], fits: list[Hit], container: str, unit: str) -> list[Hit]:
        """Those that come in such a container and are counted in such a unit; those of the exact name first."""
        for pool in (exact, fits):
            inside = self._held_in(pool, container) if container else pool
            fitting = [hit for hit in inside if self._has(hit.sku_id, unit)] if unit else inside
            if fitting:
                return fitting
        return []

    def _held_in(self, pool: Iterable[Hit], container: str) -> list[Hit]:
        return [hit for hit in pool if self._comes_in(hit.sku_id, container)]

    def _comes_in(self, sku_id: int, container: str) -> bool:
        if not container:
            return True
        entry = self.entry(sku_id)
        return per_unit(container, entry.units, ()) == 1 or any(
            container in text for text in (*entry.specs, *entry.names)
        )

    def _has(self, sku_id: int, unit: str) -> bool:
        entry = self.entry(sku_id)
        return _measures(unit, entry.units, entry.packs)


def tells(name: str) -> bool:
    """Whether a name says more than a kind of goods, of which another might be meant."""
    query = read_query(plain_name(name))
    return len(query.words) + len(query.sizes) + len(query.digits) > 1 and query.words not in _KINDS


@lru_cache(maxsize=4096)
def _measures(unit: str, units: tuple[str, ...], packs: tuple[tuple[str, int], ...]) -> bool:
    return per_unit(unit, units, packs) is not None


def _worth(hits: list[Hit]) -> float:
    return hits[0].explained + hits[0].exact if hits else -1.0
