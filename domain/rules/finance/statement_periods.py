"""The periods that statements are made for: each ends on the account's closing day, in a shorter month on its last."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.rules.finance.terms import in_month, next_day_of

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class StatementPeriod:
    """From one day to another, both of them in it."""

    first: date
    last: date

    def until(self, day: date) -> "StatementPeriod":
        """As far as it has come on a day."""
        return StatementPeriod(first=self.first, last=max(self.first, min(self.last, day)))


def of_month(closing_day: int, year: int, month: int) -> StatementPeriod:
    """The period that ends in a month."""
    last = in_month(year, month, closing_day)
    before = date(year, month, 1) - _DAY
    return StatementPeriod(first=in_month(before.year, before.month, closing_day) + _DAY, last=last)


def around(closing_day: int, day: date) -> StatementPeriod:
    """The period that a day is in."""
    last = next_day_of(day, closing_day)
    return of_month(closing_day, last.year, last.month)


def before(closing_day: int, period: StatementPeriod) -> StatementPeriod:
    """The period that ends just before another one."""
    return around(closing_day, period.first - _DAY)


def after(closing_day: int, period: StatementPeriod) -> StatementPeriod:
    """The period that begins just after another one."""
    return around(closing_day, period.last + _DAY)
