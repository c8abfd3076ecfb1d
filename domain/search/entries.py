"""The searchable texts of a SKU, compact enough for a million SKUs in memory."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.search.packed_texts import PackedTexts

_FIELD, _EACH = "\x1e", "\x1f"


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


class Entries(Mapping[int, Entry]):
    """Every entry by its SKU; kept small, and made again each time one is asked for."""

    def __init__(self) -> None:
        self._lines = PackedTexts()
        self._ids = array("Q")

    def append(self, entry: Entry) -> None:
        """Keep an entry; they come in the order of their ids."""
        if self._ids and self._ids[-1] >= entry.sku_id:
            raise ValueError(entry.sku_id)
        self._ids.append(entry.sku_id)
        self._lines.append(*_written(entry))

    def close(self) -> None:
        """No more are added."""
        self._lines.close()

    def id_of(self, number: int) -> int:
        """The SKU at a place."""
        return self._ids[number]

    def number_of(self, sku_id: int) -> int:
        """The place of a SKU."""
        number = bisect_left(self._ids, sku_id)
        if number == len(self._ids) or self._ids[number] != sku_id:
            raise KeyError(sku_id)
        return number

    def __getitem__(self, sku_id: int) -> Entry:
        return _read(sku_id, *self._lines[self.number_of(sku_id)])

    def __iter__(self) -> Iterator[int]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def _written(entry: Entry) -> tuple[str, str]:
    """An entry in two texts: what is its own, and what many share."""
    packs = tuple(f"{size} {name}" for name, size in entry.packs)
    own = _FIELD.join((entry.code, entry.barcode, _EACH.join(entry.names), _EACH.join(entry.aliases)))
    return own, _FIELD.join(map(_EACH.join, (entry.brands, entry.categories, entry.specs, entry.units, packs)))


def _read(sku_id: int, own: str, shared: str) -> Entry:
    code, barcode, *lists = (*own.split(_FIELD), *shared.split(_FIELD))
    every = (tuple(filter(None, each.split(_EACH))) for each in lists)
    names, aliases, brands, categories, specs, units, packs = every
    return Entry(
        sku_id=sku_id,
        code=code,
        barcode=barcode,
        names=names,
        brands=brands,
        categories=categories,
        specs=specs,
        aliases=aliases,
        units=units,
        packs=tuple((name, int(size)) for size, _, name in (each.partition(" ") for each in packs)),
    )
