"""What we asked an identity, what it can choose from, and what we showed last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, and_
from sqlmodel import Field, Session, SQLModel, col, func, select

from domain.people import Caller
from domain.tables.columns import ID, TIME
from domain.tables.people import Account, Channel, Identity, Person
from storage.cards import CardMessage
from storage.inbox import Delivery


class Conversation(SQLModel, table=True):
    """The state of a talk. ``choices`` are the buttons shown last, in order; ``pushed`` those of pushed cards."""

    identity_id: int = Field(sa_column=Column(ID, ForeignKey("identity.id"), primary_key=True))
    question: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))
    choices: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    pushed: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    shown: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    memory: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    updated_at: datetime = Field(sa_column=Column(TIME, nullable=False))


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a message finds. ``answered``: the answer it was given before; ``pressed``: the card it was pressed on."""

    caller: Caller
    talk: Conversation
    answered: dict[str, Any] | None = None
    pressed: str | None = None


def open_for(session: Session, channel: Channel, external: str, key: str, message: str | None, now: datetime) -> Opened:
    """Who is talking, where the talk stands, and whether this was answered before, in one statement.

    The identity is locked, so that one person's messages wait for one another; both rows are made when new.
    """
    account_id = func.coalesce(col(Person.account_id), col(Person.ordering_for_id))
    shown_by = and_(
        col(CardMessage.channel) == channel, col(CardMessage.external) == external, col(CardMessage.message) == message
    )
    query = (
        select(Identity, Person, Account, Conversation)
        .add_columns(col(Delivery.answer), col(CardMessage.card))
        .join(Person, col(Person.id) == Identity.person_id, isouter=True)
        .join(Account, col(Account.id) == account_id, isouter=True)
        .join(Conversation, col(Conversation.identity_id) == Identity.id, isouter=True)
        .join(Delivery, and_(col(Delivery.channel) == channel, col(Delivery.key) == key), isouter=True)
        .join(CardMessage, shown_by, isouter=True)
        .where(col(Identity.channel) == channel, col(Identity.external) == external)
        .with_for_update(of=Identity)
    )
    row = session.execute(query).first()
    if row is None:
        identity = Identity(channel=channel, external=external, seen_at=now)
        session.add(identity)
        session.flush()
        talk = _begin(session, identity, now)
        return Opened(caller=Caller(identity=identity, person=None, account=None), talk=talk)
    identity, person, account, talk, answered, pressed = row
    return Opened(
        caller=Caller(identity=identity, person=person, account=account),
        talk=talk or _begin(session, identity, now),
        answered=answered,
        pressed=pressed,
    )


def _begin(session: Session, identity: Identity, now: datetime) -> Conversation:
    conversation = Conversation(identity_id=identity.id, updated_at=now)
    session.add(conversation)
    return conversation
