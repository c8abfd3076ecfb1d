"""Every delivery is answered once: its answer is stored by its key, and given again when it is delivered again.

The answer is written last, in the transaction of what was done for it. Two at once cannot both be kept: the key is
unique, the second is undone and finds the answer of the first.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, insert
from sqlmodel import Field, Session, and_, col, delete, select

from domain.db.bulk import table_of
from domain.db.statements import Prepared
from domain.tables.columns import ID, TIME, Row, choice, new_id
from domain.tables.people import Channel, Identity, Invite

#: Telegram keeps an update for a day; nothing is delivered again after that.
KEPT_FOR = timedelta(days=3)
#: Platforms deliver again within seconds or minutes: for so long a code may be given again.
CODES_KEPT_FOR = timedelta(minutes=15)


class Delivery(Row, table=True):
    """An answered message, with the state of the talk after it: an identity's newest row is its conversation.

    ``answer`` is the whole answer as the channel was given it; ``question`` what we then waited to be told;
    ``memory`` what later taps of these screens need and a button cannot carry.
    """

    __table_args__ = (Index("ix_delivery_talk", "identity_id", "id"),)

    channel: Channel = Field(sa_column=Column(choice(Channel), primary_key=True))
    key: str = Field(primary_key=True, max_length=200)
    id: int = Field(default_factory=new_id, sa_column=Column(ID, nullable=False))
    identity_id: int = Field(sa_column=Column(ID, ForeignKey("identity.id"), nullable=False))
    at: datetime = Field(sa_column=Column(TIME, nullable=False, index=True))
    answer: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    question: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    memory: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


_INSERT = Prepared(insert(table_of(Delivery)))


def store(session: Session, answered: dict[str, Any]) -> None:
    """Store the answer to a message, by columns of ``Delivery``. Raises IntegrityError: it was answered meanwhile."""
    _INSERT.run(session, answered)


def id_after(last: int | None) -> int:
    """An id larger than the last one, whatever the clocks say: the newest row is the conversation."""
    return max(new_id(), last + 1 if last is not None else 0)


def with_invite_codes(session: Session, now: datetime) -> list[Delivery]:
    """Stored answers that contain an invite code and need not be given again."""
    issued = (col(Invite.created_by_id) == Identity.person_id, col(Invite.created_at) == Delivery.at)
    query = (
        select(Delivery)
        .join(Identity, col(Identity.id) == Delivery.identity_id)
        .join(Invite, and_(*issued))
        .where(col(Invite.created_at) <= now - CODES_KEPT_FOR, col(Invite.created_at) > now - KEPT_FOR * 2)
    )
    return list(session.exec(query))


def forget_old(session: Session, now: datetime) -> None:
    """Delete answers so old that they are not delivered again."""
    session.exec(delete(Delivery).where(col(Delivery.at) < now - KEPT_FOR))
