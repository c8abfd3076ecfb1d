"""Standing in for a salesperson who is away: set by them or an admin, with dates, and over by itself."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from domain.actor import Actor
from domain.db import pages
from domain.db.pages import Page
from domain.events.journal import log_event, notify
from domain.events.recipients import SELLING
from domain.people.account_transfers import CARDS_MOST
from domain.refusals import BadDate, NotAllowed, NotFound
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Right, Role
from domain.tables.deputies import Deputy
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Account, Person

#: Nobody is away longer than this.
DAYS_MOST = 366


@dataclass(frozen=True, kw_only=True)
class DeputyView:
    """A salesperson, who stands in for them now or soon, and from when to when; nothing where nobody does."""

    salesperson: Person
    deputy: Person | None
    row: Deputy | None


def view(actor: Actor, salesperson_id: int) -> DeputyView:
    """Who stands in for a salesperson. Raises NotAllowed: it is neither this person nor for an admin to see."""
    salesperson = _salesperson(actor, salesperson_id)
    row = _current(actor, salesperson_id)
    return DeputyView(
        salesperson=salesperson, deputy=actor.session.get_one(Person, row.deputy_id) if row else None, row=row
    )


def candidates(actor: Actor, salesperson_id: int, page: int) -> Page[Person]:
    """A page of those who may stand in for a salesperson, salespeople first."""
    _salesperson(actor, salesperson_id)
    others = (col(Person.role).in_(SELLING), col(Person.active).is_(True), Person.id != salesperson_id)
    query = select(Person).where(*others).order_by(col(Person.role).desc(), col(Person.name), col(Person.id))
    return pages.read(actor.session, query, page)


def candidate(actor: Actor, salesperson_id: int, deputy_id: int) -> Person:
    """Somebody who may stand in for a salesperson. Raises NotFound: nobody who could."""
    _salesperson(actor, salesperson_id)
    deputy = actor.session.get(Person, deputy_id)
    if deputy is None or not deputy.active or deputy.role not in SELLING or deputy.id == salesperson_id:
        raise NotFound
    return deputy


def appoint(actor: Actor, salesperson_id: int, deputy_id: int, first: date, last: date) -> DeputyView:
    """Let somebody stand in for a salesperson on these days; whoever did before, from today on, does no more.

    Raises:
        NotAllowed: neither this person, nor an admin.
        NotFound: there is no such salesperson, or nobody who could stand in.
        BadDate: it is over already, ends before it begins, or lasts for more than a year.
    """
    salesperson = _salesperson(actor, salesperson_id, lock=True)
    deputy = candidate(actor, salesperson_id, deputy_id)
    if not actor.today <= first <= last <= first + timedelta(days=DAYS_MOST):
        raise BadDate
    before = _current(actor, salesperson_id)
    if before is not None:
        before.ended_at = actor.now
    row = Deputy(
        salesperson_id=salesperson.id,
        deputy_id=deputy.id,
        first_day=first,
        last_day=last,
        set_by_id=actor.person_id,
        set_at=actor.now,
    )
    actor.session.add(row)
    actor.session.flush()
    log_event(actor, "deputy.set", subject=f"person:{salesperson.id}", before=_noted(before), after=_noted(row))
    days: dict[str, Any] = {"first": first.isoformat(), "last": last.isoformat()}
    people = (deputy.id, salesperson.id)
    notify(actor, people, NoticeKind.DEPUTY_SET, salesperson=salesperson.name, deputy=deputy.name, **days)
    if first <= actor.today:
        _hand_cards(actor, salesperson, deputy)
    return DeputyView(salesperson=salesperson, deputy=deputy, row=row)


def dismiss(actor: Actor, salesperson_id: int) -> DeputyView:
    """Nobody stands in for a salesperson any more. Twice changes nothing more. Raises NotAllowed, NotFound."""
    salesperson = _salesperson(actor, salesperson_id, lock=True)
    row = _current(actor, salesperson_id)
    if row is not None:
        row.ended_at = actor.now
        actor.session.flush()
        log_event(actor, "deputy.ended", subject=f"person:{salesperson.id}", before=_noted(row), after=None)
        notify(actor, (row.deputy_id, salesperson.id), NoticeKind.DEPUTY_ENDED, salesperson=salesperson.name)
    return DeputyView(salesperson=salesperson, deputy=None, row=None)


def _hand_cards(actor: Actor, salesperson: Person, deputy: Person) -> None:
    """The orders that wait for the salesperson come to the deputy as well, the oldest ones as cards."""
    waiting = (Order.status == OrderStatus.SUBMITTED, Account.salesperson_id == salesperson.id)
    query = select(Order).join(Account, col(Account.id) == Order.account_id).where(*waiting)
    for order in actor.session.exec(query.order_by(col(Order.submitted_at), col(Order.id)).limit(CARDS_MOST)).all():
        notify(actor, [deputy.id], NoticeKind.ORDER_WAITING, order=order)


def _salesperson(actor: Actor, salesperson_id: int, *, lock: bool = False) -> Person:
    """The one who is away, for themselves or for an admin. ``lock``: nobody else appoints anybody meanwhile."""
    person = actor.need(Right.DEPUTY_SET)
    if person.role is not Role.ADMIN and person.id != salesperson_id:
        raise NotAllowed
    query = select(Person).where(Person.id == salesperson_id, col(Person.role).in_(SELLING))
    salesperson = actor.session.exec(query.with_for_update(key_share=True) if lock else query).first()
    if salesperson is None:
        raise NotFound
    return salesperson


def _current(actor: Actor, salesperson_id: int) -> Deputy | None:
    """Who stands in now or will; of several that will, the first."""
    still = (col(Deputy.ended_at).is_(None), col(Deputy.last_day) >= actor.today)
    query = select(Deputy).where(Deputy.salesperson_id == salesperson_id, *still)
    return actor.session.exec(query.order_by(col(Deputy.first_day), col(Deputy.id)).limit(1)).first()


def _noted(row: Deputy | None) -> dict[str, object] | None:
    if row is None:
        return None
    return {"deputy": row.deputy_id, "first": row.first_day.isoformat(), "last": row.last_day.isoformat()}
