"""Order numbers: their format, and every reasonable way a person types one."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_DAY = r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_BEFORE = r"(?:订单号?|单号|order|no\.?|[#:\s])*"
_WRITTEN = re.compile(
    rf"{_BEFORE}(?:d\s*)?(?:({_DAY}|\d{{4}})(?:\s*[-_]\s*|\s+))?(\d{{1,6}})(?:\s*号?\s*单?)?", re.IGNORECASE
)
#: Without anything between, only the D tells a number from a barcode.
_TOGETHER = re.compile(rf"{_BEFORE}d\s*({_DAY})(\d{{4,6}})", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class NumberGiven:
    """What a person wrote of a number: ``day`` is whole, or month and day (``1123``), or missing."""

    day: str | None
    position: int


def order_number(day: date, position: int) -> str:
    """``D20261123-0042``: the day, then which order of that day."""
    return whole_number(f"{day:%Y%m%d}", position)


def return_number(day: date, position: int) -> str:
    """``R20261123-0007``: the day, then which return request of that day."""
    return f"R{day:%Y%m%d}-{position:04d}"


def whole_number(day: str, position: int) -> str:
    """The same, for a day already written ``20261123``."""
    return f"D{day}-{position:04d}"


def read_number(text: str) -> NumberGiven | None:
    """The order number in ``42``, ``#0042``, ``1123-42`` or ``d20261123-42``; nothing in anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _TOGETHER.fullmatch(plain) or _WRITTEN.fullmatch(plain)
    if match is None:
        return None
    day, position = match.group(1), int(match.group(2))
    return NumberGiven(day=day, position=position) if position else None
