"""Past periods in a sentence: 今天, 昨天, 上周, 这个月, 11月20日, today, last week, 20 Nov."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from domain.language.numerals import read_numeral
from domain.language.words.lists import groups, words
from domain.language.words.notation import expression

_PERIODS = tuple(
    (name, re.compile("|".join(map(expression, said)), re.IGNORECASE)) for name, said in groups("dates", "past").items()
)
_MONTHS = words("dates", "months")
_NAMED = "|".join(_MONTHS)
#: 10月, 十月份, 2026年10月, 2026-10; a day of it is no month.
_MONTH_OF_YEAR = re.compile(
    r"(?:(?P<year>\d{4})\s*[年./-]\s*)?(?<!\d)(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月(?!\s*\d{1,2}\s*[日号])"
)
_NAMED_MONTH = re.compile(
    rf"\b(?P<month>{_NAMED})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\b\.?(?:\s+(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
#: What a year can be.
_YEARS = (2000, 2100)
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)\s*[日号]?")
_DAYS = (
    re.compile(r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?"),
    re.compile(rf"\b(?P<month>{_NAMED})[a-z]*\.?\s+(?P<day>\d{{1,2}})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_NAMED})[a-z]*\b", re.IGNORECASE),
)


@dataclass(frozen=True, kw_only=True)
class Period:
    """From one day to another, both of them in it."""

    first: date
    last: date


def period_in(text: str, today: date) -> Period | None:
    """The past days that a text names anywhere, the first of its words that do; nothing where it names none."""
    for pattern in _DAYS:
        if (found := pattern.search(text)) and (day := _day(found["month"], int(found["day"]), today)):
            return Period(first=day, last=day)
    return next((_period(name, today) for name, words in _PERIODS if words.search(text)), None)


def past_day_in(text: str, today: date) -> tuple[date | None, str]:
    """The one past day that a text names, perhaps with its year, and the text without it."""
    if found := _ISO.search(text):
        try:
            day: date | None = date(*(int(found[part]) for part in ("year", "month", "day")))
        except ValueError:
            day = None
        return (day, _without(text, found)) if day else (None, text)
    for pattern in _DAYS:
        if (found := pattern.search(text)) and (day := _day(found["month"], int(found["day"]), today)):
            return day, _without(text, found)
    for name, said in _PERIODS:
        if found := said.search(text):
            period = _period(name, today)
            if period.first == period.last:
                return period.first, _without(text, found)
    return None, text


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())


def month_in(text: str, today: date) -> date | None:
    """The first day of the month that a text names, the last time that it was; nothing where it names none."""
    if found := _MONTH_OF_YEAR.search(text):
        return _month(found["month"], int(found["year"]) if found["year"] else None, today)
    if found := _NAMED_MONTH.search(text):
        return _month(found["month"], int(found["year"]) if found["year"] else None, today)
    named = next((name for name, words in _PERIODS if "month" in name and words.search(text)), None)
    return _period(named, today).first if named else None


def _month(said: str, year: int | None, today: date) -> date | None:
    number = (
        int(read_numeral(said) or 0) if said[:3].casefold() not in _MONTHS else _MONTHS.index(said[:3].casefold()) + 1
    )
    if not 1 <= number <= len(_MONTHS) or (year is not None and not _YEARS[0] <= year <= _YEARS[1]):
        return None
    found = date(year or today.year, number, 1)
    return found if year or found <= today else found.replace(year=today.year - 1)


def _day(month: str, day: int, today: date) -> date | None:
    """That day, the last time that it was."""
    number = int(month) if month.isdecimal() else _MONTHS.index(month.casefold()[:3]) + 1
    for year in (today.year, today.year - 1):
        try:
            found = date(year, number, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return None


def _period(name: str, today: date) -> Period:
    monday, month, year = today - timedelta(days=today.weekday()), today.replace(day=1), date(today.year, 1, 1)
    day = timedelta(days=1)
    first, last = {
        "today": (today, today),
        "yesterday": (today - day, today - day),
        "before_yesterday": (today - 2 * day, today - 2 * day),
        "week": (monday, today),
        "last_week": (monday - 7 * day, monday - day),
        "month": (month, today),
        "last_month": ((month - day).replace(day=1), month - day),
        "year": (year, today),
        "last_year": (date(today.year - 1, 1, 1), year - day),
    }[name]
    return Period(first=first, last=last)
