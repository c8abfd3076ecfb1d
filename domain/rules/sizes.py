"""Sizes however they are written: 1L, 1升 and 1000ml are one size, 5斤 and 2.5kg are another."""

from dataclasses import dataclass
from decimal import Decimal

#: Unit → (what it measures, how many of the smallest unit).
MEASURES: dict[str, tuple[str, Decimal]] = {
    unit: (kind, Decimal(factor))
    for kind, factor, units in (
        ("ml", 1, ("ml", "毫升", "cc")),
        ("ml", 1000, ("l", "升", "公升", "liter", "litre", "liters", "litres")),
        ("g", 1, ("g", "克")),
        ("g", 1000, ("kg", "千克", "公斤", "kilo", "kilos")),
        ("g", 500, ("斤", "市斤", "jin")),
        ("mm", 1, ("mm", "毫米")),
        ("mm", 10, ("cm", "厘米", "公分")),
        ("mm", 1000, ("m", "米")),
    )
    for unit in units
}


@dataclass(frozen=True, kw_only=True)
class Size:
    """A number in a name or spec; ``kind`` is empty where no unit of measure follows."""

    number: Decimal
    kind: str = ""
    amount: Decimal = Decimal(0)

    def fits(self, other: "Size") -> bool:
        """Whether both may mean the same: measured alike, or the bare number is the one written."""
        if self.kind and other.kind:
            return (self.kind, self.amount) == (other.kind, other.amount)
        return self.number == other.number


def size(number: Decimal, unit: str = "") -> Size:
    """The size that a number and the unit behind it say."""
    if unit not in MEASURES:
        return Size(number=number)
    kind, factor = MEASURES[unit]
    return Size(number=number, kind=kind, amount=number * factor)
