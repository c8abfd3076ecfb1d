"""Statements of accounts: what was owed, what came to it and off it, and what is owed now, read from the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, type_coerce
from sqlmodel import col, select

from domain.actor import Actor
from domain.db.statements import Prepared
from domain.finance import balances
from domain.finance.access import account_of
from domain.finance.credit import credit_of
from domain.finance.ledger import terms_of
from domain.finance.open_documents import OpenDocument, open_documents
from domain.rules.finance.credit import Credit
from domain.rules.finance.ledger import Aged, LedgerKind
from domain.rules.finance.statement_periods import StatementPeriod, around, before
from domain.tables.columns import ID, MONEY
from domain.tables.ledger import LedgerDue, LedgerEntry, PostedLine
from domain.tables.orders import OrderLine
from domain.tables.people import Account

_NONE = Decimal(0)
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """An entry of the ledger. ``debit``: so much more is owed; ``credit``: so much less. ``balance``: after it.

    ``value_day``: when money came, where that is another day.
    """

    entry_id: int
    day: date
    kind: LedgerKind
    document: str
    note: str
    debit: Decimal
    credit: Decimal
    balance: Decimal
    due_on: date | None
    value_day: date | None


@dataclass(frozen=True, kw_only=True)
class Statement:
    """An account's period. ``open``, ``aged``: at its end; ``credit``: as it is now, whatever the period."""

    account: Account
    period: StatementPeriod
    opening: Decimal
    lines: tuple[StatementLine, ...]
    open: tuple[OpenDocument, ...]
    aged: Aged
    credit: Credit

    @property
    def closing(self) -> Decimal:
        """What is owed at its end."""
        return self.lines[-1].balance if self.lines else self.opening

    @property
    def bought(self) -> Decimal:
        """Goods billed, and gifts that were to come back and did not."""
        return self._sum(LedgerKind.INVOICE) + self._sum(LedgerKind.CHARGE)

    @property
    def returned(self) -> Decimal:
        """Goods that came back, and what was granted."""
        return -self._sum(LedgerKind.CREDIT)

    @property
    def rebated(self) -> Decimal:
        """What rebates paid."""
        return -self._sum(LedgerKind.REBATE)

    @property
    def paid(self) -> Decimal:
        """Money that came, less what was taken back."""
        return -self._sum(LedgerKind.PAYMENT)

    @property
    def adjusted(self) -> Decimal:
        """Corrections, and what was owed before the ledger began."""
        return self._sum(LedgerKind.CORRECTION) + self._sum(LedgerKind.OPENING)

    def _sum(self, kind: LedgerKind) -> Decimal:
        return sum((each.debit - each.credit for each in self.lines if each.kind is kind), _NONE)


@dataclass(frozen=True, kw_only=True)
class DeliveredLine:
    """Goods that an entry bills. ``quantity``: in base units; ``amount``: less its share of discounts."""

    document: str
    day: date
    sku_id: int
    quantity: Decimal
    amount: Decimal


class _Row(NamedTuple):
    """An entry, as read."""

    id: int
    day: date
    kind: LedgerKind
    document: str
    note: str
    amount: Decimal
    value_day: date | None
    due_on: date | None
    later: date | None


def closing_day(actor: Actor, account: Account) -> int:
    """The day of the month on which an account's statement closes."""
    return terms_of(actor, account).closing_day


def latest(actor: Actor, account: Account) -> StatementPeriod:
    """The period to look at where none is named: the last whole one, or the one that runs where nothing was before."""
    running = around(closing_day(actor, account), actor.today)
    last = before(closing_day(actor, account), running)
    if account.closed_until is not None and account.closed_until >= last.last:
        return running
    return last if is_anything_before(actor, account, running.first) else running


def is_anything_before(actor: Actor, account: Account, day: date) -> bool:
    """Whether the account has any entry before a day."""
    return _ANY.first(actor.session, {"account": account.id, "first": day}) is not None


