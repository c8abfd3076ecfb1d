"""Exact quantities in base units and packs: what may be ordered, and how it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import Enum

#: More base units than anybody orders of one SKU: above this it is a slip of the finger.
MOST = Decimal(1_000_000)


class QuantityFault(Enum):
    """Why a quantity cannot be ordered."""

    NOT_POSITIVE = "not_positive"
    TOO_MUCH = "too_much"
    TOO_FINE = "too_fine"
    BELOW_MINIMUM = "below_minimum"
    NOT_A_MULTIPLE = "not_a_multiple"
    ABOVE_MAXIMUM = "above_maximum"
    ABOVE_PERIOD = "above_period"


@dataclass(frozen=True, kw_only=True)
class PeriodLimit:
    """At most ``quantity`` base units in ``days`` days, of which some are ``taken``."""

    quantity: Decimal
    days: int
    taken: Decimal

    @property
    def left(self) -> Decimal:
        """What can still be ordered of it."""
        return max(self.quantity - self.taken, Decimal(0))


@dataclass(frozen=True, kw_only=True)
class QuantityLimits:
    """The order rules of a SKU for an account, in base units. ``maximum``: of one order; ``period``: of some days."""

    minimum: Decimal
    multiple: Decimal
    decimals: int
    maximum: Decimal | None = None
    period: PeriodLimit | None = None

    @property
    def most(self) -> Decimal:
        """The most that can be ordered now, whether it is a step or not."""
        ends = (MOST, self.maximum, self.period.left if self.period else None)
        return min(each for each in ends if each is not None)


@dataclass(frozen=True, kw_only=True)
class UnitCount:
    """A count of a unit: 2 箱."""

    count: Decimal
    unit: str


def fault_of(quantity: Decimal, limits: QuantityLimits) -> QuantityFault | None:
    """What is wrong with a quantity, or nothing."""
    if quantity <= 0:
        return QuantityFault.NOT_POSITIVE
    if quantity > MOST:
        return QuantityFault.TOO_MUCH
    if quantity != round(quantity, limits.decimals):
        return QuantityFault.TOO_FINE
    if quantity < limits.minimum:
        return QuantityFault.BELOW_MINIMUM
    if quantity % limits.multiple:
        return QuantityFault.NOT_A_MULTIPLE
    if limits.maximum is not None and quantity > limits.maximum:
        return QuantityFault.ABOVE_MAXIMUM
    if limits.period is not None and quantity > limits.period.left:
        return QuantityFault.ABOVE_PERIOD
    return None


def nearest(quantity: Decimal, limits: QuantityLimits) -> Decimal:
    """The nearest quantity that can be ordered, rounded up to the next step; 0 where none can."""
    wanted = max(quantity, limits.minimum, limits.multiple)
    steps = (wanted / limits.multiple).to_integral_value(ROUND_CEILING)
    return steps * limits.multiple if steps * limits.multiple <= limits.most else most_within(limits.most, limits)


def nearest_two(quantity: Decimal, limits: QuantityLimits) -> tuple[Decimal, ...]:
    """The quantities that can be ordered next to one that cannot: the one below and the one above, where there are."""
    return tuple(dict.fromkeys(each for each in (most_within(quantity, limits), nearest(quantity, limits)) if each))


def most_within(there: Decimal, limits: QuantityLimits) -> Decimal:
    """The largest quantity that can be ordered of what is there, or 0 where that is too little."""
    steps = (min(there, limits.most) / limits.multiple).to_integral_value(ROUND_FLOOR)
    most = steps * limits.multiple
    return most if most >= max(limits.minimum, limits.multiple) else Decimal(0)


def stepped(quantity: Decimal, step: Decimal, limits: QuantityLimits) -> Decimal | None:
    """The quantity one step up or down that can be ordered; nothing where that would be too little or too much."""
    if step < 0:
        return most_within(quantity + step, limits) or None
    wanted = nearest(quantity + step, limits)
    return wanted if wanted > quantity else None


def express(quantity: Decimal, unit: str, packs: Sequence[tuple[str, int]]) -> tuple[UnitCount, ...]:
    """A quantity as people say it: the largest pack first, then what is left. ``packs`` are (name, base units)."""
    parts: list[UnitCount] = []
    rest = quantity
    for name, size in sorted(packs, key=lambda pack: -pack[1]):
        whole = rest // size
        if size > 1 and whole > 0:
            parts.append(UnitCount(count=whole, unit=name))
            rest -= whole * size
    if rest or not parts:
        parts.append(UnitCount(count=rest, unit=unit))
    return tuple(parts)
