"""Numbers for events: given after their commit, so that a reader of one has read all before it."""

from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import col

from domain.actor import Actor
from domain.db.statements import Prepared
from domain.tables.orders import Event


def _numbering() -> Any:
    last = select(func.coalesce(func.max(col(Event.no)), 0)).scalar_subquery()
    place = func.row_number().over(order_by=col(Event.id))
    fresh = select(col(Event.id), (last + place).label("no")).where(col(Event.no).is_(None)).subquery("fresh")
    # asked again of the row itself: a process that lost the lead meanwhile may be about to do the same
    return update(Event).where(col(Event.id) == fresh.c.id, col(Event.no).is_(None)).values(no=fresh.c.no)


_NUMBERING = Prepared(_numbering())


def number_events(actor: Actor) -> int:
    """Give every committed event without a number the next one, by its id.

    An id is made before the insert, so that of two transactions the one with the lower id may commit last. Numbers
    are given by one process at a time, without a gap: no event with a lower number appears later.
    """
    _NUMBERING.run(actor.session, {})
    return 0
