"""Where a talk stands: what we asked, what we showed last, and what pushed cards offered meanwhile."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, and_, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, func, select

from domain.people import Caller
from domain.tables.columns import ID
from domain.tables.people import Account, Channel, Identity, Person
from storage.cards import CardMessage
from storage.inbox import Delivery


class PushedChoices(SQLModel, table=True):
    """The buttons of cards pushed to an identity, newest first: on some platforms only their words come back."""

    identity_id: int = Field(sa_column=Column(ID, ForeignKey("identity.id"), primary_key=True))
    choices: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A conversation as its last message left it; ``at`` is when that was. ``shown`` are replies as plain data."""

    question: dict[str, Any] | None = None
    memory: dict[str, Any] = field(default_factory=dict)
    shown: tuple[dict[str, Any], ...] = ()
    pushed: tuple[Any, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a message finds. ``answered``: the answer it was given before; ``pressed``: the card it was pressed on."""

    caller: Caller
    talk: Talk
    answered: dict[str, Any] | None = None
    pressed: str | None = None


def open_for(session: Session, channel: Channel, external: str, key: str, message: str | None, now: datetime) -> Opened:
    """Who is talking, where the talk stands, and whether this was answered before, in one statement.

    The identity is locked, so that one person's messages wait for one another; a new one is made.
    """
    row = session.execute(_QUERY, {"channel": channel, "external": external, "key": key, "message": message}).first()
    if row is None:
        identity = Identity(channel=channel, external=external, seen_at=now)
        session.add(identity)
        session.flush()
        return Opened(caller=Caller(identity=identity, person=None, account=None), talk=Talk())
    identity, person, account, last, pushed, answered, pressed = row
    talk = Talk(pushed=tuple(pushed or ()))
    if last is not None:
        talk = Talk(
            question=last.question,
            memory=last.memory,
            shown=tuple(last.answer["replies"]),
            pushed=tuple(pushed or ()),
            at=last.at,
        )
    caller = Caller(identity=identity, person=person, account=account)
    return Opened(caller=caller, talk=talk, answered=answered, pressed=pressed)


def _query() -> Any:
    """Built once: putting this statement together would cost more than running it."""
    channel: Any = bindparam("channel")
    external: Any = bindparam("external")
    account_id = func.coalesce(col(Person.account_id), col(Person.ordering_for_id))
    last, same = aliased(Delivery), aliased(Delivery)
    newest = select(func.max(col(Delivery.id))).where(col(Delivery.identity_id) == Identity.id).scalar_subquery()
    shown_by = and_(
        col(CardMessage.channel) == channel,
        col(CardMessage.external) == external,
        col(CardMessage.message) == bindparam("message"),
    )
    return (
        select(Identity, Person, Account, last)
        .add_columns(col(PushedChoices.choices), col(same.answer), col(CardMessage.card))
        .join(Person, col(Person.id) == Identity.person_id, isouter=True)
        .join(Account, col(Account.id) == account_id, isouter=True)
        .join(last, and_(col(last.identity_id) == Identity.id, col(last.id) == newest), isouter=True)
        .join(PushedChoices, col(PushedChoices.identity_id) == Identity.id, isouter=True)
        .join(same, and_(col(same.channel) == channel, col(same.key) == bindparam("key")), isouter=True)
        .join(CardMessage, shown_by, isouter=True)
        .where(col(Identity.channel) == channel, col(Identity.external) == external)
        .with_for_update(of=Identity)
    )


_QUERY = _query()
