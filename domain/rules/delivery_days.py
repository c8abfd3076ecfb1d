"""On which weekdays goods are delivered, until when an order is in time for a day, and the day it comes."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_EVERY = frozenset(range(7))
_WORKING = frozenset(range(5))
#: So far ahead a day is looked for, and so many days before it the cut-off may be.
_LOOK_AHEAD, _MOST_BEFORE = 366, 7
_HAN_DAYS = "一二三四五六日"
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ALL = re.compile(r"每天|天天|每日|every\s*day|daily")
_WORKDAYS = re.compile(r"工作日|weekdays|working\s+days")
_HAN_RANGE = re.compile(
    r"(?:每?周|星期|礼拜)([一二三四五六日天])\s*(?:到|至|-|~)\s*(?:周|星期|礼拜)?([一二三四五六日天])"
)
_HAN = re.compile(r"(?:每?周|星期|礼拜)([一二三四五六日天](?:[、,和及/]?(?:周|星期)?[一二三四五六日天])*)")
_ENGLISH = r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_ENGLISH_RANGE = re.compile(rf"\b{_ENGLISH}\s*(?:-|to|until|through|~)\s*{_ENGLISH}\b")
_ENGLISH_DAY = re.compile(rf"\b{_ENGLISH}\b")
_CODE = re.compile(r"([1-7](?:,[1-7])*) (\d{2}):(\d{2}) (\d)")
_CLOCK = re.compile(r"(\d{1,2})\s*[:点]\s*(\d{2}|半)?\s*(am|pm)?|(\d{1,2})\s*(am|pm)")
_NIGHT = re.compile(r"(下午|晚上|傍晚)\s*$")
_SAME_DAY = re.compile(r"当天|当日|same\s+day|on\s+the\s+day")
_BEFORE = re.compile(
    r"(?:提?前|before\s*)?(\d|一|两|二|三)\s*(?:天|days?\s+(?:before|ahead))|前一[天日]|(?:the\s+)?day\s+before"
)
#: What else is said around it.
_AROUND = re.compile(
    r"截单|截止|下单|之?前|以前|送货|配送|送|的|每|，|,|、|;|；|。|\.|:|cut-?\s?off|orders?|until|by|before|at|and|deliver(?:y|ies|s)?|on|the"
)
_NUMERALS = {"一": 1, "两": 2, "二": 2, "三": 3}


@dataclass(frozen=True, kw_only=True)
class DeliveryDays:
    """``weekdays``: Monday is 0. An order is in time for a day until ``cutoff``, ``before`` days ahead of it."""

    weekdays: frozenset[int]
    cutoff: time
    before: int = 1

    def __str__(self) -> str:
        """As it is kept: ``2,5 17:00 1`` is Tuesday and Friday, until five o'clock of the day before."""
        return f"{','.join(str(day + 1) for day in sorted(self.weekdays))} {self.cutoff:%H:%M} {self.before}"


#: Nothing is said of days.
NO_DAYS = DeliveryDays(weekdays=frozenset(), cutoff=time())


@dataclass(frozen=True, kw_only=True)
class ExpectedDay:
    """The day that goods come, and until when an order is in time for it, on the clock of the shop.

    ``missed``: the day that an order of today would have come, had it been placed before the cut-off.
    """

    day: date
    deadline: datetime
    missed: date | None = None


def expected_day(
    days: DeliveryDays, now: datetime, wanted: date | None = None, exceptions: Mapping[date, bool] | None = None
) -> ExpectedDay | None:
    """The first day on which goods ordered now can come, not before the day they are wanted on.

    ``now`` is in the shop's zone; ``exceptions``: whether there is a delivery on a day, whatever its weekday.
    """
    missed = None
    for day in _delivery_days(days, now.date(), exceptions or {}):
        deadline = datetime.combine(day - timedelta(days=days.before), days.cutoff, now.tzinfo)
        if now >= deadline:
            missed = day if deadline.date() == now.date() else missed
        elif wanted is None or day >= wanted:
            in_time = wanted is None or (missed is not None and missed >= wanted)
            return ExpectedDay(day=day, deadline=deadline, missed=missed if in_time else None)
    return None


