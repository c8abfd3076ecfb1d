"""How much of an order a rebate pays, from which rebates it is taken, and to which it goes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from domain.rules.money import smallest_unit

_NONE = Decimal(0)
_WHOLE = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class RebateLeft:
    """A rebate. ``left``: of its ``amount``, what no order uses."""

    id: int
    amount: Decimal
    left: Decimal
    reason: str
    last_day: date | None

    def counts_on(self, day: date) -> bool:
        """Whether an order of that day may use it."""
        return self.left > 0 and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, kw_only=True)
class Part:
    """So much of a rebate."""

    rebate_id: int
    amount: Decimal


def usable(total: Decimal, left: Decimal, percent: Decimal, currency: str) -> Decimal:
    """What rebates pay of an order: so many percent of it at most, never rounded up."""
    most = (total * percent / _WHOLE).quantize(smallest_unit(currency), ROUND_FLOOR)
    return max(min(left, most), _NONE)


def drawn(amount: Decimal, rebates: Iterable[RebateLeft]) -> list[Part]:
    """The rebates that so much is taken from: what lapses first comes first, then the oldest."""
    return _parts(amount, ((each, each.left) for each in sorted(rebates, key=_lapse)))


def given_back(amount: Decimal, uses: Iterable[tuple[RebateLeft, Decimal]]) -> list[Part]:
    """The rebates that so much goes back to, of those an order used so much of: what lapses last comes first."""
    return _parts(amount, sorted(uses, key=lambda use: _lapse(use[0]), reverse=True))


def _lapse(rebate: RebateLeft) -> tuple[date, int]:
    """What lapses sooner comes first, then the older."""
    return rebate.last_day or date.max, rebate.id


def _parts(amount: Decimal, there: Iterable[tuple[RebateLeft, Decimal]]) -> list[Part]:
    """So much in parts: of each as much as is there, in this order."""
    left, parts = amount, list[Part]()
    for each, most in there:
        some = min(left, most)
        if some > 0:
            parts.append(Part(rebate_id=each.id, amount=some))
            left -= some
    return parts
