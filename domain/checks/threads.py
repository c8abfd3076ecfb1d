"""Talks with a person: whose they are, who says something in them, and when they end."""

from typing import Any

from sqlalchemy import String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from domain.checks.findings import rule
from domain.checks.tables import Event, Order, Person, Thread, ThreadMessage, ThreadWriter
from domain.db.statements import any_of
from domain.rules.rights import Role

_ID = cast(Thread.id, String)
_SELLING = (Role.SALESPERSON, Role.ADMIN)


@rule("talk")
def talks() -> Any:
    """A talk is a buyer's, about an order of its account if about any, and it began before it ended."""
    other = and_(Thread.order_id.is_not(None), Order.account_id != Thread.account_id)
    late = or_(Thread.last_at < Thread.opened_at, Thread.closed_at < Thread.opened_at)
    ended = and_(Thread.closed_at.is_(None), Thread.closed_by_id.is_not(None))
    asked = and_(
        or_(Thread.deputy_asked_at.is_not(None), Thread.admins_asked_at.is_not(None)), Thread.waiting_since.is_(None)
    )
    wrong = or_(Person.role != Role.BUYER, other, late, ended, asked)
    query = select(_ID, literal("a buyer's talk"), literal("another"))
    query = query.join_from(Thread, Person, Person.id == Thread.person_id)
    return query.join(Order, Order.id == Thread.order_id, isouter=True).where(wrong)


@rule("talk")
def begun() -> Any:
    """Each talk began once, by its buyer."""
    event = exists().where(
        Event.kind == "thread.opened",
        Event.subject == literal("thread:").concat(_ID),
        Event.person_id == Thread.person_id,
        cast(Event.facts["account"].as_string(), String) == cast(Thread.account_id, String),
        _or_none(cast(Event.facts["about"].as_string(), String)) == _or_none(cast(Thread.order_id, String)),
    )
    return select(_ID, literal("its beginning"), literal("nothing")).where(~event)


@rule("talk")
def authors() -> Any:
    """Its buyer and the staff say something in it, after it began; what is held is its author's."""
    author = aliased(Person)
    staff = any_of(author.role, _SELLING)
    wrong = or_(
        and_(~staff, ThreadMessage.person_id != Thread.person_id),
        ThreadMessage.at < Thread.opened_at,
        and_(func.length(ThreadMessage.words) == 0, ThreadMessage.picture.is_(None)),
    )
    query = select(cast(ThreadMessage.id, String), literal("its buyer or the staff"), author.name)
    query = query.join_from(ThreadMessage, Thread, Thread.id == ThreadMessage.thread_id)
    return query.join(author, author.id == ThreadMessage.person_id).where(wrong)


@rule("talk")
def writers() -> Any:
    """Nobody writes in a talk that ended, nor in one of somebody else's."""
    stranger = and_(~any_of(Person.role, _SELLING), ThreadWriter.person_id != Thread.person_id)
    query = select(_ID, literal("an open talk of theirs"), Person.name)
    query = query.join_from(ThreadWriter, Thread, Thread.id == ThreadWriter.thread_id)
    query = query.join(Person, Person.id == ThreadWriter.person_id)
    return query.where(or_(Thread.closed_at.is_not(None), stranger))


def _or_none(value: Any) -> Any:
    return func.coalesce(value, literal("-"))
