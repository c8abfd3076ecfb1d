"""What was said in talks, for whoever may see them: of one, of an order, of an account."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from domain.actor import Actor
from domain.db import pages
from domain.db.pages import Page
from domain.orders import access as orders
from domain.refusals import NotFound
from domain.rules.rights import Role
from domain.tables.orders import Order
from domain.tables.people import Account, Person
from domain.tables.threads import Thread, ThreadMessage
from domain.threads.access import ThreadView, find, of_row, visible_to, with_talk

#: So many of the last messages are shown with a talk.
LAST = 6


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message, who said it, and the number of the order that its talk is about."""

    message: ThreadMessage
    author: Person
    number: str | None = None


def last_said(actor: Actor, view: ThreadView) -> list[Said]:
    """The last messages of a talk that somebody may see, the oldest first."""
    query = _said(ThreadMessage.thread_id == view.thread.id).order_by(col(ThreadMessage.id).desc()).limit(LAST)
    return [_of(row) for row in reversed(actor.session.exec(query).all())]


def one(actor: Actor, message_id: int) -> tuple[Said, ThreadView]:
    """A message with its talk. Raises NotAllowed, NotFound."""
    visible = visible_to(actor)
    row = actor.session.exec(
        _said(ThreadMessage.id == message_id, *visible).join(Account, col(Account.id) == Thread.account_id)
    ).first()
    if row is None:
        raise NotFound
    said = _of(row)
    return said, find(actor, said.message.thread_id)


def of_order(actor: Actor, order_id: int, page: int) -> tuple[Order, ThreadView | None, Page[Said]]:
    """What was said about an order, the newest first, with the last talk. Raises NotAllowed, NotFound."""
    visible = visible_to(actor)
    order = orders.find(actor, order_id).order
    about = col(Thread.order_id) == order.id
    return order, _last(actor, about), _page(actor, page, about, *visible)


def of_account(actor: Actor, account_id: int, page: int) -> tuple[Account, ThreadView | None, Page[Said]]:
    """What was said with an account, about whatever. Raises NotAllowed, NotFound."""
    account = _account(actor, account_id)
    about = col(Thread.account_id) == account.id
    return account, _last(actor, about), _page(actor, page, about)


def _account(actor: Actor, account_id: int) -> Account:
    """An account whose talks are theirs to see, also where there was none yet."""
    conditions = visible_to(actor)
    if actor.is_a(Role.BUYER):
        conditions = (col(Account.id) == actor.account_id,)
    account = actor.session.exec(select(Account).where(Account.id == account_id, *conditions)).first()
    if account is None:
        raise NotFound
    return account


def _last(actor: Actor, about: Any) -> ThreadView | None:
    row = actor.session.exec(with_talk(actor, about).limit(1)).first()
    return of_row(row) if row is not None else None


def _page(actor: Actor, page: int, *conditions: Any) -> Page[Said]:
    query = _said(*conditions).join(Account, col(Account.id) == Thread.account_id)
    return pages.read(actor.session, query.order_by(col(ThreadMessage.id).desc()), page).map(_of)


def _said(*conditions: Any) -> Any:
    query = select(ThreadMessage, Person, Order.number).join(Thread, col(Thread.id) == ThreadMessage.thread_id)
    query = query.join(Person, col(Person.id) == ThreadMessage.person_id)
    query = query.join(Order, col(Order.id) == Thread.order_id, isouter=True)
    return query.where(col(ThreadMessage.held).is_(False), *conditions)


def _of(row: Any) -> Said:
    message, author, number = row
    return Said(message=message, author=author, number=number)
