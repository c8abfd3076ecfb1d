"""Quantities in base units and packs, exactly: what may be ordered, and how it is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import Enum

#: More base units than anybody orders of one SKU: above this it is a slip of the finger.
MOST = Decimal(1_000_000)


class Fault(Enum):
    """Why a quantity cannot be ordered."""

    NOT_POSITIVE = "not_positive"
    TOO_MUCH = "too_much"
    TOO_FINE = "too_fine"
    BELOW_MINIMUM = "below_minimum"
    NOT_A_MULTIPLE = "not_a_multiple"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The order rules of a SKU, in base units."""

    minimum: Decimal
    multiple: Decimal
    decimals: int


@dataclass(frozen=True, kw_only=True)
class Part:
    """So many of a unit: 2 箱."""

    count: Decimal
    unit: str


def fault_of(quantity: Decimal, limits: Limits) -> Fault | None:
    """What is wrong with a quantity, or nothing."""
    if quantity <= 0:
        return Fault.NOT_POSITIVE
    if quantity > MOST:
        return Fault.TOO_MUCH
    if quantity != round(quantity, limits.decimals):
        return Fault.TOO_FINE
    if quantity < limits.minimum:
        return Fault.BELOW_MINIMUM
    if quantity % limits.multiple:
        return Fault.NOT_A_MULTIPLE
    return None


def nearest(quantity: Decimal, limits: Limits) -> Decimal:
    """The nearest quantity that can be ordered, rounded up to the next step."""
    wanted = min(max(quantity, limits.minimum, limits.multiple), MOST)
    steps = (wanted / limits.multiple).to_integral_value(ROUND_CEILING)
    if steps * limits.multiple > MOST:
        steps = (MOST / limits.multiple).to_integral_value(ROUND_FLOOR)
    return steps * limits.multiple


def most_within(there: Decimal, limits: Limits) -> Decimal:
    """The largest quantity that can be ordered of what is there, or 0 where that is too little."""
    steps = (min(there, MOST) / limits.multiple).to_integral_value(ROUND_FLOOR)
    most = steps * limits.multiple
    return most if most >= max(limits.minimum, limits.multiple) else Decimal(0)


def stepped(quantity: Decimal, step: Decimal, limits: Limits) -> Decimal | None:
    """The quantity one step up or down that can be ordered; nothing where that would be too little or too much."""
    if step < 0:
        return most_within(quantity + step, limits) or None
    wanted = nearest(quantity + step, limits)
    return wanted if wanted > quantity else None


def express(quantity: Decimal, unit: str, packs: Sequence[tuple[str, int]]) -> tuple[Part, ...]:
    """A quantity as people say it: the largest pack first, then what is left. ``packs`` are (name, base units)."""
    parts: list[Part] = []
    rest = quantity
    for name, size in sorted(packs, key=lambda pack: -pack[1]):
        whole = rest // size
        if size > 1 and whole > 0:
            parts.append(Part(count=whole, unit=name))
            rest -= whole * size
    if rest or not parts:
        parts.append(Part(count=rest, unit=unit))
    return tuple(parts)
