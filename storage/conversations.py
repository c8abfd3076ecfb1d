"""What we asked an identity, what it can choose from, and what we showed last."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey
from sqlmodel import Field, Session, SQLModel, col, func, select

from domain.people import Caller
from domain.tables.columns import ID, TIME
from domain.tables.people import Account, Channel, Identity, Person


class Conversation(SQLModel, table=True):
    """The state of a talk. ``choices`` are the buttons shown last, in order; ``notices`` those of pushed cards."""

    identity_id: int = Field(sa_column=Column(ID, ForeignKey("identity.id"), primary_key=True))
    question: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    choices: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    pushed: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    shown: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    memory: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    updated_at: datetime = Field(sa_column=Column(TIME, nullable=False))


def open_for(session: Session, channel: Channel, external: str, now: datetime) -> tuple[Caller, Conversation]:
    """Who is talking and where the talk stands, in one statement; both rows are locked and made when new."""
    account_id = func.coalesce(col(Person.account_id), col(Person.ordering_for_id))
    query = (
        select(Identity, Person, Account, Conversation)
        .join(Person, col(Person.id) == Identity.person_id, isouter=True)
        .join(Account, col(Account.id) == account_id, isouter=True)
        .join(Conversation, col(Conversation.identity_id) == Identity.id, isouter=True)
        .where(Identity.channel == channel, Identity.external == external)
        .with_for_update(of=Identity)
    )
    row = session.exec(query).first()
    if row is None:
        identity = Identity(channel=channel, external=external, seen_at=now)
        session.add(identity)
        session.flush()
        return Caller(identity=identity, person=None, account=None), _begin(session, identity, now)
    identity, person, account_row, conversation = row
    caller = Caller(identity=identity, person=person, account=account_row)
    return caller, conversation or _begin(session, identity, now)


def _begin(session: Session, identity: Identity, now: datetime) -> Conversation:
    conversation = Conversation(identity_id=identity.id, updated_at=now)
    session.add(conversation)
    return conversation
