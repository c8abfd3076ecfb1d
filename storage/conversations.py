"""Where a talk stands: what we asked, what we showed last, and what pushed cards offered meanwhile."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, and_, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col, delete, func, or_, select

from domain.people import Caller
from domain.prepared import Prepared
from domain.tables.columns import ID, Row
from domain.tables.notices import Notice
from domain.tables.people import Account, Channel, Identity, Person
from storage.cards import CardMessage
from storage.inbox import Delivery, id_after
from storage.outbox import kept_for


class PushedChoices(Row, table=True):
    """The buttons of cards pushed to an identity, newest first: on some platforms only their words come back."""

    identity_id: int = Field(sa_column=Column(ID, ForeignKey("identity.id"), primary_key=True))
    choices: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A conversation as its last message left it; ``at`` is when that was. ``shown`` are replies as plain data.

    ``kept``: notices wait that no platform would let us push.
    """

    question: dict[str, Any] | None = None
    memory: dict[str, Any] = field(default_factory=dict)
    shown: tuple[dict[str, Any], ...] = ()
    pushed: tuple[Any, ...] = ()
    at: datetime | None = None
    kept: bool = False


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a message finds. ``answered``: the answer it was given before; ``pressed``: the card it was pressed on.

    ``next_id``: what its own answer shall be kept under.
    """

    caller: Caller
    talk: Talk
    next_id: int
    answered: dict[str, Any] | None = None
    pressed: str | None = None


def open_for(session: Session, channel: Channel, external: str, key: str, message: str | None, now: datetime) -> Opened:
    """Who is talking, where the talk stands, and whether this was answered before, in one statement after the lock.

    One person's messages wait for one another; a new identity is made.
    """
    _wait_for_one_another(session, channel, external)
    facts = {"channel": channel, "external": external, "key": key, "message": message}
    row = _QUERY.first(session, facts)
    if row is None:
        identity = Identity(channel=channel, external=external, seen_at=now)
        session.add(identity)
        session.flush()
        return Opened(caller=Caller(identity=identity, person=None, account=None), talk=Talk(), next_id=id_after(None))
    identity, person, account, last, at, question, memory, answer, pushed, answered, pressed, kept = row
    talk = Talk(pushed=tuple(pushed or ()), kept=kept)
    if last is not None:
        talk = replace(talk, question=question, memory=memory, shown=tuple(answer["replies"]), at=at)
    caller = Caller(identity=identity, person=person, account=account)
    return Opened(caller=caller, talk=talk, next_id=id_after(last), answered=answered, pressed=pressed)


def begin_anew(session: Session, identity: Identity) -> None:
    """Forget the talk of a chat that is somebody else's from now on: nothing asked, shown or offered before counts."""
    for table in (Delivery, PushedChoices):
        session.exec(delete(table).where(col(table.identity_id) == identity.id))


def _wait_for_one_another(session: Session, channel: Channel, external: str) -> None:
    """Lock every identity of the person before anything is read; SQLite lets only one write at all.

    Locking while reading is not enough: PostgreSQL would then show the locked row as it is after the wait, and all
    that is joined to it as it was before.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(_LOCK, {"channel": channel, "external": external})


def _query() -> Any:
    """Built once: putting this statement together would cost more than running it."""
    channel: Any = bindparam("channel")
    external: Any = bindparam("external")
    account_id = func.coalesce(col(Person.account_id), col(Person.ordering_for_id))
    last, same = aliased(Delivery), aliased(Delivery)
    mine = col(same.identity_id) == Identity.id  # whatever its key, nobody is given another's answer
    newest = select(func.max(col(Delivery.id))).where(col(Delivery.identity_id) == Identity.id).scalar_subquery()
    shown_by = and_(
        col(CardMessage.channel) == channel,
        col(CardMessage.external) == external,
        col(CardMessage.message) == bindparam("message"),
    )
    return (
        select(Identity, Person, Account)
        .add_columns(col(last.id), col(last.at), col(last.question), col(last.memory), col(last.answer))
        .add_columns(col(PushedChoices.choices), col(same.answer), col(CardMessage.card))
        .add_columns(select(Notice.id).where(*kept_for(Identity)).correlate(Identity).exists())
        .join(Person, col(Person.id) == Identity.person_id, isouter=True)
        .join(Account, col(Account.id) == account_id, isouter=True)
        .join(last, and_(col(last.identity_id) == Identity.id, col(last.id) == newest), isouter=True)
        .join(PushedChoices, col(PushedChoices.identity_id) == Identity.id, isouter=True)
        .join(same, and_(mine, col(same.channel) == channel, col(same.key) == bindparam("key")), isouter=True)
        .join(CardMessage, shown_by, isouter=True)
        .where(col(Identity.channel) == channel, col(Identity.external) == external)
    )


def _lock() -> Any:
    """In the order of their ids, so that two messages of a person cannot lock each other.

    Not their keys: whoever writes a row that points to one of them need not wait.
    """
    this = and_(col(Identity.channel) == bindparam("channel"), col(Identity.external) == bindparam("external"))
    person = select(Identity.person_id).where(this).scalar_subquery()
    return (
        select(Identity.id)
        .where(or_(this, col(Identity.person_id) == person))
        .order_by(col(Identity.id))
        .with_for_update(key_share=True)
    )


_QUERY = Prepared(_query())
_LOCK = _lock()
