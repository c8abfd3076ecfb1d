"""What must be true of the facts at all times, counted anew from the records: ``dinghuo check``."""

from collections.abc import Callable

from sqlmodel import Session

from domain.checks import nicknames, orders, parcels, stock
from domain.checks.findings import Finding

__all__ = ["CHECKS", "Finding", "check_all"]

CHECKS: tuple[Callable[[Session], list[Finding]], ...] = (
    stock.on_hand,
    stock.reserved,
    stock.allocated,
    stock.levels,
    stock.holds,
    parcels.shipped,
    parcels.delivered,
    parcels.parcels,
    orders.line_counters,
    orders.totals,
    orders.amounts,
    orders.events,
    orders.approvals,
    orders.completed,
    orders.numbers,
    orders.notices,
    nicknames.keys,
    nicknames.events,
)


def check_all(session: Session) -> list[Finding]:
    """Everything that does not add up; a few statements, however much there is."""
    return [finding for check in CHECKS for finding in check(session)]
