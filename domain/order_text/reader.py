"""The parser of orders in words: every line is taken, asked about, refused, or returned as unknown."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from domain.language.quantities_in_text import tidy
from domain.language.units import KNOWN
from domain.order_text.candidates import CandidateFinder
from domain.order_text.corrections import again_in, corrections_in
from domain.order_text.nickname_keys import NO_NICKNAMES
from domain.order_text.remarks import asks_for, is_complaint, is_greeting, is_question, is_remark
from domain.order_text.resolving.resolver import resolve
from domain.order_text.result import NOTHING, OrderSoFar, ReadOrder
from domain.order_text.splitting.quantity_like_names import QuantityLikeNames
from domain.order_text.splitting.segments import plain_text
from domain.order_text.splitting.splitter import split
from domain.search.index import Entry, Hit, Index

#: Between the parts of a spec: 0.35g×24粒.
_BY = re.compile(r"(?<=[^\W\d_])\s*[×xX*]\s*(?=\d)")
#: How many hits a search shows where nobody says otherwise.
_LOOKED = 12
#: Longer than this is neither a chat message nor a sheet; the rest is left unread.
LONGEST = 40_000


class OrderReader:
    """Reads orders over one index; never changes, so threads may share it."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def prepare(self) -> None:
        """Make now what the first order read would have to wait for; a search needs none of it."""
        self._guards  # noqa: B018 - made by being asked for

    @cached_property
    def units(self) -> frozenset[str]:
        """The words that goods are counted in, ours and everybody's."""
        return self._own_units | KNOWN

    @cached_property
    def _own_units(self) -> frozenset[str]:
        return frozenset(tidy(unit) for entry in self.index.entries.values() for unit in _units(entry))

    @cached_property
    def _guards(self) -> QuantityLikeNames:
        entries = list(self.index.entries.values())
        brands = {brand for entry in entries for brand in entry.brands}
        return QuantityLikeNames(_names(entries), _specs(entries), brands, self.units, self._own_units)

    def read(self, text: str, held: OrderSoFar = NOTHING, nicknames: Mapping[str, int] = NO_NICKNAMES) -> ReadOrder:
        """The order in a text; nothing where it holds no quantity and no word of change, so it is no order."""
        finder = CandidateFinder(self.index, nicknames)
        message = split(plain_text(text[:LONGEST]), self._guards, finder, self.units)
        order = resolve(message, finder, held)
        return replace(order, recalled=finder.recalled) if finder.recalled else order

    def refers_back(self, text: str) -> bool:
        """Whether a text may change something that was ordered before."""
        folded = tidy(text[:LONGEST])
        return bool(corrections_in(folded) or again_in(folded))

    def is_kindness(self, text: str) -> bool:
        """Whether a text greets, asks or tells something, and names nothing to order."""
        folded = tidy(text)
        return (
            is_greeting(folded) or is_question(folded) or asks_for(folded) or is_complaint(folded) or is_remark(folded)
        )

    def look(self, name: str, limit: int = _LOOKED, nicknames: Mapping[str, int] = NO_NICKNAMES) -> list[Hit]:
        """What a name may be: as it stands, without the courtesies around it, or in other words.

        What the account calls so comes first, and then nothing is guessed.
        """
        finder = CandidateFinder(self.index, nicknames)
        hits, known = finder.search(name, limit), finder.recall(name)
        if known is None:
            return hits
        others = [hit for hit in hits if hit.sku_id != known and not hit.near]
        return [Hit(sku_id=known, score=100, recalled=True), *others][:limit]


def _units(entry: Entry) -> tuple[str, ...]:
    return (*entry.units, *(unit for unit, _ in entry.packs))


def _names(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield from (*entry.names, *entry.aliases)


def _specs(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        for spec in entry.specs:
            yield from (spec, *spec.split(), *_BY.split(spec))
