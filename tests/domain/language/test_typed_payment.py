"""What people type of a payment: amount, day, number of the slip, orders, and the rest."""

from datetime import date
from decimal import Decimal

import pytest

from domain.language.typed_payment import read_claim, read_payment

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "amount", "day", "reference", "orders", "note"),
    [
        ("5000 11月28日 转账 回单号 8842", "5000", date(2026, 11, 28), "8842", (), "转账"),
        ("1200 订单 42 和 43", "1200", None, "", ("42", "43"), ""),
        ("1200 0042、0043号单 微信", "1200", None, "", ("0042", "0043"), "微信"),
        ("5000 转账 尾号1234", "5000", None, "", (), "转账 尾号1234"),
        ("300 昨天", "300", date(2026, 11, 30), "", (), ""),
        ("300 上周", "300", None, "", (), "上周"),
        ("5000 2025-12-24 转账", "5000", date(2025, 12, 24), "", (), "转账"),
        ("5000 2026-13-24", "5000", None, "", (), "2026-13-24"),
        ("500 ref no. AB-123 28 Nov", "500", date(2026, 11, 28), "AB-123", (), ""),
        ("1200 for orders 42 and 43", "1200", None, "", ("42", "43"), ""),
        ("1200 订单1123-0042", "1200", None, "", ("1123-0042",), ""),
        ("没付", None, None, "", (), ""),
    ],
)
def test_what_finance_types(
    text: str, amount: str | None, day: date | None, reference: str, orders: tuple[str, ...], note: str
) -> None:
    found = read_payment(text, TODAY)
    assert found.amount == (Decimal(amount) if amount else None)
    assert (found.day, found.reference, found.orders, found.note) == (day, reference, orders, note)


@pytest.mark.parametrize(
    ("sentence", "amount", "orders", "note"),
    [
        ("付了 1200 订单 42 和 43", "1200", ("42", "43"), ""),
        ("订单 42 付了 1200", "1200", ("42",), ""),
        ("已付1200元，订单42", "1200", ("42",), ""),
        ("刚转了 3,000 微信", "3000", (), "微信"),
        ("i paid 1200 for order 42", "1200", ("42",), ""),
        ("我付了钱了", None, (), ""),
    ],
)
def test_what_a_buyer_says(sentence: str, amount: str | None, orders: tuple[str, ...], note: str) -> None:
    found = read_claim(sentence)
    assert found.amount == (Decimal(amount) if amount else None)
    assert (found.orders, found.note) == (orders, note)