def statement(actor: Actor, account_id: int, period: StatementPeriod) -> Statement:
    """An account's statement of a period. Raises NotAllowed, NotFound: it is not this person's to see."""
    account = account_of(actor, account_id)
    facts = {"account": account.id, "first": period.first, "last": period.last}
    opening: Decimal = _OPENING.scalars(actor.session, {"account": account.id, "first": period.first})[0]
    rows = [_Row._make(row) for row in _LINES.all(actor.session, facts)]
    return Statement(
        account=account,
        period=period,
        opening=opening,
        lines=tuple(_told(rows, opening)),
        open=tuple(open_documents(actor, account.id, period.last)),
        aged=balances.at_end_of(actor, account.id, period.last),
        credit=credit_of(actor, account.id),
    )


def deliveries(actor: Actor, found: Statement) -> Sequence[DeliveredLine]:
    """The goods that a statement bills, by delivery."""
    documents = {each.entry_id: each for each in found.lines if each.kind is LedgerKind.INVOICE}
    facts = {"account": found.account.id, "first": found.period.first, "last": found.period.last}
    return [
        DeliveredLine(
            document=documents[entry_id].document,
            day=documents[entry_id].day,
            sku_id=sku_id,
            quantity=quantity,
            amount=amount,
        )
        for entry_id, sku_id, quantity, amount in _GOODS.all(actor.session, facts)
        if entry_id in documents
    ]


def _told(rows: Iterable[_Row], opening: Decimal) -> Iterable[StatementLine]:
    rows = tuple(rows)
    after = accumulate((row.amount for row in rows), initial=opening)
    next(after)
    for row, balance in zip(rows, after, strict=True):
        yield StatementLine(
            entry_id=row.id,
            day=row.day,
            kind=row.kind,
            document=row.document,
            note=row.note,
            debit=max(row.amount, _NONE),
            credit=max(-row.amount, _NONE),
            balance=balance,
            due_on=row.due_on or row.later,
            value_day=row.value_day,
        )


_MINE: Any = col(LedgerEntry.account_id) == bindparam("account", type_=ID)
_IN_IT = (_MINE, col(LedgerEntry.day) >= bindparam("first"), col(LedgerEntry.day) <= bindparam("last"))
_SUM = type_coerce(func.coalesce(func.sum(col(LedgerEntry.amount)), 0), MONEY)
_ENTRY = (LedgerEntry.id, LedgerEntry.day, LedgerEntry.kind, LedgerEntry.document, LedgerEntry.note, LedgerEntry.amount)
_IN_ORDER = (col(LedgerEntry.day), col(LedgerEntry.id))

_OPENING = Prepared(select(_SUM).where(_MINE, col(LedgerEntry.day) < bindparam("first")))
_ANY = Prepared(select(col(LedgerEntry.id)).where(_MINE, col(LedgerEntry.day) < bindparam("first")).limit(1))
_LINES = Prepared(
    select(*(col(each) for each in (*_ENTRY, LedgerEntry.value_day, LedgerEntry.due_on, LedgerDue.due_on)))
    .select_from(LedgerEntry)
    .join(LedgerDue, col(LedgerDue.entry_id) == LedgerEntry.id, isouter=True)
    .where(*_IN_IT, type_coerce(col(LedgerEntry.amount), MONEY) != _NONE)
    .order_by(*_IN_ORDER)
)
_GOODS = Prepared(
    select(
        col(PostedLine.entry_id),
        col(OrderLine.sku_id),
        col(PostedLine.quantity),
        col(PostedLine.amount),
    )
    .join(LedgerEntry, col(LedgerEntry.id) == PostedLine.entry_id)
    .join(OrderLine, col(OrderLine.id) == PostedLine.order_line_id)
    .where(*_IN_IT)
    .order_by(*_IN_ORDER, col(OrderLine.position))
)
