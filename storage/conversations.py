"""The state of a conversation: open question, choices shown last, and choices of cards pushed meanwhile."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, ForeignKey, and_, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col, delete, func, or_, select

from domain import shop_rules
from domain.catalogue import account_rules
from domain.catalogue.account_rules import AccountRules
from domain.catalogue.pricing import HAS_PRICES
from domain.db.statements import Prepared
from domain.people.identities import Caller
from domain.shop_rules import ShopRules
from domain.tables.columns import ID, Row
from domain.tables.notices import Notice
from domain.tables.people import Account, Channel, Identity, Person
from domain.tables.threads import ThreadWriter
from storage.card_messages import CardMessage
from storage.inbox import Delivery, id_after
from storage.outbox import told_at_contact


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
class OpenConversation:
    """What a message finds. ``answered``: its earlier answer; ``pressed``: the card it was pressed on.

    ``next_id``: what its own answer shall be kept under. ``thread_id``: the talk in which they are writing.
    """

    caller: Caller
    talk: Talk
    next_id: int
    thread_id: int | None = None
    answered: dict[str, Any] | None = None
    pressed: str | None = None


class _ConversationRow(NamedTuple):
    """A row of the query. ``last`` to ``answer`` are the newest delivery's; ``same_answer`` is that of the same key."""

    identity: Identity
    person: Person | None
    account: Account | None
    last: int | None
    at: datetime | None
    question: dict[str, Any] | None
    memory: dict[str, Any]
    answer: dict[str, Any]
    pushed: list[Any] | None
    same_answer: dict[str, Any] | None
    card: str | None
    kept: bool
    has_prices: bool
    hides: bool
    limits: bool
    promotions: bool
    approvals: bool
    credit: bool
    named: bool
    prepaid: bool
    deliveries: bool
    rebates: bool
    own_minimum: Decimal | None
    group_minimum: Decimal | None
    shop_minimum: str | None
    past_orders: bool
    thread_id: int | None

    @property
    def shop_rules(self) -> ShopRules:
        return ShopRules(
            hides=self.hides,
            limits=self.limits,
            promotions=self.promotions,
            approvals=self.approvals,
            credit=self.credit,
            named=self.named,
            prepaid=self.prepaid,
            deliveries=self.deliveries,
            rebates=self.rebates,
        )

    @property
    def rules(self) -> AccountRules:
        return AccountRules(
            own_minimum=self.own_minimum,
            group_minimum=self.group_minimum,
            shop_minimum=self.shop_minimum,
            past_orders=self.past_orders,
        )


def open_for(
    session: Session, channel: Channel, external: str, key: str, message: str | None, now: datetime
) -> OpenConversation:
    """Read who is talking, the state of the talk and an earlier answer, in one statement after the lock.

    One person's messages wait for one another; a new identity is made.
    """
    _wait_for_one_another(session, channel, external)
    facts = {"channel": channel, "external": external, "key": key, "message": message}
    row = _QUERY.first(session, facts)
    if row is None:
        identity = Identity(channel=channel, external=external, seen_at=now)
        session.add(identity)
        session.flush()
        return OpenConversation(
            caller=Caller(identity=identity, person=None, account=None), talk=Talk(), next_id=id_after(None)
        )
    found = _ConversationRow._make(row)
    shop_rules.remember(session, found.shop_rules)
    if found.account is not None:
        account_rules.remember(session, found.account.id, found.rules)
    talk = Talk(pushed=tuple(found.pushed or ()), kept=found.kept)
    if found.last is not None:
        shown = tuple(found.answer["replies"])
        talk = replace(talk, question=found.question, memory=found.memory, shown=shown, at=found.at)
    return OpenConversation(
        caller=Caller(
            identity=found.identity, person=found.person, account=found.account, base_priced=not found.has_prices
        ),
        talk=talk,
        next_id=id_after(found.last),
        thread_id=found.thread_id,
        answered=found.same_answer,
        pressed=found.card,
    )


def reset(session: Session, identity: Identity) -> None:
    """Reset the conversation of a chat that now belongs to another person."""
    for table in (Delivery, PushedChoices):
        session.exec(delete(table).where(col(table.identity_id) == identity.id))


def _wait_for_one_another(session: Session, channel: Channel, external: str) -> None:
    """Lock every identity of the person before anything is read; SQLite has one writer anyway.

    Locking while reading is not enough: PostgreSQL would then show the locked row as it is after the wait, and all
    that is joined to it as it was before.
    """
    if session.get_bind().dialect.name != "sqlite":
        _LOCK.run(session, {"channel": channel, "external": external})


def _query() -> Any:
    """Built once: building this statement would cost more than running it."""
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
        .add_columns(select(Notice.id).where(*told_at_contact(Identity)).correlate(Identity).exists(), HAS_PRICES)
        .add_columns(*shop_rules.COLUMNS, *account_rules.COLUMNS, col(ThreadWriter.thread_id))
        .join(Person, col(Person.id) == Identity.person_id, isouter=True)
        .join(Account, col(Account.id) == account_id, isouter=True)
        .join(last, and_(col(last.identity_id) == Identity.id, col(last.id) == newest), isouter=True)
        .join(PushedChoices, col(PushedChoices.identity_id) == Identity.id, isouter=True)
        .join(same, and_(mine, col(same.channel) == channel, col(same.key) == bindparam("key")), isouter=True)
        .join(CardMessage, shown_by, isouter=True)
        .join(ThreadWriter, col(ThreadWriter.person_id) == Person.id, isouter=True)
        .where(col(Identity.channel) == channel, col(Identity.external) == external)
    )


def _lock() -> Any:
    """In the order of their ids, so that two messages of a person cannot deadlock.

    Not their keys: an insert that references one of them need not wait.
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
_LOCK = Prepared(_lock())
