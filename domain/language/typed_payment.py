"""Parses what somebody types of a payment: ``5000 11月28日 转账 回单号 8842``, ``1200 订单 42 和 43``."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.language.periods import past_day_in
from domain.language.typed_amount import read_amount_and_reason
from domain.language.words.lists import pattern

_NUMBER = r"(?:d\s*)?(?:20\d{6}|\d{4})[-_]\d{1,6}|d?\s*20\d{10}|\d{1,6}"
_AND = rf"\s*(?:{pattern('talk', 'payment_orders_and')})\s*"
_NUMBERS = rf"(?:{_NUMBER})(?:{_AND}(?:{_NUMBER}))*"
_CALLED = rf"(?:{pattern('talk', 'payment_orders')})\s*[:#]?\s*"
_BEHIND = rf"\s*(?:{pattern('talk', 'payment_orders_behind')})"
_ORDERS = (
    re.compile(rf"{_CALLED}(?P<numbers>{_NUMBERS})(?![\d.])(?:{_BEHIND})?", re.IGNORECASE),
    re.compile(rf"(?<![\d.])(?P<numbers>{_NUMBERS}){_BEHIND}", re.IGNORECASE),
)
_EACH = re.compile(_NUMBER, re.IGNORECASE)
_SLIP = re.compile(
    rf"(?:{pattern('talk', 'slip_number')})\s*[:#]?\s*(?P<number>[a-z0-9][a-z0-9-]{{2,39}})", re.IGNORECASE
)
_PAID = re.compile(pattern("talk", "paid"), re.IGNORECASE)
_FIRST_NUMBER = re.compile(r"[¥$]?\s*\d[\d,]*(?:\.\d{1,2})?")
_ENDS = " .。,，;；、"


@dataclass(frozen=True, kw_only=True)
class TypedPayment:
    """What was said of a payment. ``amount``: none was said; ``day``: when it came; ``reference``: of its slip.

    ``orders``: the numbers of what it is for, as typed; ``note``: the rest.
    """

    amount: Decimal | None
    day: date | None
    reference: str
    orders: tuple[str, ...]
    note: str


def read_payment(text: str, today: date) -> TypedPayment:
    """What a text that begins with the amount says; the day only as a past one."""
    reference, rest = _cut(_SLIP, "number", _plain(text))
    orders, rest = _without_orders(rest)
    day, rest = past_day_in(rest, today)
    said = read_amount_and_reason(rest.strip(_ENDS))
    return TypedPayment(
        amount=said.amount if said else None,
        day=day,
        reference=reference,
        orders=orders,
        note=said.reason.strip(_ENDS) if said else "",
    )


def read_claim(sentence: str) -> TypedPayment:
    """What a sentence says that somebody paid: the first number that is no order's, and what follows."""
    orders, rest = _without_orders(_plain(sentence))
    paid = _PAID.search(rest)
    found = _FIRST_NUMBER.search(rest, paid.end() if paid else 0) or _FIRST_NUMBER.search(rest)
    said = read_amount_and_reason(rest[found.start() :]) if found else None
    amount = Decimal(found[0].strip("¥$ ").replace(",", "")) if found else None
    note = said.reason.strip(_ENDS) if said else ""
    return TypedPayment(amount=amount, day=None, reference="", orders=orders, note=note)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _without_orders(text: str) -> tuple[tuple[str, ...], str]:
    """The numbers of orders, and the text without them."""
    for written in _ORDERS:
        numbers, rest = _cut(written, "numbers", text)
        if numbers:
            return tuple(_EACH.findall(numbers)), rest
    return (), text


def _cut(wanted: re.Pattern[str], name: str, text: str) -> tuple[str, str]:
    """What a part of a text says, and the text without it."""
    found = wanted.search(text)
    if found is None:
        return "", text
    return found[name], " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
