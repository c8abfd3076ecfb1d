"""What must be true of the facts at all times, counted anew from the records: ``dinghuo check``."""

from collections.abc import Callable

from sqlmodel import Session

from domain.checks import history, moves, nicknames, numbers, orders, parcels, people, stock, values
from domain.checks.findings import Finding

__all__ = ["CHECKS", "Finding", "check_all"]

Check = Callable[[Session], list[Finding]]
#: What cannot be read as what it is would stop all others.
FIRST: tuple[Check, ...] = (values.form,)
CHECKS: tuple[Check, ...] = (
    values.part,
    values.reference,
    values.limit,
    stock.on_hand,
    stock.reserved,
    stock.allocated,
    stock.levels,
    stock.held,
    stock.hold_kind,
    stock.hold_place,
    stock.hold_count,
    stock.hold_closed,
    moves.kinds,
    moves.undone,
    moves.parcels,
    moves.noted,
    moves.moved,
    parcels.shipped,
    parcels.delivered,
    parcels.parcels,
    parcels.times,
    parcels.positions,
    parcels.contents,
    parcels.moves,
    parcels.strays,
    parcels.empty,
    parcels.begun,
    parcels.left,
    parcels.arrived,
    parcels.dropped,
    orders.lines,
    orders.line_counters,
    orders.totals,
    orders.amounts,
    orders.approvals,
    orders.given,
    orders.completed,
    orders.times,
    orders.reasons,
    orders.ratings,
    orders.buyers,
    history.last,
    history.placed,
    history.decided,
    history.given,
    history.closed,
    history.revisions,
    history.reminded,
    history.rated,
    history.explained,
    history.of_orders,
    history.once,
    history.once_each,
    numbers.form,
    numbers.once,
    numbers.counters,
    people.members,
    people.keepers,
    people.shares,
    people.followers,
    people.invites,
    people.used,
    people.revoked,
    people.written,
    people.invited,
    people.carts,
    people.notices,
    nicknames.keys,
    nicknames.events,
)


def check_all(session: Session) -> list[Finding]:
    """Everything that does not add up; so many statements, however much there is."""
    unread = [finding for check in FIRST for finding in check(session)]
    return unread or [finding for check in CHECKS for finding in check(session)]
