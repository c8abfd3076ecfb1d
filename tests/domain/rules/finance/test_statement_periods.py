"""Periods of statements by closing day: month ends, leap days, turns of the year."""

from datetime import date, timedelta

import pytest

from domain.rules.finance.statement_periods import StatementPeriod, after, around, before, of_month


def days(first: str, last: str) -> StatementPeriod:
    return StatementPeriod(first=date.fromisoformat(first), last=date.fromisoformat(last))


@pytest.mark.parametrize(
    ("closing", "day", "period"),
    [
        (31, "2026-10-01", days("2026-10-01", "2026-10-31")),
        (31, "2026-10-31", days("2026-10-01", "2026-10-31")),
        (31, "2027-02-10", days("2027-02-01", "2027-02-28")),
        (31, "2028-02-29", days("2028-02-01", "2028-02-29")),
        (30, "2027-02-28", days("2027-01-31", "2027-02-28")),
        (30, "2027-03-01", days("2027-03-01", "2027-03-30")),
        (30, "2027-03-31", days("2027-03-31", "2027-04-30")),
        (29, "2028-02-29", days("2028-01-30", "2028-02-29")),
        (29, "2027-03-01", days("2027-03-01", "2027-03-29")),
        (25, "2026-12-25", days("2026-11-26", "2026-12-25")),
        (25, "2026-12-26", days("2026-12-26", "2027-01-25")),
        (25, "2027-01-01", days("2026-12-26", "2027-01-25")),
        (1, "2026-11-30", days("2026-11-02", "2026-12-01")),
        (1, "2026-12-01", days("2026-11-02", "2026-12-01")),
    ],
)
def test_a_day_is_in_the_period_that_ends_on_the_closing_day(closing: int, day: str, period: StatementPeriod) -> None:
    assert around(closing, date.fromisoformat(day)) == period
    assert of_month(closing, period.last.year, period.last.month) == period


@pytest.mark.parametrize("closing", range(1, 32))
def test_periods_follow_one_another_without_a_gap(closing: int) -> None:
    period = around(closing, date(2027, 1, 1))
    for _ in range(30):
        following = after(closing, period)
        assert following.first == period.last + timedelta(days=1)
        assert before(closing, following) == period
        period = following
