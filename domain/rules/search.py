"""Finding goods by anything a dealer types: names, brands, specs, codes and nicknames."""

from collections.abc import Sequence
from dataclasses import dataclass


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
    """A SKU that was found. ``score`` from 0 to 100; ``near``: only a guess at what was meant."""

    sku_id: int
    score: float
    near: bool = False


class Index:
    """An index over the catalogue; never changes once built, so threads may share it."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = {entry.sku_id: entry for entry in entries}

    def find(self, text: str, limit: int = 8) -> list[Hit]:
        """The SKUs that fit, best first; nothing where nothing fits."""
        raise NotImplementedError
