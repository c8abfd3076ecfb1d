"""How a payment is shared out over the invoices of an order, and what is still to come of it."""

from datetime import date
from decimal import Decimal

import pytest

from domain.rules.finance.allocations import Debt, shares

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("paid", "left", "not_billed", "shared"),
    [
        ("10", ("10",), "0", ("10",)),
        ("10", ("4", "9"), "0", ("4", "6")),
        ("20", ("4", "9"), "0", ("4", "9")),
        ("20", ("4",), "9", ("4", "9")),
        ("6", ("4",), "9", ("4", "2")),
        ("6", ("0", "4"), "0", ("4",)),
        ("6", (), "0", ()),
        ("0", ("4",), "4", ()),
    ],
)
def test_each_invoice_gets_what_is_left_of_it_and_the_rest_waits(
    paid: str, left: tuple[str, ...], not_billed: str, shared: tuple[str, ...]
) -> None:
    debts = [Debt(entry_id=at, day=DAY, due_on=DAY, left=Decimal(each)) for at, each in enumerate(left)]
    found = list(shares(Decimal(paid), debts, Decimal(not_billed)))
    assert [each.amount for each in found] == [Decimal(each) for each in shared]
    assert sum(each.amount for each in found) <= Decimal(paid)
    assert [each.debt for each in found if each.debt is None] == [None] * (
        Decimal(not_billed) > 0 and len(shared) > len(left)
    )
