"""How much an account may still order on credit, and what happens beyond that: sums and verdicts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

_NONE = Decimal(0)
#: From this share of the limit on, dealer and salesperson are told.
NEAR = Decimal("0.8")


class OnLimit(StrEnum):
    """What happens to an order of an account that is beyond its limit, or late."""

    WARN = "warn"
    """It is said, and nothing more."""
    HOLD = "hold"
    """Finance must agree."""
    STOP = "stop"
    """It cannot be placed."""


class Verdict(StrEnum):
    """What becomes of an order."""

    FITS = "fits"
    WARNED = "warned"
    HELD = "held"
    STOPPED = "stopped"


_BEYOND = {OnLimit.WARN: Verdict.WARNED, OnLimit.HOLD: Verdict.HELD, OnLimit.STOP: Verdict.STOPPED}


def to_come(lines: Iterable[tuple[Decimal, Decimal, Decimal]]) -> Decimal:
    """What of lines (amount, quantity, and how much of that is there) is for goods that have to come in first."""
    parts = (amount * max(wanted - max(there, _NONE), _NONE) / wanted for amount, wanted, there in lines if wanted)
    return sum(parts, _NONE)


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """What an account owes and will owe. ``owed``: by the ledger; ``prepaid``: paid already, and for nothing yet.

    ``unbilled``: shipped and not booked yet; ``approved``: agreed and not shipped, ``submitted``: not decided on, both
    without what has to come in first.
    """

    owed: Decimal = _NONE
    prepaid: Decimal = _NONE
    unbilled: Decimal = _NONE
    approved: Decimal = _NONE
    submitted: Decimal = _NONE

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.owed + self.unbilled + self.approved + self.submitted - self.prepaid


@dataclass(frozen=True, kw_only=True)
class Credit:
    """The credit of an account. ``limit``: none means any amount. ``temporary``: on top of it ``until`` a day.

    ``late``: what has been overdue beyond the days that are let pass.
    """

    limit: Decimal | None
    on_limit: OnLimit
    exposure: Exposure
    temporary: Decimal = _NONE
    until: date | None = None
    late: Decimal = _NONE

    @property
    def most(self) -> Decimal | None:
        """The limit with what is given on top of it."""
        return None if self.limit is None else self.limit + self.temporary

    @property
    def free(self) -> Decimal | None:
        """How much more fits; below zero it is beyond the limit. None: any amount."""
        return None if self.most is None else self.most - self.exposure.total

    def beyond(self, more: Decimal = _NONE) -> bool:
        """Whether so much more is too much."""
        return self.free is not None and more > self.free

    def judge(self, more: Decimal = _NONE) -> Verdict:
        """What becomes of so much more."""
        return _BEYOND[self.on_limit] if self.late > 0 or self.beyond(more) else Verdict.FITS

    def comes_near(self, more: Decimal) -> bool:
        """Whether so much more brings the account near its limit, where it was not before."""
        if not self.most:
            return False
        return self.exposure.total < self.most * NEAR <= self.exposure.total + more
