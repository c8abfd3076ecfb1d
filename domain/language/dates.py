"""Dates as people write them: 明天, 后天, 周五, 下周一, 11月25日, 25/11, tomorrow, next Monday, 25 Nov, 2026-11-25."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from domain.language.numerals import read_numeral
from domain.language.words.lists import data, groups, pattern, words

_DAYS_FROM = {word: days for days, near in enumerate(groups("dates", "near").values()) for word in near}
_SOON = frozenset(words("dates", "any_day"))
#: Monday first; in every language by turns.
_WEEKDAYS = tuple(zip(*(each["weekdays"] for each in data("dates")), strict=True))
_MONTHS = words("dates", "months")
_NUMBER = r"[0-9零〇一二两三四五六七八九十廿]{1,3}"

_HAN_WEEKDAY = re.compile(r"(?P<when>这|本|下下|下)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])")
_WEEKDAY = re.compile(
    r"(?:(?P<when>this|next)\s+)?"
    r"(?P<day>mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_FROM_NOW = re.compile(
    rf"(?:过|in\s+)?(?P<count>{_NUMBER}|an?)\s*(?P<unit>天|日|周|个?星期|days?|weeks?)(?:之?后|以后|later)?"
)
_ISO = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_HAN_DAY = re.compile(rf"(?:(?P<which>这个?月|本月|下个?月)|(?P<month>{_NUMBER})月)?(?P<day>{_NUMBER})[日号]?")
_PAIR = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{4}))?")
_ENGLISH = (
    re.compile(
        r"(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>[a-z]{3,9})\.?,?(?:\s+(?P<year>\d{4}))?"
    ),
    re.compile(r"(?P<month>[a-z]{3,9})\.?\s+(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(?P<year>\d{4}))?"),
)
_HOUR = re.compile(pattern("dates", "hour"), re.IGNORECASE)
#: The day and the part of it in one word: 明早.
_IN_ONE = re.compile(r"([今明后])([早晚])(?!上)")
#: The time that a spreadsheet writes behind a day.
_MIDNIGHT = re.compile(r"[ t]00:00(?::00(?:\.0+)?)?$")
_AHEAD = re.compile(rf"^(?:(?:{pattern('dates', 'ahead')})\s*)+")
_BEHIND = re.compile(r"\s*(?:(?:再|给我)?(?:送(?:过来|来|到|货|达)?|到货?|要)|之前|前|please)?(?:吧|哦|啊|哈)?$")
_ORDINAL = re.compile(r"(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)")


def means_any_day(text: str) -> bool:
    """Whether somebody leaves the day to us."""
    return _plain(text) in _SOON


@dataclass(frozen=True, kw_only=True)
class DayAndHour:
    """A day, and the part of it or the hour that was said beside it, as it was said."""

    day: date
    hour: str = ""


def day_and_hour(text: str, today: date, *, day_first: bool = False) -> DayAndHour | None:
    """The day a text names, with the part of the day apart: ``后天上午``; nothing where it names no day."""
    if day := read_day(text, today, day_first=day_first):
        return DayAndHour(day=day)
    text = _IN_ONE.sub(r"\1天\2上", text)
    found = _HOUR.search(text)
    day = read_day(_HOUR.sub(" ", text, count=1), today, day_first=day_first) if found else None
    return DayAndHour(day=day, hour=found.group().strip()) if found and day else None


def is_hour(text: str) -> bool:
    """Whether a text is but a part of a day or an hour: ``上午``."""
    return _HOUR.fullmatch(text.strip()) is not None


def read_day(text: str, today: date, *, day_first: bool = False) -> date | None:
    """The day a text names, the next one where it leaves the year, month or week open; nothing in anything else.

    ``day_first``: ``5/11`` is the fifth of November. What can only be read in one way is read in that way.
    """
    word = _plain(text)
    if word in _DAYS_FROM:
        return today + timedelta(days=_DAYS_FROM[word])
    for read in (_full, _weekday, _from_now, _pair(day_first=day_first), _in_english, _in_chinese):
        try:
            day = read(word, today)
        except (ValueError, OverflowError):
            return None
        if day is not None:
            return day
    return None


def full_day(text: str) -> date | None:
    """The day a text names with its year, as sheets do; nothing where it leaves the year open, or may be one of two."""
    word = _MIDNIGHT.sub("", _plain(text))
    year_first, pair = _ISO.fullmatch(word), _PAIR.fullmatch(word)
    if pair and len({int(part) for part in pair.groups()[:2] if int(part) <= len(_MONTHS)}) > 1:
        return None
    named = any(match and match.group("year") for match in (form.fullmatch(word) for form in _ENGLISH))
    whole = year_first or _TOGETHER.fullmatch(word) or named or (pair and pair.group(3))
    return read_day(word, date.min) if whole else None


def _plain(text: str) -> str:
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return _BEHIND.sub("", _AHEAD.sub("", folded.strip(" .。,，!！?？")))


def _full(word: str, today: date) -> date | None:  # noqa: ARG001 - every reader is asked in the same way
    match = _ISO.fullmatch(word) or _TOGETHER.fullmatch(word)
    return date(*(int(part) for part in match.groups())) if match else None


def _weekday(word: str, today: date) -> date | None:
    match = _HAN_WEEKDAY.fullmatch(word) or _WEEKDAY.fullmatch(word)
    if match is None:
        return None
    position = _position(match.group("day"))
    monday = today - timedelta(days=today.weekday())
    match match.group("when"):
        case "这" | "本" | "this":
            return monday + timedelta(days=position)
        case "下" | "next":
            return monday + timedelta(days=7 + position)
        case "下下":
            return monday + timedelta(days=14 + position)
        case _:
            return today + timedelta(days=(position - today.weekday()) % 7)


def _position(day: str) -> int:
    """Monday is 0."""
    if day.isdecimal():
        return int(day) - 1
    wanted = "日" if day == "天" else day[:3]
    return next(at for at, names in enumerate(_WEEKDAYS) if wanted in names)


def _from_now(word: str, today: date) -> date | None:
    match = _FROM_NOW.fullmatch(word)
    if match is None or match.group(0) == f"{match.group('count')}日":
        return None
    count = _whole(match.group("count"))
    weeks = match.group("unit")[-1:] in "周期" or match.group("unit").startswith("week")
    return today + timedelta(days=count * (7 if weeks else 1))


def _pair(*, day_first: bool) -> Callable[[str, date], date | None]:
    """``25/11`` and ``11/25`` can be read in one way only; ``5/11`` as the language does."""

    def read(word: str, today: date) -> date | None:
        match = _PAIR.fullmatch(word)
        if match is None:
            return None
        one, two = int(match.group(1)), int(match.group(2))
        day, month = (one, two) if (day_first and two <= len(_MONTHS)) or one > len(_MONTHS) else (two, one)
        return _dated(today, month, day, match.group(3))

    return read


def _in_english(word: str, today: date) -> date | None:
    for form in _ENGLISH:
        match = form.fullmatch(word)
        if match and match.group("month")[:3] in _MONTHS:
            month = _MONTHS.index(match.group("month")[:3]) + 1
            return _dated(today, month, int(match.group("day")), match.group("year"))
    ordinal = _ORDINAL.fullmatch(word)
    return _in_some_month(today, int(ordinal.group("day"))) if ordinal else None


def _in_chinese(word: str, today: date) -> date | None:
    if word in words("dates", "month_end"):
        return today.replace(day=monthrange(today.year, today.month)[1])
    match = _HAN_DAY.fullmatch(word)
    if match is None:
        return None
    day, which = _whole(match.group("day")), match.group("which")
    if match.group("month"):
        return _dated(today, _whole(match.group("month")), day, None)
    if which is None:
        return _in_some_month(today, day)
    return _month_after(today, 1 if which.startswith("下") else 0, day)


def _dated(today: date, month: int, day: int, year: str | None) -> date:
    """That day of the given year, else the next time it comes."""
    if year:
        return date(int(year), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _in_some_month(today: date, day: int) -> date:
    """That day of this month, or of the next where it has passed or this one has no such day."""
    for ahead in range(3):
        try:
            found = _month_after(today, ahead, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError(day)


def _month_after(today: date, ahead: int, day: int) -> date:
    month = today.month - 1 + ahead
    return date(today.year + month // 12, month % 12 + 1, day)


def _whole(word: str) -> int:
    number = read_numeral(word)
    if number is None or number != int(number):
        raise ValueError(word)
    return int(number)
