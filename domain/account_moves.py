"""Who looks after an account: giving accounts to another salesperson, with the orders that wait for a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlmodel import col, select

from domain.acting import By
from domain.concerned import SELLING, approvers
from domain.records import note, tell
from domain.refusals import ChangedSince, NotFound
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Right, Role
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event, Order
from domain.tables.people import Account, Person

ASSIGNED = "account.assigned"
#: So many orders come as cards, those that have waited longest; the others are in the list of what waits.
CARDS_MOST = 10


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What was moved to ``keeper``. ``waiting``: their orders that wait for a decision; ``event_id``: to undo it by."""

    accounts: tuple[Account, ...]
    keeper: Person
    waiting: int
    event_id: int | None


def assign(by: By, account_id: int, keeper_id: int) -> Moved:
    """Give an account to a salesperson or admin.

    Raises:
        NotFound: there is no such account, or nobody there who could look after it.
    """
    return _assign(by, f"account:{account_id}", Account.id == account_id, keeper_id)


def assign_all(by: By, from_id: int, keeper_id: int) -> Moved:
    """Give all accounts of one salesperson to another."""
    return _assign(by, f"person:{from_id}", Account.salesperson_id == from_id, keeper_id)


def hand_over(by: By, accounts: Sequence[Account], keeper_id: int) -> None:
    """The same for accounts at hand, by whoever may change them anyway: a sheet of the house."""
    _move(by, "accounts", accounts, _keeper(by, keeper_id))


def take_back(by: By, event: Event) -> None:
    """Undo an ``assign``: the accounts go back to whoever had them.

    Raises:
        ChangedSince: somebody else has one of them by now.
    """
    by.need(Right.ACCOUNT_ASSIGN)
    before: Mapping[str, int | None] = event.facts["before"]
    accounts = _locked(by, col(Account.id).in_([int(each) for each in before]))
    if any(account.salesperson_id != event.facts["after"] for account in accounts):
        raise ChangedSince
    for old in dict.fromkeys(before.values()):
        theirs = [account for account in accounts if before[str(account.id)] == old]
        _give(by, theirs, by.session.get(Person, old) if old else None)
    note(by, "account.assigned_back", subject=event.subject, before=event.facts["after"], after=dict(before))


def pass_on(by: By, accounts: Sequence[Account], asked: Mapping[int, set[int]], keeper: str) -> int:
    """Bring the cards of what waits for a decision to whoever decides now; how many orders that are.

    ``asked``: who was asked before, by account. Their cards say that it is no longer theirs.
    """
    mine = {account.id: account for account in accounts}
    waiting = (Order.status == OrderStatus.SUBMITTED, col(Order.account_id).in_(list(mine)))
    found = list(by.session.exec(select(Order).where(*waiting).order_by(col(Order.submitted_at))))
    now = asked_now(by, accounts)
    for number, order in enumerate(found):
        before, after = asked[order.account_id], now[order.account_id]
        if number < CARDS_MOST:
            tell(by, sorted(after - before), NoticeKind.ORDER_WAITING, order=order)
        tell(by, sorted(before - after), NoticeKind.CARD_MOVED, order=order, number=order.number, keeper=keeper)
    return len(found)


def asked_now(by: By, accounts: Sequence[Account]) -> dict[int, set[int]]:
    """Who decides on the orders of each account; that depends on its salesperson alone."""
    kinds = {account.salesperson_id: account for account in accounts}
    asked = {keeper: set(approvers(by, one)) for keeper, one in kinds.items()}
    return {account.id: asked[account.salesperson_id] for account in accounts}


def _assign(by: By, subject: str, which: Any, keeper_id: int) -> Moved:
    by.need(Right.ACCOUNT_ASSIGN)
    keeper = _keeper(by, keeper_id)
    accounts = _locked(by, which)
    if not accounts and subject.startswith("account:"):
        raise NotFound
    moving = [account for account in accounts if account.salesperson_id != keeper.id]
    if not moving:
        return Moved(accounts=(), keeper=keeper, waiting=0, event_id=None)
    return _move(by, subject, moving, keeper)


def _move(by: By, subject: str, accounts: Sequence[Account], keeper: Person) -> Moved:
    before = {str(account.id): account.salesperson_id for account in accounts}
    waiting = _give(by, accounts, keeper)
    event = note(by, ASSIGNED, subject=subject, before=before, after=keeper.id)
    return Moved(accounts=tuple(accounts), keeper=keeper, waiting=waiting, event_id=event.id)


def _give(by: By, accounts: Sequence[Account], keeper: Person | None) -> int:
    """Move them and tell everybody concerned; how many orders wait for the new one."""
    asked, old = asked_now(by, accounts), {account.salesperson_id for account in accounts}
    owners = {account.id: account.salesperson_id for account in accounts}
    for account in accounts:
        account.salesperson_id = keeper.id if keeper else None
    by.session.flush()
    name = keeper.name if keeper else ""
    _tell_buyers(by, accounts, name)
    for person_id in sorted(each for each in old if each is not None):
        _tell_staff(by, person_id, [a for a in accounts if owners[a.id] == person_id], NoticeKind.ACCOUNTS_TAKEN, name)
    if keeper is not None:
        _tell_staff(by, keeper.id, accounts, NoticeKind.ACCOUNTS_GIVEN, name)
    return pass_on(by, accounts, asked, name)


def _tell_buyers(by: By, accounts: Sequence[Account], keeper: str) -> None:
    members = select(Person.id, Person.account_id).where(
        col(Person.account_id).in_([account.id for account in accounts]),
        Person.role == Role.BUYER,
        col(Person.active).is_(True),
    )
    for person_id, account_id in by.session.exec(members):
        tell(by, [person_id], NoticeKind.KEEPER_CHANGED, account=account_id, keeper=keeper)


def _tell_staff(by: By, person_id: int, accounts: Sequence[Account], kind: NoticeKind, keeper: str) -> None:
    first = next(iter(accounts))
    tell(by, [person_id], kind, account=first.name, count=len(accounts), keeper=keeper)


def _keeper(by: By, keeper_id: int) -> Person:
    """Whoever shall look after it, kept from being switched off meanwhile."""
    query = select(Person).where(Person.id == keeper_id, col(Person.active).is_(True), col(Person.role).in_(SELLING))
    keeper = by.session.exec(query.with_for_update(read=True)).first()
    if keeper is None:
        raise NotFound
    return keeper


def _locked(by: By, which: Any) -> list[Account]:
    """Kept still in the order of their ids, as everywhere; told by name."""
    query = select(Account).where(which).order_by(col(Account.id)).with_for_update()
    found = by.session.exec(query.execution_options(populate_existing=True))
    return sorted(found, key=attrgetter("name"))
