"""What may be on an invoice: received less returned, never more than is left; and how tax numbers are written."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

_NONE = Decimal(0)


class InvoiceState(StrEnum):
    """How far an invoice that was asked for is."""

    ASKED = "asked"
    """Finance has not answered."""
    SENT = "sent"
    """It was issued, and whoever asked has it."""
    REFUSED = "refused"
    """It cannot be issued, for a reason."""


class Unbilled(NamedTuple):
    """What of an entry is on no invoice yet; below zero where goods came back or became cheaper."""

    entry_id: int
    amount: Decimal


class Shared(NamedTuple):
    """``left``: what may be on an invoice, by entry; ``red``: what was on one, and is to be taken back."""

    left: Mapping[int, Decimal]
    red: Decimal


def share(rows: Sequence[Unbilled]) -> Shared:
    """What is left of an order's entries, the newest lessened first by what came back."""
    less = -sum((row.amount for row in rows if row.amount < 0), _NONE)
    left: dict[int, Decimal] = {}
    for row in sorted((row for row in rows if row.amount > 0), reverse=True):
        taken = min(less, row.amount)
        less -= taken
        if row.amount > taken:
            left[row.entry_id] = row.amount - taken
    return Shared(left=left, red=less)


_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_UNIFIED = re.compile(rf"[{_SIGNS}]{{18}}")
_OLDER = re.compile(r"[0-9A-Z]{15}|[0-9A-Z]{17}|[0-9A-Z]{20}")


def is_tax_number(written: str) -> bool:
    """Whether it is a unified social credit code whose last sign is right (GB 32100), or an older form's length."""
    if not _UNIFIED.fullmatch(written):
        return _OLDER.fullmatch(written) is not None
    weighed = sum(_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(written[:-1]))
    return _SIGNS.index(written[-1]) == -weighed % 31
