"""Letting go of strangers: chats that wrote, never came in, and were not heard of again."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, exists, select

from domain.tables.people import Identity
from storage.conversations import PushedChoices
from storage.inbox import Delivery

KEPT_FOR = timedelta(days=30)
#: So many at a time; the next run takes the rest.
AT_ONCE = 1_000


def forget(session: Session, now: datetime) -> None:
    """Forget those who have no talk with us any more; whoever comes back is a stranger again."""
    talks = exists().where(col(Delivery.identity_id) == Identity.id)
    gone = select(Identity.id).where(col(Identity.person_id).is_(None), col(Identity.seen_at) < now - KEPT_FOR, ~talks)
    ids = session.exec(gone.limit(AT_ONCE)).all()
    session.exec(delete(PushedChoices).where(col(PushedChoices.identity_id).in_(ids)))
    session.exec(delete(Identity).where(col(Identity.id).in_(ids)))
