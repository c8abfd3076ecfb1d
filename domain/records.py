"""The append-only record of who did what, and the notices that go with it, written in the act's own transaction."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, TypeAlias

from sqlalchemy import literal_column
from sqlmodel import Session, col, delete, select

from domain import rows
from domain.acting import By
from domain.rules.rights import Role
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Event, Order, OrderShare
from domain.tables.people import Identity, Person

_LEFT = "notices left"

#: An event's columns.
Noted: TypeAlias = Mapping[str, Any]
#: Who hears what, and what comes first for a person.
Hear: TypeAlias = Mapping[NoticeKind, Iterable[int | None]]


def event(  # noqa: D417 - the rest is the event's own columns
    by: By, kind: str, *, order: Order | None = None, subject: str = "", reason: str = "", **facts: Any
) -> Noted:
    """What happened, to be noted.

    Args:
        by: who did it.
        kind: what, as ``order.approved``.
        subject: what it was done to where that is no order, as ``sku:123``.
    """
    return {
        "at": by.now,
        "person_id": by.person_id,
        "kind": kind,
        "order_id": order.id if order else None,
        "subject": subject,
        "revision": order.revision if order else None,
        "reason": reason,
        "facts": facts,
    }


def note(by: By, kind: str, **told: Any) -> Event:
    """Write down what happened, told as to ``event``."""
    (noted,) = rows.later(by.session, Event, event(by, kind, **told))
    return noted


def tell(by: By, people: Iterable[int | None], kind: NoticeKind, *, order: Order | None = None, **facts: Any) -> None:
    """Leave a notice for each person but the one who acts: that one sees the answer. It says who acted."""
    rows.later(by.session, Notice, *_notices(by, people, kind, order, facts))


def tell_each(by: By, hear: Hear, *, order: Order, **facts: Any) -> None:
    """The same for several kinds of news, written at once: after all that the act changes."""
    told = (_notices(by, people, news, order, facts) for news, people in hear.items())
    rows.write(by.session, Notice, chain.from_iterable(told))


def report(by: By, noted: Noted, *, order: Order, hear: Hear, also: Iterable[Noted] = ()) -> None:
    """Write down what happened, and what else did before, and ``tell_each``: all at once."""
    rows.write(by.session, Event, [*also, noted])
    tell_each(by, hear, order=order)


def _notices(
    by: By, people: Iterable[int | None], kind: NoticeKind, order: Order | None, facts: dict[str, Any]
) -> list[dict[str, Any]]:
    shared = _shared(by, kind, order, facts)
    listeners = [each for each in dict.fromkeys(people) if each is not None and each != by.person_id]
    if listeners:
        by.session.info[_LEFT] = True
    return [{**shared, "person_id": each} for each in listeners]


def _shared(by: By, kind: NoticeKind, order: Order | None, facts: dict[str, Any]) -> dict[str, Any]:
    """A notice without its receiver."""
    if by.person is not None:
        facts = {"who": by.person.name} | facts
    return {
        "kind": kind,
        "order_id": order.id if order else None,
        "facts": facts,
        "created_at": by.now,
        "due_at": by.now,
        "trace": by.trace,
    }


def tell_chat(by: By, chat: Identity, kind: NoticeKind, **facts: Any) -> None:
    """Leave a notice for just this chat, whosever it is."""
    place = {"channel": chat.channel, "external": chat.external}
    rows.later(by.session, Notice, {**_shared(by, kind, None, facts), **place})
    by.session.info[_LEFT] = True


def forget_for_chat(by: By, chat: Identity) -> None:
    """Let go of what was to be told to just this chat and has not reached it."""
    here = (col(Notice.channel) == chat.channel, col(Notice.external) == chat.external)
    by.session.exec(delete(Notice).where(*here, col(Notice.delivered_at).is_(None)))


def last(by: By, kind: str, subject: str) -> Event | None:
    """What was done last of this kind to somebody or something."""
    named = col(Event.subject) != literal_column("''")  # in the words of the index, or SQLite does not use it
    found = select(Event).where(Event.subject == subject, named, Event.kind == kind)
    return by.session.exec(found.order_by(col(Event.id).desc()).limit(1)).first()


def notices_left(session: Session) -> bool:
    """Whether anything in this transaction left a notice, so that the sender can be woken."""
    return bool(session.info.get(_LEFT))


def with_role(by: By, *roles: Role) -> list[int]:
    """The active people of some roles."""
    query = select(Person.id).where(Person.role.in_(roles), Person.active)  # type: ignore[attr-defined]
    return list(by.session.exec(query))


def followers(by: By, order: Order) -> list[int]:
    """The customers an order was shared with."""
    return list(by.session.exec(select(OrderShare.person_id).where(OrderShare.order_id == order.id)))
