"""Numbers that change something so much that they may be a slip of the finger."""

from decimal import Decimal

_TENFOLD = 10


def is_leap(before: Decimal, after: Decimal) -> bool:
    """Whether it leads more than tenfold up or down.

    Up from nothing is no multiple of it. Down to nothing counts as down to one: taking the last few away is no leap.
    """
    return 0 < before * _TENFOLD < after or before > max(after, Decimal(1)) * _TENFOLD


def is_beyond(amount: Decimal, most: Decimal) -> bool:
    """Whether it is more than was ever there; nothing is where nothing ever was."""
    return 0 < most < amount
