"""Parses a price set by hand: ``58``, ``¥58/箱 老客户``, ``2.3 a can, old stock``: amount, unit and reason."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_PRICED = re.compile(
    r"\s*[¥$€]?\s*(?P<price>\d{1,8}(?:\.\d{1,4})?)\s*(?:元|块钱|块|rmb|cny)?\s*"
    r"(?:(?:/|每|一|\bper\b|\ban?\b)\s*(?P<unit>[^\s\d,;:。/]{1,20}))?"
    r"(?:[\s,;:。]+(?P<reason>.*))?",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class TypedPrice:
    """A price as typed; unit and reason are empty where they were not said."""

    price: Decimal
    unit: str
    reason: str


def read_price(text: str) -> TypedPrice | None:
    """The price in a text, with its unit and what is said beside it; nothing where it does not begin with one."""
    found = _PRICED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    reason = " ".join((found["reason"] or "").split())
    return TypedPrice(price=Decimal(found["price"]), unit=found["unit"] or "", reason=reason)