def _delivery_days(days: DeliveryDays, today: date, exceptions: Mapping[date, bool]) -> Iterator[date]:
    for ahead in range(2 * _LOOK_AHEAD):
        day = today + timedelta(days=ahead)
        if exceptions.get(day, day.weekday() in days.weekdays):
            yield day


def read_delivery_days(text: str) -> DeliveryDays | None:
    """Days and cut-off as people write them: ``周二、周五 17:00``, ``每天 当天 10:00``, ``Tue 5pm the day before``.

    Without a word for it the cut-off is on the day before. Nothing where days or time are missing, or anything else
    is said.
    """
    words = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if found := _CODE.fullmatch(words):
        return _made({int(day) - 1 for day in found[1].split(",")}, int(found[2]), int(found[3]), int(found[4]))
    clock = _CLOCK.search(words)
    if clock is None:
        return None
    hour, minute = _hour(clock, words[: clock.start()]), int((clock[2] or "0").replace("半", "30"))
    rest = _NIGHT.sub(" ", words[: clock.start()]) + " " + words[clock.end() :]
    before, rest = _before(rest)
    weekdays, rest = _weekdays(rest)
    if not weekdays or _AROUND.sub(" ", rest).strip():
        return None
    return _made(weekdays, hour, minute, before)


def _made(weekdays: set[int] | frozenset[int], hour: int, minute: int, before: int) -> DeliveryDays | None:
    try:
        cutoff = time(hour, minute)
    except ValueError:
        return None
    return DeliveryDays(weekdays=frozenset(weekdays), cutoff=cutoff, before=before) if before <= _MOST_BEFORE else None


def _hour(clock: re.Match[str], ahead: str) -> int:
    hour, half = int(clock[1] or clock[4]), clock[3] or clock[5]
    later = half == "pm" or _NIGHT.search(ahead)
    if half == "am" and hour == 12:  # noqa: PLR2004 - midnight
        return 0
    return hour + 12 if later and hour < 12 else hour  # noqa: PLR2004 - noon


def _before(rest: str) -> tuple[int, str]:
    """How many days before the delivery the cut-off is."""
    if found := _SAME_DAY.search(rest):
        return 0, rest[: found.start()] + " " + rest[found.end() :]
    found = _BEFORE.search(rest)
    if found is None:
        return 1, rest
    number = found[1] or "1"
    return _NUMERALS.get(number) or int(number), rest[: found.start()] + " " + rest[found.end() :]


def _weekdays(rest: str) -> tuple[frozenset[int], str]:
    """The days that are named, and what is left of the words."""
    for every, meant in ((_ALL, _EVERY), (_WORKDAYS, _WORKING)):
        if found := every.search(rest):
            return meant, rest[: found.start()] + " " + rest[found.end() :]
    named: set[int] = set()

    def in_range(found: re.Match[str]) -> str:
        first, last = (_position(found[at]) for at in (1, 2))
        named.update((first + at) % 7 for at in range((last - first) % 7 + 1))
        return " "

    def one(found: re.Match[str]) -> str:
        named.update(map(_position, re.findall("[一二三四五六日天]", found[1]) or [found[1]]))
        return " "

    for pattern, take in ((_HAN_RANGE, in_range), (_ENGLISH_RANGE, in_range), (_HAN, one), (_ENGLISH_DAY, one)):
        rest = pattern.sub(take, rest)
    return frozenset(named), rest


def _position(day: str) -> int:
    """Monday is 0."""
    return _HAN_DAYS.index(day.replace("天", "日")) if len(day) == 1 else _ENGLISH_DAYS.index(day)
