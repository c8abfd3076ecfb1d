"""Asking for a human: who is responsible for a person, and a message left for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from domain.actor import Actor
from domain.events.journal import log_event, notify
from domain.events.recipients import approvers, with_role
from domain.rules.rights import Role
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Order, OrderShare
from domain.tables.people import Account, Person

#: Asking again within this time does not ring again.
QUIET_FOR = timedelta(minutes=10)
#: Maximum number of names shown.
NAMES_MOST = 3


@dataclass(frozen=True, kw_only=True)
class ContactAdvice:
    """Whom to ask. ``answer``: colleague (of staff), or seller (of a customer)."""

    names: tuple[str, ...]
    answer: str


def whom_to_ask(actor: Actor) -> ContactAdvice:
    """Whom somebody asks who does not talk with a salesperson: staff an admin, customers their dealer."""
    if actor.person is None:
        return ContactAdvice(names=(), answer="seller")
    if actor.person.role is Role.CUSTOMER:
        return ContactAdvice(names=_sellers(actor), answer="seller")
    return ContactAdvice(names=names_of(actor, with_role(actor, Role.ADMIN)), answer="colleague")


def ring(actor: Actor, account: Account, asked: Sequence[int], thread_id: int) -> bool:
    """Tell the staff that a buyer wants to talk; not again within a while. Returns whether they were told now."""
    if actor.person is None or _told_lately(actor, asked):
        return False
    person = actor.person
    facts: dict[str, Any] = {"person": person.id, "name": person.name, "account": account.name, "thread": thread_id}
    notify(actor, asked, NoticeKind.CONTACT_WANTED, **facts)
    log_event(actor, "person.contact_wanted", subject=f"account:{account.id}")
    return True


def approver_names(actor: Actor, account: Account) -> tuple[str, ...]:
    """The names of those who are asked about an account's orders."""
    return names_of(actor, approvers(actor, account))


def _told_lately(actor: Actor, asked: Sequence[int]) -> bool:
    query = select(Notice).where(
        col(Notice.person_id).in_(asked),
        Notice.kind == NoticeKind.CONTACT_WANTED,
        col(Notice.created_at) > actor.now - QUIET_FOR,
    )
    return any(notice.facts.get("person") == actor.person_id for notice in actor.session.exec(query))


def names_of(actor: Actor, people: Sequence[int]) -> tuple[str, ...]:
    """The names of the first of some people."""
    query = select(Person.name).where(col(Person.id).in_(people), Person.id != actor.person_id)
    return tuple(actor.session.exec(query.order_by(col(Person.id)).limit(NAMES_MOST)))


def _sellers(actor: Actor) -> tuple[str, ...]:
    """The accounts that shared an order with a customer."""
    query = (
        select(Account.name)
        .join(Order, col(Order.account_id) == Account.id)
        .join(OrderShare, col(OrderShare.order_id) == Order.id)
        .where(OrderShare.person_id == actor.person_id)
        .distinct()
        .limit(NAMES_MOST)
    )
    return tuple(actor.session.exec(query))
