"""What a line costs when less of it is sold than was ordered."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.cutting import LineAmounts, cut


def line(packs: str, pack_price: str | None, loose: str, price: str, amount: str, discount: str = "0") -> LineAmounts:
    return LineAmounts(
        packs=Decimal(packs),
        pack_price=None if pack_price is None else Decimal(pack_price),
        loose=Decimal(loose),
        price=Decimal(price),
        amount=Decimal(amount),
        discount=Decimal(discount),
    )


CANS = line("0", None, "48", "1.8333", "88.00")
CASES = line("12", "98.50", "0", "4.20", "1182.00")
MIXED = line("2", "98.50", "6", "4.20", "222.20", "22.22")


@pytest.mark.parametrize(
    ("before", "agreed", "left", "after"),
    [
        pytest.param(CANS, 48, 24, line("0", None, "24", "1.8333", "44.00"), id="half of the cans"),
        pytest.param(CANS, 48, 1, line("0", None, "1", "1.8333", "1.83"), id="one can, rounded"),
        pytest.param(CASES, 288, 120, line("5", "98.50", "0", "4.20", "492.50"), id="five of twelve cases"),
        pytest.param(CASES, 288, 130, line("5", "98.50", "10", "4.20", "534.50"), id="a rest at the price of a can"),
        pytest.param(CASES, 288, 10, line("0", None, "10", "4.20", "42.00"), id="less than a case"),
        pytest.param(MIXED, 54, 27, line("1", "98.50", "3", "4.20", "111.10", "11.11"), id="half of the discount"),
        pytest.param(MIXED, 54, 0, line("0", None, "0", "4.20", "0.00", "0.00"), id="nothing"),
        pytest.param(MIXED, 54, 54, MIXED, id="all"),
    ],
)
def test_a_line_is_cut_at_the_prices_it_was_frozen_at(
    before: LineAmounts, agreed: int, left: int, after: LineAmounts
) -> None:
    assert cut(before, Decimal(agreed), Decimal(left), "CNY") == after


@given(packs=st.integers(0, 50), loose=st.integers(0, 23), left=st.integers(0, 1500), discount=st.integers(0, 100))
def test_never_more_than_it_was_and_the_discount_never_beyond_the_amount(
    packs: int, loose: int, left: int, discount: int
) -> None:
    agreed = packs * 24 + loose
    amount = Decimal(packs) * 90 + Decimal(loose) * 5
    before = line(str(packs), "90" if packs else None, str(loose), "5", str(amount), str(amount * discount / 100))
    after = cut(before, Decimal(agreed), Decimal(min(left, agreed)), "CNY")
    assert after.packs * 24 + after.loose == min(left, agreed)
    assert 0 <= after.discount <= after.amount
