"""The append-only event log, and the notices of an act, written in the act's own transaction."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, TypeAlias

from sqlalchemy import literal_column
from sqlmodel import Session, col, delete, select

from domain.actor import Actor
from domain.db import bulk
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Event, Order
from domain.tables.people import Identity

_LEFT = "notices left"
_OWN_CARDS = "orders whose card the actor has redrawn"

#: An event's columns.
EventColumns: TypeAlias = Mapping[str, Any]
#: The receivers of each kind of notice; of several for one person the first counts.
Audience: TypeAlias = Mapping[NoticeKind, Iterable[int | None]]


def event(  # noqa: D417 - the rest is the event's own columns
    actor: Actor, kind: str, *, order: Order | None = None, subject: str = "", reason: str = "", **facts: Any
) -> EventColumns:
    """What happened, to be noted.

    Args:
        actor: who did it, when and where.
        kind: what, as ``order.approved``.
        subject: what it was done to where that is no order, as ``sku:123``.
        facts: what else there is to know. What was changed is there as ``before`` and ``after``.
    """
    return {
        "at": actor.now,
        "person_id": actor.person_id,
        "kind": kind,
        "order_id": order.id if order else None,
        "subject": subject,
        "revision": order.revision if order else None,
        "reason": reason,
        "facts": facts,
        "channel": actor.where,
    }


def noted(value: object) -> str | None:
    """A value before or after a change, as an event keeps it."""
    return None if value is None else str(value)


def log_event(actor: Actor, kind: str, **told: Any) -> Event:
    """Write down what happened, told as to ``event``."""
    (logged,) = bulk.add_deferred(actor.session, Event, event(actor, kind, **told))
    bulk.add_deferred(actor.session, Notice, *_own_card(actor, told.get("order")))
    return logged


def notify(
    actor: Actor, people: Iterable[int | None], kind: NoticeKind, *, order: Order | None = None, **facts: Any
) -> None:
    """Leave a notice for each person but the one who acts. It says who acted.

    That one sees the answer, or, outside a chat, their card redrawn by ``log_event``.
    """
    bulk.add_deferred(actor.session, Notice, *_notices(actor, people, kind, order, facts))


def notify_each(actor: Actor, audience: Audience, *, order: Order, **facts: Any) -> None:
    """The same for several kinds of news, written at once: after all that the act changes."""
    told = (_notices(actor, people, news, order, facts) for news, people in audience.items())
    bulk.insert_many(actor.session, Notice, chain.from_iterable(told))


def log_and_notify(
    actor: Actor, noted: EventColumns, *, order: Order, audience: Audience, also: Iterable[EventColumns] = ()
) -> None:
    """Write the event, earlier events of the same act, and the notices."""
    bulk.insert_many(actor.session, Event, [*also, noted])
    bulk.insert_many(actor.session, Notice, _own_card(actor, order))
    notify_each(actor, audience, order=order)


def _own_card(actor: Actor, order: Order | None) -> list[dict[str, Any]]:
    """An act from outside a chat also redraws the actor's own card of the order, once."""
    if order is None or actor.person is None or actor.where.is_chat:
        return []
    known: set[int] = actor.session.info.setdefault(_OWN_CARDS, set())
    if order.id in known:
        return []
    known.add(order.id)
    actor.session.info[_LEFT] = True
    return [{**_shared(actor, NoticeKind.REDRAW_CARD, order, {}), "person_id": actor.person.id}]


def _notices(
    actor: Actor, people: Iterable[int | None], kind: NoticeKind, order: Order | None, facts: dict[str, Any]
) -> list[dict[str, Any]]:
    shared = _shared(actor, kind, order, facts)
    listeners = [each for each in dict.fromkeys(people) if each is not None and each != actor.person_id]
    if listeners:
        actor.session.info[_LEFT] = True
    return [{**shared, "person_id": each} for each in listeners]


def _shared(actor: Actor, kind: NoticeKind, order: Order | None, facts: dict[str, Any]) -> dict[str, Any]:
    """A notice without its receiver."""
    if actor.person is not None:
        facts = {"who": actor.person.name} | facts
    return {
        "kind": kind,
        "order_id": order.id if order else None,
        "facts": facts,
        "created_at": actor.now,
        "due_at": actor.now,
        "trace": actor.trace,
    }


def notify_chat(actor: Actor, chat: Identity, kind: NoticeKind, **facts: Any) -> None:
    """Leave a notice for one chat, not for a person."""
    place = {"channel": chat.channel, "external": chat.external}
    bulk.add_deferred(actor.session, Notice, {**_shared(actor, kind, None, facts), **place})
    actor.session.info[_LEFT] = True


def forget_for_chat(actor: Actor, chat: Identity) -> None:
    """Delete undelivered notices that are addressed to this chat."""
    here = (col(Notice.channel) == chat.channel, col(Notice.external) == chat.external)
    actor.session.exec(delete(Notice).where(*here, col(Notice.delivered_at).is_(None)))


def by_id(session: Session, event_id: int) -> Event:
    """An event that is known to be there."""
    return session.get_one(Event, event_id)


def last(actor: Actor, kind: str, subject: str) -> Event | None:
    """What was done last of this kind to somebody or something."""
    named = col(Event.subject) != literal_column("''")  # in the words of the index, or SQLite does not use it
    found = select(Event).where(Event.subject == subject, named, Event.kind == kind)
    return actor.session.exec(found.order_by(col(Event.id).desc()).limit(1)).first()


def notices_left(session: Session) -> bool:
    """Whether anything in this transaction left a notice, so that the sender can be woken."""
    return bool(session.info.get(_LEFT))
