"""When statements and reminders are sent: closing days, month ends, leap days, machines that were off."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.rules.finance.reminders import Reminder, ReminderKind, bounds, by_day, reminders, to_send

TODAY = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("closing", "today", "hour", "ended"),
    [
        (31, "2026-11-30", 17, None),
        (31, "2026-11-30", 18, "2026-11-30"),
        (31, "2026-12-01", 8, "2026-11-30"),
        (31, "2026-12-14", 8, "2026-11-30"),
        (31, "2026-12-15", 8, None),
        (31, "2027-02-28", 18, "2027-02-28"),
        (31, "2028-02-28", 18, None),
        (31, "2028-02-29", 18, "2028-02-29"),
        (30, "2027-02-28", 20, "2027-02-28"),
        (30, "2027-03-05", 20, "2027-02-28"),
        (29, "2027-03-01", 9, "2027-02-28"),
        (25, "2026-12-25", 18, "2026-12-25"),
        (25, "2027-01-01", 9, "2026-12-25"),
        (25, "2026-12-24", 23, None),
        (1, "2027-01-01", 18, "2027-01-01"),
    ],
)
def test_a_statement_is_sent_from_the_evening_of_its_closing_day(
    closing: int, today: str, hour: int, ended: str | None
) -> None:
    period = to_send(closing, date.fromisoformat(today), hour)
    assert (period.last.isoformat() if period else None) == ended


def due(**amounts: int) -> dict[date, Decimal]:
    """By days from today: ``in3``, ``today``, ``ago8``."""
    days = {name: int(name.removeprefix("in")) if name.startswith("in") else 0 for name in amounts}
    days |= {name: -int(name.removeprefix("ago")) for name in amounts if name.startswith("ago")}
    return {TODAY + timedelta(days=days[name]): Decimal(amount) for name, amount in amounts.items()}


@pytest.mark.parametrize(
    ("owed", "last_late", "told"),
    [
        (due(in4=5), None, []),
        (due(in3=5), None, [("soon", 3, 5)]),
        (due(in1=5, in2=6), None, [("soon", 1, 5), ("soon", 2, 6)]),
        (due(today=5), None, [("due", 0, 5)]),
        (due(ago1=5), None, []),
        (due(ago6=5), None, []),
        (due(ago7=5), None, [("late", 0, 5)]),
        (due(ago30=5, ago1=4, today=3), None, [("due", 0, 3), ("late", 0, 9)]),
        (due(ago30=5), TODAY - timedelta(days=6), []),
        (due(ago30=5), TODAY - timedelta(days=7), [("late", 0, 5)]),
        (due(ago3=5), TODAY - timedelta(days=40), []),
        ({}, None, []),
    ],
)
def test_reminders_come_before_on_the_day_and_weekly_after(
    owed: dict[date, Decimal], last_late: date | None, told: list[tuple[str, int, int]]
) -> None:
    expected = [
        Reminder(kind=ReminderKind(kind), day=TODAY + timedelta(days=days), amount=Decimal(amount))
        for kind, days, amount in told
    ]
    assert reminders(owed, TODAY, last_late) == expected


def test_days_that_do_not_differ_are_one() -> None:
    assert len(bounds(TODAY)) == 6
    amounts = [Decimal(each) for each in (1, 2, 0, 4, 5, 6, 7)]
    assert by_day(amounts, TODAY) == due(ago7=1, ago1=2, in1=4, in2=5, in3=6)
