"""Transferring accounts to another salesperson, with the orders that wait for a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlmodel import col, select

from domain.actor import Actor
from domain.events.journal import log_event, notify
from domain.events.recipients import SELLING, approvers, buyers_of
from domain.refusals import ChangedSince, NotFound
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Right
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event, Order
from domain.tables.people import Account, Person

ASSIGNED = "account.assigned"
#: How many orders come as cards, the oldest first; the others are in the list of waiting orders.
CARDS_MOST = 10


@dataclass(frozen=True, kw_only=True)
class AccountsAssigned:
    """What was moved to whom. ``waiting``: their orders that wait for a decision; ``event_id``: to undo it by."""

    accounts: tuple[Account, ...]
    salesperson: Person
    waiting: int
    event_id: int | None


def assign(actor: Actor, account_id: int, salesperson_id: int) -> AccountsAssigned:
    """Give an account to a salesperson or admin. Raises NotFound: no such account, or no such person."""
    return _assign(actor, f"account:{account_id}", Account.id == account_id, salesperson_id)


def assign_all(actor: Actor, from_id: int, salesperson_id: int) -> AccountsAssigned:
    """Give all accounts of one salesperson to another."""
    return _assign(actor, f"person:{from_id}", Account.salesperson_id == from_id, salesperson_id)


def hand_over(actor: Actor, accounts: Sequence[Account], salesperson_id: int) -> None:
    """The same for loaded accounts, without a check of rights: by an import."""
    _move(actor, "accounts", accounts, _salesperson(actor, salesperson_id))


def take_back(actor: Actor, event: Event) -> None:
    """Undo an ``assign``. Raises ChangedSince: somebody else has one of the accounts by now."""
    actor.need(Right.ACCOUNT_ASSIGN)
    before: Mapping[str, int | None] = event.facts["before"]
    accounts = _locked(actor, col(Account.id).in_([int(each) for each in before]))
    if any(account.salesperson_id != event.facts["after"] for account in accounts):
        raise ChangedSince
    for old in dict.fromkeys(before.values()):
        theirs = [account for account in accounts if before[str(account.id)] == old]
        _give(actor, theirs, actor.session.get(Person, old) if old else None)
    log_event(actor, "account.assigned_back", subject=event.subject, before=event.facts["after"], after=dict(before))


def pass_on(actor: Actor, accounts: Sequence[Account], asked: Mapping[int, set[int]], name: str) -> int:
    """Send the cards of waiting orders to their new approvers; returns how many orders.

    ``asked``: who was asked before, by account. Their cards say that it is no longer theirs.
    """
    mine = {account.id: account for account in accounts}
    waiting = (Order.status == OrderStatus.SUBMITTED, col(Order.account_id).in_(list(mine)))
    found = list(actor.session.exec(select(Order).where(*waiting).order_by(col(Order.submitted_at), col(Order.id))))
    now = asked_now(actor, accounts)
    for number, order in enumerate(found):
        before, after = asked[order.account_id], now[order.account_id]
        if number < CARDS_MOST:
            notify(actor, sorted(after - before), NoticeKind.ORDER_WAITING, order=order)
        notify(actor, sorted(before - after), NoticeKind.REDRAW_CARD, order=order, number=order.number, keeper=name)
    return len(found)


def asked_now(actor: Actor, accounts: Sequence[Account]) -> dict[int, set[int]]:
    """Who decides on the orders of each account; that depends on its salesperson alone."""
    kinds = {account.salesperson_id: account for account in accounts}
    asked = {salesperson: set(approvers(actor, one)) for salesperson, one in kinds.items()}
    return {account.id: asked[account.salesperson_id] for account in accounts}


def _assign(actor: Actor, subject: str, which: Any, salesperson_id: int) -> AccountsAssigned:
    actor.need(Right.ACCOUNT_ASSIGN)
    salesperson = _salesperson(actor, salesperson_id)
    accounts = _locked(actor, which)
    if not accounts and subject.startswith("account:"):
        raise NotFound
    moving = [account for account in accounts if account.salesperson_id != salesperson.id]
    if not moving:
        return AccountsAssigned(accounts=(), salesperson=salesperson, waiting=0, event_id=None)
    return _move(actor, subject, moving, salesperson)


def _move(actor: Actor, subject: str, accounts: Sequence[Account], salesperson: Person) -> AccountsAssigned:
    before = {str(account.id): account.salesperson_id for account in accounts}
    waiting = _give(actor, accounts, salesperson)
    event = log_event(actor, ASSIGNED, subject=subject, before=before, after=salesperson.id)
    return AccountsAssigned(accounts=tuple(accounts), salesperson=salesperson, waiting=waiting, event_id=event.id)


def _give(actor: Actor, accounts: Sequence[Account], salesperson: Person | None) -> int:
    """Move them and tell everybody concerned; how many orders wait for the new one."""
    asked, old = asked_now(actor, accounts), {account.salesperson_id for account in accounts}
    owners = {account.id: account.salesperson_id for account in accounts}
    for account in accounts:
        account.salesperson_id = salesperson.id if salesperson else None
    actor.session.flush()
    name = salesperson.name if salesperson else ""
    _tell_buyers(actor, accounts, name)
    for person_id in sorted(each for each in old if each is not None):
        _tell_staff(
            actor, person_id, [a for a in accounts if owners[a.id] == person_id], NoticeKind.ACCOUNTS_TAKEN, name
        )
    if salesperson is not None:
        _tell_staff(actor, salesperson.id, accounts, NoticeKind.ACCOUNTS_GIVEN, name)
    return pass_on(actor, accounts, asked, name)


def _tell_buyers(actor: Actor, accounts: Sequence[Account], name: str) -> None:
    for person_id, account_id in buyers_of(actor, [account.id for account in accounts]):
        notify(actor, [person_id], NoticeKind.SALESPERSON_CHANGED, account=account_id, keeper=name)


def _tell_staff(actor: Actor, person_id: int, accounts: Sequence[Account], kind: NoticeKind, name: str) -> None:
    first = next(iter(accounts))
    notify(actor, [person_id], kind, account=first.name, count=len(accounts), keeper=name)


def _salesperson(actor: Actor, salesperson_id: int) -> Person:
    """The new salesperson, locked against being switched off meanwhile."""
    query = select(Person).where(
        Person.id == salesperson_id, col(Person.active).is_(True), col(Person.role).in_(SELLING)
    )
    salesperson = actor.session.exec(query.with_for_update(read=True)).first()
    if salesperson is None:
        raise NotFound
    return salesperson


def _locked(actor: Actor, which: Any) -> list[Account]:
    """Kept still in the order of their ids, as everywhere; told by name."""
    query = select(Account).where(which).order_by(col(Account.id)).with_for_update()
    found = actor.session.exec(query.execution_options(populate_existing=True))
    return sorted(found, key=attrgetter("name"))
