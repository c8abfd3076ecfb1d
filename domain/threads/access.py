"""Which talks a person may see, and the one in which they are writing."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from domain.actor import Actor
from domain.events.recipients import serves
from domain.refusals import NotFound
from domain.rules.rights import Right, Role
from domain.tables.orders import Order
from domain.tables.people import Account, Person
from domain.tables.threads import Thread, ThreadWriter


@dataclass(frozen=True, kw_only=True)
class ThreadView:
    """A talk with its account, its buyer, and the order that it is about, if it is about one."""

    thread: Thread
    account: Account
    buyer: Person
    order: Order | None

    @property
    def is_open(self) -> bool:
        """Whether something can be said in it."""
        return self.thread.closed_at is None


def visible_to(actor: Actor) -> tuple[Any, ...]:
    """Conditions on Thread and Account that leave what this person may see. Raises NotAllowed: none at all."""
    person = actor.need(Right.THREAD_READ)
    match person.role:
        case Role.ADMIN:
            return ()
        case Role.SALESPERSON:
            return (serves(person.id, actor.today),)
        case _:
            return (col(Thread.account_id) == person.account_id,)


def find(actor: Actor, thread_id: int, *, lock: bool = False) -> ThreadView:
    """A talk that this person may see. ``lock``: nobody else changes it meanwhile. Raises NotAllowed, NotFound."""
    query = joined().where(col(Thread.id) == thread_id, *visible_to(actor))
    if lock:
        query = query.with_for_update(of=Thread, key_share=True).execution_options(populate_existing=True)
    row = actor.session.exec(query).first()
    if row is None:
        raise NotFound
    return of_row(row)


def known(actor: Actor, thread_id: int) -> ThreadView | None:
    """The same for news of it; nothing where it is no longer theirs to see."""
    if not actor.may(Right.THREAD_READ):
        return None
    try:
        return find(actor, thread_id)
    except NotFound:
        return None


def current(actor: Actor) -> ThreadView | None:
    """The open talk in which a person is writing."""
    seat = actor.session.get(ThreadWriter, actor.person_id) if actor.person_id else None
    view = known(actor, seat.thread_id) if seat else None
    return view if view is not None and view.is_open else None


def with_talk(actor: Actor, *conditions: Any) -> Any:
    """A query of the talks that a person may see, the newest first."""
    return joined().where(*visible_to(actor), *conditions).order_by(col(Thread.id).desc())


def of_row(row: Any) -> ThreadView:
    """What a row of such a query is."""
    thread, account, buyer, order = row
    return ThreadView(thread=thread, account=account, buyer=buyer, order=order)


def joined() -> Any:
    """A query of talks, whosever they are, for ``of_row``."""
    query = select(Thread, Account, Person, Order).join(Account, col(Account.id) == Thread.account_id)
    return query.join(Person, col(Person.id) == Thread.person_id).join(
        Order, col(Order.id) == Thread.order_id, isouter=True
    )
