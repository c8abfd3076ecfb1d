"""What is left for invoices once goods came back, and how tax numbers are written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.finance.invoicing import Unbilled, is_tax_number, share


@given(st.lists(st.integers(-500, 500), max_size=8))
def test_never_more_is_left_than_was_delivered_less_what_came_back(amounts: list[int]) -> None:
    rows = [Unbilled(entry_id=at, amount=Decimal(each)) for at, each in enumerate(amounts)]
    found = share(rows)
    assert sum(found.left.values()) - found.red == sum(amounts)
    assert all(0 < left <= rows[at].amount for at, left in found.left.items())
    assert found.red >= 0
    assert not (found.red and found.left)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("91350100M000100Y43", True),
        ("91350100M000100Y44", False),
        ("91350100I000100Y43", False),
        ("110108723456789", True),
        ("1101087234567", False),
        ("", False),
    ],
)
def test_a_tax_number_has_a_form_and_a_last_sign(written: str, *, right: bool) -> None:
    assert is_tax_number(written) is right
