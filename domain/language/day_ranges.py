"""From which day to which: ``12月1日到7日``, ``明天到周五``, ``Monday to Friday``, or one day alone."""

import re
from datetime import date

from domain.language.dates import read_day
from domain.language.words.lists import pattern

_BETWEEN = re.compile(rf"\s*(?:{pattern('dates', 'until')}|~|～|—|–|(?<=\d)-(?=\d)|\s-\s)\s*", re.IGNORECASE)
_AHEAD = re.compile(rf"^(?:{pattern('dates', 'since')})\s*", re.IGNORECASE)
_DAY_ALONE = re.compile(r"\d{1,2}")
_MONTH = re.compile(r"(\d{1,2})\s*[月/.-]")


def read_days(text: str, today: date, *, day_first: bool = False) -> tuple[date, date] | None:
    """The first and the last day that a text names; nothing where it names no days, or the last before the first."""
    text = _AHEAD.sub("", text.strip())
    if one := read_day(text, today, day_first=day_first):
        return one, one
    for cut in _BETWEEN.finditer(text):
        first = read_day(text[: cut.start()], today, day_first=day_first)
        last = first and _last(text[: cut.start()], text[cut.end() :], first, day_first=day_first)
        if first and last and first <= last:
            return first, last
    return None


def _last(before: str, text: str, first: date, *, day_first: bool) -> date | None:
    """The last day, on or after the first; a day alone is of the same month: ``12月1日到7日``."""
    month, alone = _MONTH.search(before), _DAY_ALONE.fullmatch(text.strip().rstrip("日号"))
    if month and alone:
        text = f"{month[1]}月{alone[0]}日"
    return read_day(text, first, day_first=day_first)
