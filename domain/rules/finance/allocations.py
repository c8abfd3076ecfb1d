"""How a payment that names an order is shared out over what the order was billed, and what it still will be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Debt:
    """An invoice. ``left``: what no payment was named for."""

    entry_id: int
    day: date
    due_on: date | None
    left: Decimal


@dataclass(frozen=True, kw_only=True)
class Share:
    """So much of a payment goes to an invoice; none: it waits for what is billed later."""

    debt: Debt | None
    amount: Decimal


def shares(paid: Decimal, debts: Iterable[Debt], not_billed: Decimal) -> Iterator[Share]:
    """The invoices are paid one after another, then what is not billed yet; never more than any of them is."""
    left = paid
    for debt in debts:
        amount = min(left, debt.left)
        if amount > 0:
            yield Share(debt=debt, amount=amount)
            left -= amount
    if min(left, not_billed) > 0:
        yield Share(debt=None, amount=min(left, not_billed))
