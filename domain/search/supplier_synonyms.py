"""Words of a supplier's own trade, added to what goods are found by and counted in."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache

from domain.language import spelling
from domain.language.units import KNOWN, per_unit, singular
from domain.search.entries import Entry

#: Each text is folded for one word after another.
_fold = lru_cache(maxsize=256)(spelling.fold)


class WordFault(StrEnum):
    """Why words cannot be taken for a synonym."""

    MEANS_NOTHING = "means_nothing"
    """Nothing on sale is called or counted so."""
    HIDES = "hides"
    """Other goods use the word themselves."""
    OWN_UNIT = "own_unit"
    """Goods that have the unit it shall mean count something else by it."""


@dataclass(frozen=True, kw_only=True)
class Synonym:
    """``word`` says the same as ``means``: a unit, or else words of names or the code of a SKU."""

    word: str
    means: str
    is_unit: bool = False

    @cached_property
    def meant(self) -> re.Pattern[str]:
        """Finds what the word means in a folded text."""
        return _in_text(self.means)

    @cached_property
    def said(self) -> re.Pattern[str]:
        """Finds the word itself in a folded text."""
        return _in_text(self.word)

    def fits(self, entry: Entry) -> bool:
        """Whether the word means something of these goods, or a unit they have."""
        if self.is_unit:
            return self._size(entry) is not None
        return self._is_code(entry) or self.meant.search(_text(entry)) is not None

    def clash(self, entry: Entry) -> WordFault | None:
        """Whether the goods use the word themselves for something else."""
        if not self.is_unit:
            codes = {_fold(code) for code in (entry.code, entry.barcode) if code}
            used = self.said.search(_text(entry)) is not None
            return WordFault.HIDES if _fold(self.word) in codes or (used and not self.fits(entry)) else None
        own = per_unit(self.word, entry.units, entry.packs) if self._is_own(entry) else None
        if own is not None and self.fits(entry) and own != self._size(entry):
            return WordFault.OWN_UNIT
        begins = singular(self.word) not in KNOWN and any(self.said.match(_fold(text)) for text in _names(entry))
        return WordFault.HIDES if begins else None

    def added_to(self, entry: Entry) -> Entry:
        """The entry of goods that it fits, as one that also has the word."""
        if self.is_unit:
            return self._counted(entry)
        if self._is_code(entry):
            return replace(entry, aliases=(*entry.aliases, self.word))
        return replace(
            entry,
            names=self._said_in(entry.names),
            brands=self._said_in(entry.brands),
            categories=self._said_in(entry.categories),
            specs=self._said_in(entry.specs),
            aliases=self._said_in(entry.aliases),
        )

    def _counted(self, entry: Entry) -> Entry:
        size = self._size(entry)
        if size is None or self._is_own(entry):
            return entry
        if size == 1:
            return replace(entry, units=(*entry.units, self.word))
        return replace(entry, packs=(*entry.packs, (self.word, size)))

    def _size(self, entry: Entry) -> int | None:
        """The base units of what the word means, where the goods have such a unit or pack."""
        return _size(singular(self.means), entry.units, entry.packs)

    def _is_own(self, entry: Entry) -> bool:
        own = (*entry.units, *(name for name, _ in entry.packs))
        return singular(self.word) in map(singular, own)

    def _is_code(self, entry: Entry) -> bool:
        return _fold(self.means) == _fold(entry.code)

    def _said_in(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """The texts, and those that hold what the word means once more, with the word in its place."""
        said = (self.meant.sub(lambda _: _fold(self.word), _fold(text)) for text in texts)
        return tuple(dict.fromkeys((*texts, *(new for new, old in zip(said, texts, strict=True) if new != _fold(old)))))


def spoken(synonyms: Sequence[Synonym]) -> Callable[[Entry], Entry]:
    """Adds to an entry every word that fits it: its own texts decide, not what other words added."""
    units = [each for each in synonyms if each.is_unit]
    names = [each for each in synonyms if not each.is_unit]
    concerns = _concerning(names)

    def added(entry: Entry) -> Entry:
        every = [*units, *names] if names and concerns(entry) else units
        fitting = [each for each in every if each.fits(entry)]
        for each in fitting:
            entry = each.added_to(entry)
        return entry

    return added


def faults(synonyms: Sequence[Synonym], entries: Iterable[Entry]) -> dict[Synonym, tuple[WordFault, Entry | None]]:
    """What keeps words from meaning what they shall, and the first goods that are in the way, if any are."""
    units = [each for each in synonyms if each.is_unit]
    names = [each for each in synonyms if not each.is_unit]
    concerns = _concerning(names, said=True)
    found: dict[Synonym, tuple[WordFault, Entry | None]] = {}
    meaning: set[Synonym] = set()
    for entry in entries:
        for each in [*units, *names] if concerns(entry) else units:
            clash = each.clash(entry) if each not in found else None
            if clash is not None:
                found[each] = (clash, entry)
            elif each not in meaning and each.fits(entry):
                meaning.add(each)
    nothing = {each: (WordFault.MEANS_NOTHING, None) for each in synonyms if each not in meaning}
    return {**found, **nothing}


def _concerning(names: Sequence[Synonym], *, said: bool = False) -> Callable[[Entry], bool]:
    """Whether an entry has anything to do with any of them; ``said``: also where it holds the words themselves."""
    finders = [finder for each in names for finder in ((each.meant, each.said) if said else (each.meant,))]
    known = re.compile("|".join(finder.pattern for finder in finders) or r"(?!)")

    def concerns(entry: Entry) -> bool:
        return known.search(f"{_text(entry)}|{_fold(entry.code)}|{_fold(entry.barcode)}") is not None

    return concerns


@lru_cache(maxsize=4096)
def _size(unit: str, units: tuple[str, ...], packs: tuple[tuple[str, int], ...]) -> int | None:
    size = per_unit(unit, units, packs)
    return int(size) if size in {1, *(size for _, size in packs)} else None


def _in_text(words: str) -> re.Pattern[str]:
    """Finds words in a folded text: in letters and figures only whole ones, in singular or plural."""
    said = r"\s*".join(re.escape(part) for part in _fold(words).split())
    before = r"(?<![a-z0-9])" if _fold(words)[:1].isascii() else ""
    behind = r"(?:e?s)?(?![a-z0-9])" if _fold(words)[-1:].isascii() else ""
    return re.compile(f"{before}{said}{behind}")


def _names(entry: Entry) -> tuple[str, ...]:
    return (*entry.names, *entry.brands, *entry.aliases)


def _text(entry: Entry) -> str:
    """All that goods are called, folded, with a sign between that no word goes across."""
    return _fold("|".join((*_names(entry), *entry.categories, *entry.specs)))
