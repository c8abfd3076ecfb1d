"""Parses what somebody types of a rebate: ``500 三季度 到12月31日``, ``500 for Q3 until 31 December``."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.language.dates import read_day
from domain.language.typed_amount import read_amount_and_reason
from domain.language.words.lists import pattern

_UNTIL = re.compile(pattern("talk", "rebate_until"), re.IGNORECASE)
_BEHIND = re.compile(rf"(?:{pattern('talk', 'rebate_until_behind')})$", re.IGNORECASE)
_ENDS = " .。,，;；、()（）"


@dataclass(frozen=True, kw_only=True)
class TypedRebate:
    """A rebate as typed. ``last_day``: none was said, or none that we can read: then it stands in the reason."""

    amount: Decimal
    reason: str
    last_day: date | None


def read_rebate(text: str, today: date, *, day_first: bool = False) -> TypedRebate | None:
    """What a text that begins with an amount says; nothing where it begins with none."""
    said = read_amount_and_reason(unicodedata.normalize("NFKC", text))
    if said is None:
        return None
    for until in _UNTIL.finditer(said.reason):
        named = _BEHIND.sub("", said.reason[until.end() :].strip(_ENDS)).strip(_ENDS)
        day = read_day(named, today, day_first=day_first)
        if day is not None:
            return TypedRebate(amount=said.amount, reason=said.reason[: until.start()].strip(_ENDS), last_day=day)
    return TypedRebate(amount=said.amount, reason=said.reason, last_day=None)
