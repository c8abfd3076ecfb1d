"""Parses an amount of money with its reason: ``-120 破损两箱``, ``+35.5元，少收运费``."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_AMOUNT = re.compile(
    r"\s*(?P<sign>[-+−–]?)\s*[¥$€]?\s*(?P<amount>\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?)"
    r"\s*(?:元|块钱|块|rmb|cny)?(?:[\s,;:。]+(?P<reason>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_MINUS = frozenset("-−–")


@dataclass(frozen=True, kw_only=True)
class TypedAmount:
    """An amount as typed, below zero with a minus before it; the reason is empty where none was said."""

    amount: Decimal
    reason: str


def read_amount_and_reason(text: str) -> TypedAmount | None:
    """The amount at the beginning of a text and what is said after it; nothing where it begins with none."""
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    amount = Decimal(found["amount"].replace(",", ""))
    reason = " ".join((found["reason"] or "").split())
    return TypedAmount(amount=-amount if found["sign"] in _MINUS else amount, reason=reason)
