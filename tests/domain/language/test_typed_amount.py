"""Amounts with a reason, as finance types them."""

from decimal import Decimal

import pytest

from domain.language.typed_amount import read_amount_and_reason


@pytest.mark.parametrize(
    ("text", "amount", "reason"),
    [
        ("-120 破损两箱", "-120", "破损两箱"),
        ("−5.5元，少收运费", "-5.5", "少收运费"),
        ("+1,200.50: freight", "1200.50", "freight"),
        ("¥30 两瓶", "30", "两瓶"),
        ("12", "12", ""),
    ],
)
def test_an_amount_is_read_with_its_reason(text: str, amount: str, reason: str) -> None:
    found = read_amount_and_reason(text)
    assert found is not None
    assert (found.amount, found.reason) == (Decimal(amount), reason)


@pytest.mark.parametrize("text", ["", "破损", "12箱可乐", "1.2.3", "一百"])
def test_what_begins_with_no_amount_is_none(text: str) -> None:
    assert read_amount_and_reason(text) is None
