"""What accounts owe, by age, and the entries of one: sums of the ledger, and nothing that is kept beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import sqlalchemy
from sqlalchemy import Date, and_, bindparam, case, func, or_, type_coerce
from sqlmodel import col, select

from domain.actor import Actor
from domain.db import pages
from domain.db.pages import Page
from domain.db.statements import Prepared, any_of
from domain.finance.access import account_of, theirs
from domain.rules.finance.ledger import LEAST_DAYS, SETTLING, Age, Aged, aged, still_open
from domain.tables.columns import ID, MONEY
from domain.tables.ledger import LedgerDue, LedgerEntry, PaymentAllocation
from domain.tables.people import Account

_NONE = Decimal(0)
#: So many days part the sums of one statement.
_BOUNDS = 6


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How an account stands on a day."""

    account: Account
    aged: Aged


def standing(actor: Actor, account_id: int) -> Standing:
    """How one account stands today. Raises NotAllowed, NotFound: it is not this person's to see."""
    account = account_of(actor, account_id)
    return Standing(account=account, aged=_aged(actor, account.id, actor.today, date.max))


def debtors(actor: Actor, *, overdue: bool = False) -> tuple[Standing, ...]:
    """Whoever owes something, of those whose money this person may see, the most first; or is late with it."""
    accounts = {each.id: each for each in actor.session.exec(select(Account).where(*theirs(actor)))}
    found = _all_aged(actor)
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
    return {key: each.overdue for key, each in _all_aged(actor).items() if each.overdue > 0}


def open_between(actor: Actor, bounds: Sequence[date]) -> Mapping[int, Sequence[Decimal]]:
    """What is open of each account: due before the first of some days, from each to the next, and from the last on."""
    rows = _rows(actor, _EVERY, bounds)
    return {row.account_id: still_open(row.debts[: len(bounds) + 1], row.settled)[0] for row in rows}


def not_named(actor: Actor, account_id: int, until: date = date.max) -> Decimal:
    """What settles an account's debts that no payment names: it goes to what is due the longest."""
    facts = {"account": account_id, "until": until}
    return next((row.settled for row in _rows(actor, _ONE, _bounds(actor.today), facts)), _NONE)


def at_end_of(actor: Actor, account_id: int, day: date) -> Aged:
    """What an account owed at the end of a day, by age."""
    return _aged(actor, account_id, day, day)


def _aged(actor: Actor, account_id: int, day: date, until: date) -> Aged:
    """By age on a day, of what was entered until one."""
    rows = _rows(actor, _ONE, _bounds(day), {"account": account_id, "until": until})
    return next((row.aged for row in rows), aged({}, _NONE))


def _all_aged(actor: Actor) -> Mapping[int, Aged]:
    """Of every account that has entries, today. That is all there is: what comes after an agreement has a later day."""
    rows = _rows(actor, _EVERY, _bounds(actor.today))
    return {row.account_id: row.aged for row in rows}


@dataclass(frozen=True, kw_only=True)
class _Sums:
    """What an account was billed, in buckets by the day it is due, and what settles it.

    Both without what a payment was named for. ``waits``: payments that are for goods that are not billed yet.
    """

    account_id: int
    settled: Decimal
    waits: Decimal
    debts: tuple[Decimal, ...]

    @property
    def aged(self) -> Aged:
        """Where the bounds are those of the ages."""
        return aged(dict(zip(Age, self.debts, strict=False)), self.settled, self.waits)

    def without(self, named: "_Sums | None") -> "_Sums":
        """What payments were named for is settled; of those, what stands where debts settle waits."""
        if named is None:
            return self
        debts = tuple(debt - paid for debt, paid in zip(self.debts, named.debts, strict=True))
        settled = self.settled - named.settled - sum(named.debts, _NONE)
        return _Sums(account_id=self.account_id, settled=settled, waits=named.settled, debts=debts)


def _bounds(day: date) -> list[date]:
    """Where on a day one age ends and the next begins, the oldest first."""
    return [day - timedelta(days=LEAST_DAYS[age] - 1) for age in Age if age in LEAST_DAYS]


def _rows(
    actor: Actor, asked: "_Asked", bounds: Sequence[date], facts: Mapping[str, Any] = MappingProxyType({})
) -> list[_Sums]:
    """The sums between some days: of the ledger, less those of what payments were named for."""
    named = {row.account_id: row for row in _summed(actor, asked.named, bounds, facts)}
    return [row.without(named.get(row.account_id)) for row in _summed(actor, asked.ledger, bounds, facts)]


