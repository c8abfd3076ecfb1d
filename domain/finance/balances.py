"""What accounts owe, by age, and the entries of one: sums of the ledger, and nothing that is kept beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy
from sqlalchemy import and_, case, func, or_, type_coerce
from sqlmodel import col, select

from domain.actor import Actor
from domain.db import pages
from domain.db.pages import Page
from domain.finance.access import account_of, theirs
from domain.rules.ledger import LEAST_DAYS, SETTLING, Age, Aged, aged
from domain.tables.columns import MONEY
from domain.tables.ledger import LedgerDue, LedgerEntry
from domain.tables.people import Account

_NONE = Decimal(0)
_DUE = func.coalesce(LedgerEntry.due_on, LedgerDue.due_on)
_AMOUNT: Any = col(LedgerEntry.amount)
_SETTLES = or_(col(LedgerEntry.kind).in_(SETTLING), type_coerce(_AMOUNT, MONEY) < _NONE)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How an account stands on a day."""

    account: Account
    aged: Aged


def standing(actor: Actor, account_id: int) -> Standing:
    """How one account stands today. Raises NotAllowed, NotFound: it is not this person's to see."""
    account = account_of(actor, account_id)
    return Standing(account=account, aged=_aged(actor, [account.id])[account.id])


def debtors(actor: Actor, *, overdue: bool = False) -> tuple[Standing, ...]:
    """Whoever owes something, of those whose money this person may see, the most first; or is late with it."""
    accounts = {each.id: each for each in actor.session.exec(select(Account).where(*theirs(actor)))}
    found = _aged(actor, accounts, every=True)
    stands = [Standing(account=accounts[key], aged=each) for key, each in found.items() if key in accounts]
    if overdue:
        late = [each for each in stands if each.aged.overdue > 0]
        return tuple(sorted(late, key=lambda each: (-each.aged.overdue, each.account.name)))
    owing = [each for each in stands if each.aged.balance > 0]
    return tuple(sorted(owing, key=lambda each: (-each.aged.balance, each.account.name)))


def entries(actor: Actor, account_id: int, page: int = 0) -> Page[LedgerEntry]:
    """A page of an account's entries, the newest first. Raises NotAllowed, NotFound."""
    account = account_of(actor, account_id)
    query = select(LedgerEntry).where(LedgerEntry.account_id == account.id, col(LedgerEntry.amount) != _NONE)
    return pages.read(actor.session, query.order_by(col(LedgerEntry.day).desc(), col(LedgerEntry.id).desc()), page)


def late(actor: Actor) -> Mapping[int, Decimal]:
    """What each account is late with, for the supplier itself."""
    return {key: each.overdue for key, each in _aged(actor, (), every=True).items() if each.overdue > 0}


def debts_by_day(actor: Actor) -> tuple[Mapping[int, Sequence[tuple[date, Decimal]]], Mapping[int, Decimal]]:
    """The debts of every account by the day they are due, and what settles them."""
    debts: dict[int, list[tuple[date, Decimal]]] = {}
    for account_id, day, amount in actor.session.execute(_DEBTS):
        debts.setdefault(account_id, []).append((day, amount))
    return debts, {row[0]: row[1] for row in actor.session.execute(_SETTLED)}


def on_day(actor: Actor, account_ids: Iterable[int], day: date) -> Mapping[int, Aged]:
    """What accounts owed at the end of a day, by age."""
    return _aged(actor, account_ids, day)


def _aged(
    actor: Actor, account_ids: Iterable[int], until: date | None = None, *, every: bool = False
) -> Mapping[int, Aged]:
    """What accounts owe, by age: of each, or of ``every`` one that has entries.

    ``until``: at the end of that day. Today it is all there is: what comes after an agreement has a later day.
    """
    day = until or actor.today
    debt = ~_SETTLES
    sums = [_sum(and_(debt, *_between(age, day))).label(age.name.lower()) for age in Age]
    query = sqlalchemy.select(col(LedgerEntry.account_id), -_sum(_SETTLES), *sums)
    query = query.join(LedgerDue, col(LedgerDue.entry_id) == LedgerEntry.id, isouter=True)
    wanted = tuple(account_ids)
    if not every:
        query = query.where(col(LedgerEntry.account_id).in_(wanted))
    if until is not None:
        query = query.where(col(LedgerEntry.day) <= until)
    rows = actor.session.execute(query.group_by(col(LedgerEntry.account_id)))
    found = {row[0]: aged(dict(zip(Age, row[2:], strict=True)), row[1]) for row in rows}
    return found if every else {each: found.get(each) or aged({}, _NONE) for each in wanted}


_DEBTS = (
    sqlalchemy.select(col(LedgerEntry.account_id), _DUE, type_coerce(func.sum(_AMOUNT), MONEY))
    .join(LedgerDue, col(LedgerDue.entry_id) == LedgerEntry.id, isouter=True)
    .where(~_SETTLES, _DUE.is_not(None))
    .group_by(col(LedgerEntry.account_id), _DUE)
)
_SETTLED = (
    sqlalchemy.select(col(LedgerEntry.account_id), type_coerce(-func.sum(_AMOUNT), MONEY))
    .where(_SETTLES)
    .group_by(col(LedgerEntry.account_id))
)


def _between(age: Age, day: date) -> tuple[Any, ...]:
    """When an amount is due that is of an age on a day."""
    ages = list(Age)
    older = ages[ages.index(age) - 1] if age is not ages[0] else None
    after = () if older is None else (day - timedelta(days=LEAST_DAYS[older]) < _DUE,)
    if age is Age.NOT_DUE:
        return (or_(_DUE.is_(None), *after),)
    return (day - timedelta(days=LEAST_DAYS[age]) >= _DUE, *after)


def _sum(when: Any) -> Any:
    amount = case((when, _AMOUNT), else_=type_coerce(_NONE, MONEY))
    return type_coerce(func.coalesce(func.sum(amount), 0), MONEY)
