"""What an admin sees of a person before acting: who, which chats, which accounts."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, func, select

from domain.actor import Actor
from domain.db import pages
from domain.db.pages import Page
from domain.events.journal import last
from domain.events.recipients import SELLING
from domain.people.deactivation import OFF
from domain.refusals import NotFound
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import OPEN
from domain.rules.rights import Right, Role
from domain.tables.orders import Event, Order, OrderShare
from domain.tables.people import Account, Identity, Person


@dataclass(frozen=True, kw_only=True)
class Member:
    """A person. ``salesperson_name``: who looks after their account; ``accounts_kept``: how many they look after.

    ``waiting``: orders of those that wait for a decision; ``under_way``: orders they placed or follow that go on.
    ``off``: when they were switched off and by whom, if they are.
    """

    person: Person
    account: Account | None
    salesperson_name: str
    chats: tuple[Identity, ...]
    accounts_kept: int
    waiting: int
    under_way: int
    off: Event | None
    off_by: str


def view_member(actor: Actor, person_id: int) -> Member:
    """One person. Raises NotFound: there is no such person."""
    actor.need(Right.PERSON_INVITE)
    person = actor.session.get(Person, person_id)
    if person is None:
        raise NotFound
    account = actor.session.get(Account, person.account_id) if person.account_id else None
    off = None if person.active else last(actor, OFF, f"person:{person.id}")
    chats = select(Identity).where(Identity.person_id == person.id).order_by(col(Identity.seen_at).desc())
    return Member(
        person=person,
        account=account,
        salesperson_name=_name(actor, account.salesperson_id if account else None),
        chats=tuple(actor.session.exec(chats)),
        accounts_kept=accounts_kept(actor, person.id),
        waiting=_waiting(actor, person),
        under_way=_under_way(actor, person),
        off=off,
        off_by=_name(actor, off.person_id if off else None),
    )


def accounts_kept(actor: Actor, person_id: int | None) -> int:
    """How many accounts a person looks after, or nobody does."""
    counted = select(func.count()).select_from(Account)
    return actor.session.exec(counted.where(*_of_salesperson(person_id))).one()


def accounts_of(actor: Actor, person_id: int | None, page: int) -> Page[Account]:
    """A page of the accounts that a person looks after, or nobody does."""
    actor.need(Right.ACCOUNT_ASSIGN)
    query = select(Account).where(*_of_salesperson(person_id)).order_by(col(Account.name), col(Account.id))
    return pages.read(actor.session, query, page)


def salespeople(actor: Actor, page: int, *, but: int | None) -> Page[Person]:
    """A page of those who can look after accounts, salespeople first."""
    actor.need(Right.ACCOUNT_ASSIGN)
    others = (col(Person.role).in_(SELLING), col(Person.active).is_(True), Person.id != (but or 0))
    query = select(Person).where(*others).order_by(col(Person.role).desc(), col(Person.name), col(Person.id))
    return pages.read(actor.session, query, page)


def account_with_salesperson(actor: Actor, account_id: int) -> tuple[Account, str]:
    """An account and who looks after it. Raises NotFound: there is no such account."""
    actor.need(Right.ACCOUNT_ASSIGN)
    account = actor.session.get(Account, account_id)
    if account is None:
        raise NotFound
    return account, _name(actor, account.salesperson_id)


def _of_salesperson(person_id: int | None) -> tuple[Any, ...]:
    return col(Account.active).is_(True), col(Account.salesperson_id) == person_id


def _waiting(actor: Actor, person: Person) -> int:
    if person.role not in SELLING:
        return 0
    counted = select(func.count()).select_from(Order).join(Account, col(Account.id) == Order.account_id)
    mine = (Account.salesperson_id == person.id, Order.status == OrderStatus.SUBMITTED)
    return actor.session.exec(counted.where(*mine)).one()


def _under_way(actor: Actor, person: Person) -> int:
    counted = select(func.count()).select_from(Order).where(col(Order.status).in_(OPEN))
    if person.role is Role.CUSTOMER:
        shared = select(OrderShare.order_id).where(OrderShare.person_id == person.id)
        return actor.session.exec(counted.where(col(Order.id).in_(shared))).one()
    return actor.session.exec(counted.where(Order.buyer_id == person.id)).one()


def _name(actor: Actor, person_id: int | None) -> str:
    person = actor.session.get(Person, person_id) if person_id is not None else None
    return person.name if person else ""