def _summed(actor: Actor, asked: "_Statements", bounds: Sequence[date], facts: Mapping[str, Any]) -> list[_Sums]:
    """The sums of one table. What became due later was summed up as not due: it is moved to where it belongs."""
    totals = asked.totals.all(actor.session, facts)
    if not totals:
        return []
    whole = [*bounds, *[bounds[-1]] * (_BOUNDS - len(bounds))]
    given = {**facts, **{f"bound{at}": day for at, day in enumerate(whole)}}
    recent, moved = (
        {row[0]: row[1:] for row in each.all(actor.session, given)} for each in (asked.recent, asked.later)
    )
    none, found, at = (_NONE,) * _BOUNDS, [], len(bounds)
    for account_id, settled, billed in totals:
        newer, became = recent.get(account_id, none), moved.get(account_id, none)
        debts = [billed - sum(newer, _NONE), *newer]
        open_ = [debt + due for debt, due in zip(debts[:at], became[:at], strict=True)]
        debts = [*open_, sum(debts[at:], _NONE) - sum(became[:at], _NONE)]
        found.append(_Sums(account_id=account_id, settled=settled, waits=_NONE, debts=tuple(debts)))
    return found


@dataclass(frozen=True, kw_only=True)
class _Source:
    """A table that is summed up by account. ``settles``: rows that are no debt; ``entry``: whose day may come later.

    ``lessens``: what settles stands there below zero.
    """

    model: Any
    settles: Any
    entry: Any
    lessens: bool

    def sum(self, when: Any) -> Any:
        """The amount of some rows."""
        amount = case((when, col(self.model.amount)), else_=type_coerce(_NONE, MONEY))
        return type_coerce(func.coalesce(func.sum(amount), 0), MONEY)

    def totals(self, *conditions: Any) -> Any:
        """What settles, and what was billed in all."""
        settles = self.sum(self.settles)
        billed = type_coerce(func.sum(col(self.model.amount)) - settles, MONEY)
        settled = type_coerce(-settles, MONEY) if self.lessens else settles
        query = sqlalchemy.select(col(self.model.account_id), settled, billed)
        return query.where(*conditions).group_by(col(self.model.account_id))

    def recent(self, *conditions: Any) -> Any:
        """What was billed and is due from the first bound on, by the buckets; far less than all there ever was."""
        due: Any = col(self.model.due_on)
        buckets = [self.sum(_between(at, due)) for at in range(1, _BOUNDS)]
        rest = self.sum(or_(due.is_(None), due >= bindparam(f"bound{_BOUNDS - 1}", type_=Date)))
        query = sqlalchemy.select(col(self.model.account_id), *buckets, rest)
        newer = or_(due.is_(None), due >= bindparam("bound0", type_=Date))
        return query.where(newer, ~self.settles, *conditions).group_by(col(self.model.account_id))

    def later(self, *conditions: Any) -> Any:
        """What became due later than it was entered, by the buckets; few entries are such.

        Of every account they are read from there on: by an outer join, or SQLite would go through all entries.
        """
        buckets = [self.sum(_between(at, col(LedgerDue.due_on))) for at in range(_BOUNDS)]
        query = sqlalchemy.select(col(self.model.account_id), *buckets).select_from(LedgerDue)
        same = and_(col(self.entry) == LedgerDue.entry_id, ~self.settles)
        query = query.join(self.model, same, isouter=not conditions)
        return query.where(*conditions).group_by(col(self.model.account_id))


class _Statements:
    """The statements that the sums of a table are made of, for one account or for every one."""

    def __init__(self, source: _Source, *, one: bool) -> None:
        mine = col(source.model.account_id) == bindparam("account", type_=ID)
        until = col(source.model.day) <= bindparam("until", type_=Date)
        conditions = (mine, until) if one else ()
        self.totals = Prepared(source.totals(*conditions))
        self.recent = Prepared(source.recent(*conditions))
        self.later = Prepared(source.later(*conditions))


class _Asked:
    """The ledger, and what payments were named for.

    For every account without a day, or SQLite would read all rows instead of the index that holds what is needed.
    """

    def __init__(self, *, one: bool) -> None:
        self.ledger = _Statements(_LEDGER, one=one)
        self.named = _Statements(_NAMED, one=one)


def _between(at: int, due: Any) -> Any:
    """That something is due in a bucket: before the first bound, from one to the next; nothing is from the last on."""
    ends = due < bindparam(f"bound{at}", type_=Date)
    return ends if not at else and_(due >= bindparam(f"bound{at - 1}", type_=Date), ends)


_SETTLES = or_(type_coerce(col(LedgerEntry.amount), MONEY) < _NONE, any_of(col(LedgerEntry.kind), SETTLING))
_LEDGER = _Source(model=LedgerEntry, settles=_SETTLES, entry=LedgerEntry.id, lessens=True)
_NAMED = _Source(
    model=PaymentAllocation,
    settles=col(PaymentAllocation.debt_id).is_(None),
    entry=PaymentAllocation.debt_id,
    lessens=False,
)
_ONE, _EVERY = _Asked(one=True), _Asked(one=False)
