"""Rebates as finance types them: an amount, what for, and perhaps a last day."""

from datetime import date
from decimal import Decimal

import pytest

from domain.language.typed_rebate import TypedRebate, read_rebate

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "amount", "reason", "last_day"),
    [
        ("500 三季度", "500", "三季度", None),
        ("500元，三季度返利，到12月31日", "500", "三季度返利", date(2026, 12, 31)),
        ("500 三季度 有效期至2027-01-31", "500", "三季度", date(2027, 1, 31)),
        ("500 陈列费（到12月31日前有效）", "500", "陈列费", date(2026, 12, 31)),
        ("500 陈列费 到12月31日前有效", "500", "陈列费", date(2026, 12, 31)),
        ("500 到货奖励", "500", "到货奖励", None),
        ("1,200.50 for Q3 until 31 December", "1200.50", "for Q3", date(2026, 12, 31)),
        ("500 shelf fee valid until 2027-01-31", "500", "shelf fee", date(2027, 1, 31)),
        ("500", "500", "", None),
    ],
)
def test_amount_reason_and_last_day_are_read(text: str, amount: str, reason: str, last_day: date | None) -> None:
    assert read_rebate(text, TODAY) == TypedRebate(amount=Decimal(amount), reason=reason, last_day=last_day)


def test_what_begins_with_no_amount_is_none() -> None:
    assert read_rebate("三季度", TODAY) is None
