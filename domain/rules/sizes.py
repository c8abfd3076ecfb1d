"""Sizes however they are written: 1L, 1升 and 1000ml are one size, 5斤 and 2.5kg are another."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

#: Unit → (what it measures, how many of the smallest unit).
MEASURES: dict[str, tuple[str, Decimal]] = {
    unit: (kind, Decimal(factor))
    for kind, factor, units in (
        ("ml", 1, ("ml", "毫升", "cc")),
        ("ml", 1000, ("l", "升", "公升", "liter", "litre", "liters", "litres")),
        ("g", 1, ("g", "克")),
        ("g", 1000, ("kg", "千克", "公斤", "kilo", "kilos")),
        ("g", 500, ("斤", "市斤", "jin")),
        ("号", 1, ("号",)),
        ("度", 1, ("度",)),
        ("mm", 1, ("mm", "毫米")),
        ("mm", 10, ("cm", "厘米", "公分")),
        ("mm", 1000, ("m", "米")),
    )
    for unit in units
}
#: So many of the smallest unit are mostly said in the large one, even without its name: ``生抽 1.9``.
_LARGE = 1000


@dataclass(frozen=True, kw_only=True)
class Size:
    """A number in a name or spec; ``kind`` is empty where no unit of measure follows."""

    number: Decimal
    kind: str = ""
    amount: Decimal = Decimal(0)


@lru_cache(maxsize=8192)
def size(number: Decimal, unit: str = "") -> Size:
    """The size that a number and the unit behind it say."""
    if unit not in MEASURES:
        return Size(number=number)
    kind, factor = MEASURES[unit]
    return Size(number=number, kind=kind, amount=number * factor)


@lru_cache(maxsize=8192)
def marks(wanted: Size) -> tuple[str, ...]:
    """By what a size that is asked for is known: any of these marks on a SKU will do."""
    number = _plain(wanted.number)
    return (f"{_plain(wanted.amount)}{wanted.kind}", f"{number}?") if wanted.kind else (number,)


@lru_cache(maxsize=8192)
def _shown(own: Size) -> frozenset[str]:
    """Every mark that a SKU of this size bears."""
    number = _plain(own.number)
    if not own.kind:
        return frozenset({number, f"{number}?"})
    return frozenset({number, f"{_plain(own.amount)}{own.kind}", _plain(own.amount), _plain(own.amount / _LARGE)})


def shown(sizes: tuple[Size, ...]) -> str:
    """Every mark of a SKU's sizes, each between spaces."""
    every = dict.fromkeys(mark for size in sizes for mark in sorted(_shown(size)))
    return f" {' '.join(every)} " if every else ""


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")
