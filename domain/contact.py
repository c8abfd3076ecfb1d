"""Asking for a human: who looks after a person, and a word left for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select

from domain.acting import By
from domain.concerned import approvers
from domain.records import note, tell, with_role
from domain.rules.rights import Role
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Order, OrderShare
from domain.tables.people import Account, Person

#: Asking again within this time does not ring again.
QUIET_FOR = timedelta(minutes=10)
#: So many names are told.
NAMES_MOST = 3


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who was asked for. ``answer``: told now, told (told) before, colleague (of staff), or seller (of a customer)."""

    names: tuple[str, ...]
    answer: str


def ask(by: By) -> Asked:
    """Ask for a human: a buyer's salesperson is told, at most once in a while; others learn whom to ask."""
    if by.person is None:
        return Asked(names=(), answer="seller")
    if by.person.role is Role.CUSTOMER:
        return Asked(names=_sellers(by), answer="seller")
    if by.person.role is not Role.BUYER or by.person.account_id is None:
        return Asked(names=_names(by, with_role(by, Role.ADMIN)), answer="colleague")
    account = by.session.get_one(Account, by.person.account_id)
    asked = approvers(by, account)
    if _told_lately(by, asked):
        return Asked(names=_names(by, asked), answer="told_before")
    tell(by, asked, NoticeKind.CONTACT_WANTED, person=by.person.id, name=by.person.name, account=account.name)
    note(by, "person.contact_wanted", subject=f"account:{account.id}")
    return Asked(names=_names(by, asked), answer="told")


def approver_names(by: By, account: Account) -> tuple[str, ...]:
    """The names of those who are asked about an account's orders."""
    return _names(by, approvers(by, account))


def _told_lately(by: By, asked: Sequence[int]) -> bool:
    query = select(Notice).where(
        col(Notice.person_id).in_(asked),
        Notice.kind == NoticeKind.CONTACT_WANTED,
        col(Notice.created_at) > by.now - QUIET_FOR,
    )
    return any(notice.facts.get("person") == by.person_id for notice in by.session.exec(query))


def _names(by: By, people: Sequence[int]) -> tuple[str, ...]:
    query = select(Person.name).where(col(Person.id).in_(people), Person.id != by.person_id)
    return tuple(by.session.exec(query.order_by(col(Person.id)).limit(NAMES_MOST)))


def _sellers(by: By) -> tuple[str, ...]:
    """The accounts that shared an order with a customer."""
    query = (
        select(Account.name)
        .join(Order, col(Order.account_id) == Account.id)
        .join(OrderShare, col(OrderShare.order_id) == Order.id)
        .where(OrderShare.person_id == by.person_id)
        .distinct()
        .limit(NAMES_MOST)
    )
    return tuple(by.session.exec(query))
