"""All that an admin looks at before acting on a person: who, where they talk, and what they look after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, func, select

from domain.acting import By
from domain.concerned import SELLING
from domain.members import PAGE
from domain.order_lists import UNDER_WAY
from domain.records import last
from domain.refusals import NotFound
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Right, Role
from domain.switching_off import OFF
from domain.tables.orders import Event, Order, OrderShare
from domain.tables.people import Account, Identity, Person


@dataclass(frozen=True, kw_only=True)
class Member:
    """A person. ``keeper``: who looks after their account; ``keeps``: how many accounts they look after.

    ``waiting``: orders of those that wait for a decision; ``under_way``: orders they placed or follow that go on.
    ``off``: when they were switched off and by whom, if they are.
    """

    person: Person
    account: Account | None
    keeper: str
    chats: tuple[Identity, ...]
    keeps: int
    waiting: int
    under_way: int
    off: Event | None
    off_by: str


def member(by: By, person_id: int) -> Member:
    """One person.

    Raises:
        NotFound: there is no such person.
    """
    by.need(Right.PERSON_INVITE)
    person = by.session.get(Person, person_id)
    if person is None:
        raise NotFound
    account = by.session.get(Account, person.account_id) if person.account_id else None
    off = None if person.active else last(by, OFF, f"person:{person.id}")
    chats = select(Identity).where(Identity.person_id == person.id).order_by(col(Identity.seen_at).desc())
    return Member(
        person=person,
        account=account,
        keeper=_name(by, account.salesperson_id if account else None),
        chats=tuple(by.session.exec(chats)),
        keeps=keeps(by, person.id),
        waiting=_waiting(by, person),
        under_way=_under_way(by, person),
        off=off,
        off_by=_name(by, off.person_id if off else None),
    )


def keeps(by: By, person_id: int) -> int:
    """How many accounts a person looks after."""
    counted = select(func.count()).select_from(Account)
    return by.session.exec(counted.where(*_kept_by(person_id))).one()


def kept(by: By, person_id: int | None, page: int) -> list[Account]:
    """A page of the accounts that a person looks after, or nobody does, and one more where others follow."""
    by.need(Right.ACCOUNT_ASSIGN)
    query = select(Account).where(*_kept_by(person_id)).order_by(col(Account.name), col(Account.id))
    return list(by.session.exec(query.offset(page * PAGE).limit(PAGE + 1)))


def keepers(by: By, page: int, *, but: int | None) -> Sequence[Person]:
    """A page of those who can look after accounts, salespeople first, and one more where others follow."""
    by.need(Right.ACCOUNT_ASSIGN)
    query = select(Person).where(col(Person.role).in_(SELLING), col(Person.active).is_(True), Person.id != (but or 0))
    query = query.order_by(col(Person.role).desc(), col(Person.name), col(Person.id))
    return by.session.exec(query.offset(page * PAGE).limit(PAGE + 1)).all()


def account_kept(by: By, account_id: int) -> tuple[Account, str]:
    """An account and who looks after it.

    Raises:
        NotFound: there is no such account.
    """
    by.need(Right.ACCOUNT_ASSIGN)
    account = by.session.get(Account, account_id)
    if account is None:
        raise NotFound
    return account, _name(by, account.salesperson_id)


def _kept_by(person_id: int | None) -> tuple[Any, ...]:
    return col(Account.active).is_(True), col(Account.salesperson_id) == person_id


def _waiting(by: By, person: Person) -> int:
    if person.role not in SELLING:
        return 0
    counted = select(func.count()).select_from(Order).join(Account, col(Account.id) == Order.account_id)
    mine = (Account.salesperson_id == person.id, Order.status == OrderStatus.SUBMITTED)
    return by.session.exec(counted.where(*mine)).one()


def _under_way(by: By, person: Person) -> int:
    counted = select(func.count()).select_from(Order).where(col(Order.status).in_(UNDER_WAY))
    if person.role is Role.CUSTOMER:
        shared = select(OrderShare.order_id).where(OrderShare.person_id == person.id)
        return by.session.exec(counted.where(col(Order.id).in_(shared))).one()
    return by.session.exec(counted.where(Order.buyer_id == person.id)).one()


def _name(by: By, person_id: int | None) -> str:
    person = by.session.get(Person, person_id) if person_id is not None else None
    return person.name if person else ""
