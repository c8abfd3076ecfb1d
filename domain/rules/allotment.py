"""Sharing out scarce goods among those who wait, one after the other."""

from collections.abc import Hashable, Iterable
from decimal import Decimal
from typing import TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)


def allot(there: Decimal, wanted: Iterable[tuple[KeyT, Decimal]]) -> dict[KeyT, Decimal]:
    """How much each gets, in base units: the first all that it wants, as far as it goes, then the next.

    Whoever gets nothing is left out.
    """
    given: dict[KeyT, Decimal] = {}
    for key, amount in wanted:
        share = min(amount, there)
        if share <= 0:
            continue
        given[key] = given.get(key, Decimal(0)) + share
        there -= share
    return given
