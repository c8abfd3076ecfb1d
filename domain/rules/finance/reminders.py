"""What an account is told by itself about its money, and when: its statement, and what is due soon, today, or late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from domain.rules.finance.statement_periods import StatementPeriod, around, before

_NONE = Decimal(0)
#: So many days before a day on which something is due a reminder comes; who is late hears again after so many.
SOON_DAYS, AGAIN_DAYS = 3, 7
#: A statement is sent from this hour of its closing day on, in the shop's zone; one that is older is not sent any more.
STATEMENT_HOUR, STALE_DAYS = 18, 14


class ReminderKind(StrEnum):
    """What is told."""

    STATEMENT = "statement"
    """The statement of a period that ends on this day."""
    SOON = "soon"
    """Something is due on this day, in a few days."""
    DUE = "due"
    """Something is due on this day, which is today."""
    LATE = "late"
    """On this day something was late."""


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """What to tell an account. ``amount``: that is due on the day; all that is late."""

    kind: ReminderKind
    day: date
    amount: Decimal


def to_send(closing_day: int, today: date, hour: int) -> StatementPeriod | None:
    """The period whose statement is sent now, if it was not: the last one that ended, unless that is long ago."""
    running = around(closing_day, today)
    ended = running if running.last == today and hour >= STATEMENT_HOUR else before(closing_day, running)
    return ended if ended.last >= today - timedelta(days=STALE_DAYS) else None


def bounds(today: date) -> list[date]:
    """The days between which it matters when something is due: late for long, late, today, and each day soon."""
    return [today - timedelta(days=AGAIN_DAYS - 1), *(today + timedelta(days=ahead) for ahead in range(SOON_DAYS + 2))]


def by_day(amounts: Sequence[Decimal], today: date) -> Mapping[date, Decimal]:
    """What is due between these bounds, by a day in each: the last one of those that are late."""
    lasts = [each - timedelta(days=1) for each in bounds(today)]
    return {day: amount for day, amount in zip(lasts, amounts, strict=False) if amount > 0}


def reminders(owed: Mapping[date, Decimal], today: date, last_late: date | None) -> list[Reminder]:
    """What to tell of what is open. ``last_late``: when the account heard the last time that it is late.

    What is due soon or today is told by its day, and each of them once: by whoever keeps what was sent.
    """
    soon = [day for day in owed if today < day <= today + timedelta(days=SOON_DAYS)]
    told = [Reminder(kind=ReminderKind.SOON, day=day, amount=owed[day]) for day in sorted(soon)]
    if today in owed:
        told.append(Reminder(kind=ReminderKind.DUE, day=today, amount=owed[today]))
    late = {day: amount for day, amount in owed.items() if day < today}
    since = max(filter(None, (min(late, default=None), last_late)), default=None)
    if late and since is not None and since <= today - timedelta(days=AGAIN_DAYS):
        told.append(Reminder(kind=ReminderKind.LATE, day=today, amount=sum(late.values(), _NONE)))
    return told
