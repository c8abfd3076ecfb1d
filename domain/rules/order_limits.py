"""How much may be ordered: for each field by itself, the account's limit before its group's before the SKU's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import lcm

from domain.rules.quantities import PeriodLimit, QuantityLimits

#: Quantities have three decimals.
_STEPS = 1000


@dataclass(frozen=True, kw_only=True)
class OwnLimit:
    """What is said for an account, or for a group; nothing where a field is empty.

    ``period``: at most so many base units in so many days.
    """

    minimum: Decimal | None = None
    multiple: Decimal | None = None
    maximum: Decimal | None = None
    pack_only: bool | None = None
    period: tuple[Decimal, int] | None = None


def nearest_first(sku: QuantityLimits, own: Sequence[OwnLimit], pack_sizes: Sequence[int] = ()) -> QuantityLimits:
    """The limits that hold, given those of the SKU and ``own``, the account's before the group's.

    ``pack_sizes``: of the SKU; by the pack only is in steps of the smallest.
    """
    minimum = _first([each.minimum for each in own], sku.minimum)
    multiple = _first([each.multiple for each in own], sku.multiple)
    maximum = next((each.maximum for each in own if each.maximum is not None), sku.maximum)
    packs = [size for size in pack_sizes if size > 1]
    pack_only = next((each.pack_only for each in own if each.pack_only is not None), False)
    if packs and pack_only:
        multiple = _common(multiple, Decimal(min(packs)))
    return replace(sku, minimum=minimum, multiple=multiple, maximum=maximum)


def period_of(own: Sequence[OwnLimit]) -> tuple[Decimal, int] | None:
    """The period limit that holds."""
    return next((each.period for each in own if each.period is not None), None)


def within_period(limits: QuantityLimits, period: tuple[Decimal, int], taken: Decimal) -> QuantityLimits:
    """The limits where some of a period's quantity was taken already."""
    quantity, days = period
    return replace(limits, period=PeriodLimit(quantity=quantity, days=days, taken=taken))


def _first(values: Sequence[Decimal | None], otherwise: Decimal) -> Decimal:
    return next((each for each in values if each is not None), otherwise)


def _common(one: Decimal, other: Decimal) -> Decimal:
    """The smallest quantity that is a multiple of both."""
    return Decimal(lcm(int(one * _STEPS), int(other * _STEPS))) / _STEPS
