"""Deletes identities that wrote, never joined, and were not seen again."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, exists, select

from domain.tables.people import Identity
from storage.conversations import PushedChoices
from storage.inbox import Delivery

KEPT_FOR = timedelta(days=30)
#: How many one run deletes; the next run takes the rest.
AT_ONCE = 1_000


def delete_old(session: Session, now: datetime) -> None:
    """Delete unknown identities without a talk, a batch per run; one that comes back is new."""
    talks = exists().where(col(Delivery.identity_id) == Identity.id)
    gone = select(Identity.id).where(col(Identity.person_id).is_(None), col(Identity.seen_at) < now - KEPT_FOR, ~talks)
    ids = session.exec(gone.limit(AT_ONCE)).all()
    session.exec(delete(PushedChoices).where(col(PushedChoices.identity_id).in_(ids)))
    session.exec(delete(Identity).where(col(Identity.id).in_(ids)))
