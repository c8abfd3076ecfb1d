"""Past days as people name them, on a Tuesday, the 24th of November."""

from datetime import date

import pytest

from domain.language.periods import Period, period_in

TODAY = date(2026, 11, 24)
NAMED = (
    ("今天谁订货了", (11, 24), (11, 24)),
    ("昨晚有几单", (11, 23), (11, 23)),
    ("前天的订单", (11, 22), (11, 22)),
    ("the day before yesterday", (11, 22), (11, 22)),
    ("这周的订单", (11, 23), (11, 24)),
    ("上星期谁下单了", (11, 16), (11, 22)),
    ("本月订单", (11, 1), (11, 24)),
    ("orders from last month", (10, 1), (10, 31)),
    ("今年的订单", (1, 1), (11, 24)),
    ("11月20号的订单", (11, 20), (11, 20)),
    ("orders from Nov 20", (11, 20), (11, 20)),
    ("orders of 3 March", (3, 3), (3, 3)),
)


@pytest.mark.parametrize(("text", "first", "last"), NAMED)
def test_days_of_this_year(text: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    assert period_in(text, TODAY) == Period(first=date(2026, *first), last=date(2026, *last))


def test_days_of_last_year() -> None:
    assert period_in("12月30日的订单", TODAY) == Period(first=date(2025, 12, 30), last=date(2025, 12, 30))
    assert period_in("去年的订单", TODAY) == Period(first=date(2025, 1, 1), last=date(2025, 12, 31))


def test_no_days() -> None:
    for text in ("订单", "最近的订单", "有新订单吗", "13月40日", "2月30日", "orders", "上周三的订单"):
        assert period_in(text, TODAY) is None
