"""Changes so large that they may be typing errors."""

from decimal import Decimal

_TENFOLD = 10
#: More than so many times what was ever taken, or else is on hand, is beyond plausibility.
_THREEFOLD = 3
#: So many packs are never doubted, and nothing need be looked up for them.
_FEW_PACKS = 50
#: As if so many packs were taken before, where there is neither stock nor history.
_SOME_PACKS = 100


def is_leap(before: Decimal, after: Decimal) -> bool:
    """Whether it leads more than tenfold up or down.

    Up from nothing is no multiple of it. Down to nothing counts as down to one: taking the last few away is no leap.
    """
    return 0 < before * _TENFOLD < after or before > max(after, Decimal(1)) * _TENFOLD


def is_beyond(amount: Decimal, most: Decimal) -> bool:
    """Whether it is more than was ever there; nothing is where nothing ever was."""
    return 0 < most < amount


def may_be_implausible(amount: Decimal, pack: int, on_hand: Decimal) -> bool:
    """Whether so much in a text may be a slip, whatever was taken before: many packs, and more than is on hand."""
    return amount > pack * _FEW_PACKS and amount > on_hand


def is_implausible(amount: Decimal, pack: int, on_hand: Decimal, most: Decimal) -> bool:
    """Whether it is rather a slip: more than is on hand, and far more than was ever taken at once.

    Where nothing ever was, ``most`` is 0, and far more than is on hand counts.
    """
    usual = most or on_hand or Decimal(pack * _SOME_PACKS)
    return may_be_implausible(amount, pack, on_hand) and amount > usual * _THREEFOLD
