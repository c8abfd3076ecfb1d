"""What an account owes: kinds of entries, how an order's amount is shared out over its parcels, and how debts age."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.rules.money import rounded

_NONE = Decimal(0)


class LedgerKind(StrEnum):
    """Why what an account owes changes."""

    OPENING = "opening"
    """It owed so much before the ledger began."""
    INVOICE = "invoice"
    """Goods left, or were received."""
    PAYMENT = "payment"
    """Money came."""
    CREDIT = "credit"
    """Goods came back, or something was granted."""
    CHARGE = "charge"
    """A gift that was to come back with returned goods did not."""
    REBATE = "rebate"
    """A rebate pays a part of what was billed with it; above zero: it comes back with what is returned."""
    CORRECTION = "correction"
    """Somebody put an entry right."""


#: What lessens the debts whatever its sign: taking a payment back brings back the debts that it paid.
SETTLING = frozenset({LedgerKind.PAYMENT, LedgerKind.CREDIT, LedgerKind.REBATE})


class Age(StrEnum):
    """How long an amount has been due, the oldest first."""

    OVER_90 = "over_90"
    FROM_61 = "61_90"
    FROM_31 = "31_60"
    FROM_1 = "1_30"
    NOT_DUE = "not_due"


#: An amount is of the first age whose number of days it has been due for.
LEAST_DAYS: Mapping[Age, int] = {Age.OVER_90: 91, Age.FROM_61: 61, Age.FROM_31: 31, Age.FROM_1: 1}


@dataclass(frozen=True, kw_only=True)
class Aged:
    """What is open of an account. ``open``: of each age. ``prepaid``: what was paid and pays nothing yet."""

    open: Mapping[Age, Decimal]
    prepaid: Decimal

    @property
    def owed(self) -> Decimal:
        """All that is open."""
        return sum(self.open.values(), _NONE)

    @property
    def overdue(self) -> Decimal:
        """What should have been paid before today."""
        return self.owed - self.open[Age.NOT_DUE]

    @property
    def balance(self) -> Decimal:
        """What the account owes; below zero it has paid more."""
        return self.owed - self.prepaid


def still_open(debts: Sequence[Decimal], settled: Decimal) -> tuple[list[Decimal], Decimal]:
    """What is open of debts, the oldest first, once what settles them went to the oldest; and what is left of that."""
    left, still = settled, []
    for amount in debts:
        paid = min(amount, max(left, _NONE))
        still.append(amount - paid)
        left -= paid
    return still, left


def aged(debts: Mapping[Age, Decimal], settled: Decimal, waits: Decimal = _NONE) -> Aged:
    """What is open when what settles debts goes to the oldest first. ``debts``: of each age, before that.

    ``waits``: what was paid besides, for goods that are not billed yet.
    """
    amounts, left = still_open([debts.get(age, _NONE) for age in Age], settled)
    still = dict(zip(Age, amounts, strict=True))
    if left < 0:  # a payment was taken back after its debts were written off: it is owed, and not due
        still[Age.NOT_DUE] -= left
    return Aged(open=still, prepaid=max(left, _NONE) + waits)


def so_far(amount: Decimal, quantity: Decimal, whole: Decimal, currency: str) -> Decimal:
    """What so much of a line costs; all of it costs the amount."""
    return rounded(amount * quantity / whole, currency) if whole else _NONE


def tax_in(amount: Decimal, rate: Decimal | None, currency: str) -> Decimal:
    """The tax in an amount that includes it."""
    return rounded(amount - amount / (1 + rate), currency) if rate else _NONE


@dataclass(frozen=True, kw_only=True)
class LinePosting:
    """What is posted of a line: so much more of it, or only what is missing where ``quantity`` is zero.

    ``rebate``: what of the amount rebates pay.
    """

    quantity: Decimal
    amount: Decimal
    tax: Decimal
    rebate: Decimal = _NONE

    @property
    def is_nothing(self) -> bool:
        """Whether nothing of it changes the books."""
        return not (self.amount or self.tax or self.rebate)


@dataclass(frozen=True, kw_only=True)
class BilledLine:
    """A line of an order. ``amount``: of all that will be sent of it (``whole``), without its discount.

    ``rebate``: what of that rebates pay.
    """

    whole: Decimal
    amount: Decimal
    tax_rate: Decimal | None
    rebate: Decimal = _NONE


@dataclass(frozen=True, kw_only=True)
class ParcelCost:
    """What lines of a parcel cost. ``billed``: without the ``discount`` of them; ``rebate``: what of it rebates pay."""

    billed: Decimal
    discount: Decimal = _NONE
    rebate: Decimal = _NONE

    @property
    def amount(self) -> Decimal:
        """At their prices."""
        return self.billed + self.discount

    @property
    def to_pay(self) -> Decimal:
        """What is left to pay in money."""
        return self.billed - self.rebate

    def __add__(self, other: "ParcelCost") -> "ParcelCost":
        """Of both."""
        return ParcelCost(
            billed=self.billed + other.billed,
            discount=self.discount + other.discount,
            rebate=self.rebate + other.rebate,
        )


def parcel_cost(
    line: BilledLine, discount: Decimal, before: Sequence[LinePosting], posted: LinePosting, currency: str
) -> ParcelCost:
    """What one posting of a line costs; ``discount``: of the whole line, shared by the sum so far as its amount is."""
    reached = sum((each.quantity for each in before), _NONE)
    shares = (so_far(discount, much, line.whole, currency) for much in (reached + posted.quantity, reached))
    share = next(shares) - next(shares)
    return ParcelCost(billed=posted.amount, discount=share, rebate=posted.rebate)


def posting(line: BilledLine, before: Sequence[LinePosting], quantity: Decimal, currency: str) -> LinePosting:
    """What is posted when so much more of a line is billed: the sum so far, less what was posted before."""
    reached = sum((each.quantity for each in before), quantity)
    amount = so_far(line.amount, reached, line.whole, currency) - sum((each.amount for each in before), _NONE)
    whole_tax = tax_in(line.amount, line.tax_rate, currency)
    tax = so_far(whole_tax, reached, line.whole, currency) - sum((each.tax for each in before), _NONE)
    rebate = so_far(line.rebate, reached, line.whole, currency) - sum((each.rebate for each in before), _NONE)
    return LinePosting(quantity=quantity, amount=amount, tax=tax, rebate=rebate)
