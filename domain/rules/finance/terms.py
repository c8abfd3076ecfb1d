"""Terms of payment: how they are written, and when an amount is due by them."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_MOST_DAYS = 365
_DAYS = re.compile(r"(\d{1,3})\s*(?:days?|天)?")
_FROM_RECEIPT = re.compile(r"(\d{1,3})\s*(?:days?|天)?\s*:\s*(?:receipt|签收|收货)")
_MONTHLY = re.compile(r"(?:月结|monthly)\s*:\s*(\d{1,2})\s*:\s*(\d{1,2})")
#: In a shorter month its last day.
LAST_DAY = 31


class TermsKind(StrEnum):
    """When an account pays."""

    PREPAID = "prepaid"
    """现结: before its goods are picked."""
    ON_DELIVERY = "on_delivery"
    """货到付款: when they are there."""
    DAYS = "days"
    """So many days after they left, or were received."""
    MONTHLY = "monthly"
    """月结: all up to the statement day together, on the next pay day."""
    BATCH = "batch"
    """批结: the last lot when the next one leaves."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """``days``: until an amount is due. ``from_receipt``: they count from the receipt, not from the shipping.

    ``statement_day`` and ``pay_day``: of the month; in a shorter one its last day.
    """

    kind: TermsKind
    days: int = 0
    from_receipt: bool = False
    statement_day: int = 0
    pay_day: int = 0

    @property
    def billed_on_receipt(self) -> bool:
        """Whether goods are billed when they are received; else when they leave."""
        return self.from_receipt or self.kind is TermsKind.ON_DELIVERY

    @property
    def closing_day(self) -> int:
        """The day of the month on which its statement closes: the last one where the terms name none."""
        return self.statement_day or LAST_DAY

    def __str__(self) -> str:
        """As terms are written."""
        match self.kind:
            case TermsKind.DAYS:
                return f"{self.days}:receipt" if self.from_receipt else str(self.days)
            case TermsKind.MONTHLY:
                return f"{_WORDS[self.kind]}:{self.statement_day}:{self.pay_day}"
            case _:
                return _WORDS[self.kind]


_WORDS = {
    TermsKind.PREPAID: "现结",
    TermsKind.ON_DELIVERY: "货到付款",
    TermsKind.MONTHLY: "月结",
    TermsKind.BATCH: "批结",
}
#: Accounts with these terms pay before their goods are picked.
PREPAID = _WORDS[TermsKind.PREPAID]
_ENGLISH = {"prepaid": TermsKind.PREPAID, "cod": TermsKind.ON_DELIVERY, "batch": TermsKind.BATCH}
_PLAIN = {**_ENGLISH, **{word: kind for kind, word in _WORDS.items() if kind is not TermsKind.MONTHLY}}


def read_terms(text: str) -> Terms | None:
    """Terms as they are written: ``现结``, ``货到付款``, ``30``, ``30:receipt``, ``月结:25:10``, ``批结``."""
    words = unicodedata.normalize("NFKC", text).strip().casefold()
    if words in _PLAIN:
        return Terms(kind=_PLAIN[words])
    if found := _MONTHLY.fullmatch(words):
        statement_day, pay_day = int(found[1]), int(found[2])
        right = 1 <= statement_day <= LAST_DAY and 1 <= pay_day <= LAST_DAY
        return Terms(kind=TermsKind.MONTHLY, statement_day=statement_day, pay_day=pay_day) if right else None
    counted = _DAYS.fullmatch(words) or _FROM_RECEIPT.fullmatch(words)
    if counted is None or int(counted[1]) > _MOST_DAYS:
        return None
    return Terms(kind=TermsKind.DAYS, days=int(counted[1]), from_receipt=":" in words)


def due_on(terms: Terms, day: date) -> date | None:
    """When an amount billed on a day is due; nothing where that is not known yet."""
    match terms.kind:
        case TermsKind.BATCH:
            return None
        case TermsKind.MONTHLY:
            closes = next_day_of(day, terms.statement_day)
            return next_day_of(closes + timedelta(days=1), terms.pay_day)
        case _:
            return day + timedelta(days=terms.days)


def next_day_of(day: date, of_month: int) -> date:
    """The first day from this one on that is such a day of its month."""
    here = in_month(day.year, day.month, of_month)
    return here if here >= day else in_month(day.year + day.month // 12, day.month % 12 + 1, of_month)


def in_month(year: int, month: int, day: int) -> date:
    """A day of a month; of a shorter one its last day."""
    return date(year, month, min(day, monthrange(year, month)[1]))
