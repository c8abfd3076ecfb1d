"""How an amount is shared out over parcels, and how debts age when payments go to the oldest first."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.finance.ledger import Age, BilledLine, LinePosting, aged, posting, tax_in

CENTS = st.decimals(min_value=0, max_value=100_000, places=2)


@given(amount=CENTS, parts=st.lists(st.integers(1, 50), min_size=1, max_size=8), rate=st.sampled_from(["0.13", "0.09"]))
def test_the_parts_of_a_line_come_to_its_amount_and_its_tax(amount: Decimal, parts: list[int], rate: str) -> None:
    line = BilledLine(whole=Decimal(sum(parts)), amount=amount, tax_rate=Decimal(rate))
    posted: list[LinePosting] = []
    for part in parts:
        posted.append(posting(line, posted, Decimal(part), "CNY"))
        assert posted[-1].amount >= 0
    assert sum(each.amount for each in posted) == amount
    assert sum(each.tax for each in posted) == tax_in(amount, Decimal(rate), "CNY")


@given(debts=st.dictionaries(st.sampled_from(Age), CENTS), settled=CENTS)
def test_what_is_open_and_prepaid_is_the_difference(debts: dict[Age, Decimal], settled: Decimal) -> None:
    found = aged(debts, settled)
    assert found.balance == sum(debts.values(), Decimal(0)) - settled
    assert not found.owed or not found.prepaid
    assert all(0 <= found.open[age] <= debts.get(age, Decimal(0)) for age in Age)


def test_a_payment_goes_to_the_oldest_debts_first() -> None:
    debts = {Age.OVER_90: Decimal(30), Age.FROM_1: Decimal(20), Age.NOT_DUE: Decimal(50)}
    found = aged(debts, Decimal(40))
    assert (found.overdue, found.open[Age.FROM_1], found.open[Age.NOT_DUE]) == (Decimal(10), Decimal(10), Decimal(50))


@pytest.mark.parametrize(("rate", "tax"), [("0.13", "13.00"), ("0", "0"), (None, "0")])
def test_tax_is_in_the_price(rate: str | None, tax: str) -> None:
    assert tax_in(Decimal("113.00"), Decimal(rate) if rate else None, "CNY") == Decimal(tax)
