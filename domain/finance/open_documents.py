"""Which documents of an account are open, and by how much: what no payment was named for goes to the oldest due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import Date, bindparam, func, type_coerce
from sqlmodel import col, select

from domain.actor import Actor
from domain.db.statements import Prepared, any_of
from domain.finance import balances
from domain.finance.access import account_of
from domain.rules.finance.ledger import SETTLING, LedgerKind
from domain.rules.order_states import OPEN
from domain.tables.columns import ID, MONEY
from domain.tables.ledger import LedgerDue, LedgerEntry, PaymentAllocation
from domain.tables.orders import Order

_NONE = Decimal(0)
#: So many are read at most, the oldest due first.
DOCUMENTS_MOST = 100
#: So many orders are offered with a payment.
_ORDERS_MOST = 6


@dataclass(frozen=True, kw_only=True)
class OpenDocument:
    """A debt that is not paid, or not wholly. ``order_id``: the order that it bills, if any."""

    entry_id: int
    kind: LedgerKind
    document: str
    note: str
    order_id: int | None
    due_on: date | None
    amount: Decimal
    left: Decimal


class OpenOrder(NamedTuple):
    """An order with what is still to be paid for it."""

    order: Order
    left: Decimal


class _Row(NamedTuple):
    """A debt. ``reached``: what it and all that are due before it come to, without what payments were named for."""

    entry_id: int
    kind: LedgerKind
    document: str
    note: str
    order_id: int | None
    due_on: date | None
    amount: Decimal
    unnamed: Decimal
    reached: Decimal


def open_documents(actor: Actor, account_id: int, until: date = date.max) -> Sequence[OpenDocument]:
    """What an account had not paid at the end of a day, the oldest due first. Raises NotAllowed, NotFound."""
    account = account_of(actor, account_id)
    settled = balances.not_named(actor, account.id, until)
    rows = _OPEN.all(actor.session, {"account": account.id, "settled": settled, "until": until})
    return [_document(_Row._make(row), settled) for row in rows]


def open_orders(actor: Actor, account_id: int) -> Sequence[OpenOrder]:
    """The orders that a payment may be for: those billed and not paid, the oldest first, then what is still to come."""
    left: dict[int, Decimal] = {}
    for each in open_documents(actor, account_id):
        if each.order_id is not None:
            left[each.order_id] = left.get(each.order_id, _NONE) + each.left
    for order_id, total, billed, waits in _NOT_BILLED.all(actor.session, {"account": account_id}):
        if total - billed - waits > 0:
            left[order_id] = left.get(order_id, _NONE) + total - billed - waits
    wanted = list(left)[:_ORDERS_MOST]
    found = {each.id: each for each in actor.session.exec(select(Order).where(col(Order.id).in_(wanted)))}
    return [OpenOrder(order=found[order_id], left=left[order_id]) for order_id in wanted]


def _document(row: _Row, settled: Decimal) -> OpenDocument:
    """What the rest of the payments did not reach."""
    return OpenDocument(
        entry_id=row.entry_id,
        kind=row.kind,
        document=row.document,
        note=row.note,
        order_id=row.order_id,
        due_on=row.due_on,
        amount=row.amount,
        left=min(row.unnamed, row.reached - max(settled, _NONE)),
    )


_UNTIL: Any = bindparam("until", type_=Date)


def _open() -> Any:
    """Debts whose sum so far goes beyond what settles."""
    paid = (
        select(func.coalesce(func.sum(col(PaymentAllocation.amount)), 0))
        .where(col(PaymentAllocation.debt_id) == LedgerEntry.id, col(PaymentAllocation.day) <= _UNTIL)
        .scalar_subquery()
    )
    due: Any = func.coalesce(col(LedgerEntry.due_on), LedgerDue.due_on).label("due")
    unnamed = type_coerce(col(LedgerEntry.amount) - paid, MONEY).label("unnamed")
    entry = (LedgerEntry.id, LedgerEntry.kind, LedgerEntry.document, LedgerEntry.note, LedgerEntry.order_id)
    debts = sqlalchemy.select(*(col(each) for each in entry), due, col(LedgerEntry.amount), unnamed)
    debts = debts.join(LedgerDue, col(LedgerDue.entry_id) == LedgerEntry.id, isouter=True).where(
        col(LedgerEntry.account_id) == bindparam("account", type_=ID),
        col(LedgerEntry.day) <= _UNTIL,
        type_coerce(col(LedgerEntry.amount), MONEY) > _NONE,
        ~any_of(col(LedgerEntry.kind), SETTLING),
    )
    each = debts.subquery()
    order = (each.c.due.is_(None), each.c.due, each.c.id)
    reached = type_coerce(func.sum(each.c.unnamed).over(order_by=order), MONEY).label("reached")
    summed = sqlalchemy.select(each, reached).subquery()
    is_open = (type_coerce(summed.c.reached, MONEY) > bindparam("settled", type_=MONEY), summed.c.unnamed > _NONE)
    query = sqlalchemy.select(summed).where(*is_open)
    return query.order_by(summed.c.due.is_(None), summed.c.due, summed.c.id).limit(DOCUMENTS_MOST)


def _not_billed() -> Any:
    """Open orders with what was billed of them, and what of payments waits for the rest."""
    billed = select(func.sum(col(LedgerEntry.amount))).where(
        col(LedgerEntry.order_id) == Order.id, any_of(col(LedgerEntry.kind), (LedgerKind.INVOICE, LedgerKind.REBATE))
    )
    waits = select(func.sum(col(PaymentAllocation.amount))).where(
        col(PaymentAllocation.order_id) == Order.id, col(PaymentAllocation.debt_id).is_(None)
    )
    sums = (type_coerce(func.coalesce(each.scalar_subquery(), 0), MONEY) for each in (billed, waits))
    query: Any = sqlalchemy.select(col(Order.id), type_coerce(col(Order.total) - col(Order.rebate), MONEY), *sums)
    mine = (col(Order.account_id) == bindparam("account", type_=ID), any_of(col(Order.status), OPEN))
    return query.where(*mine).order_by(col(Order.submitted_at)).limit(_ORDERS_MOST)


_OPEN = Prepared(_open())
_NOT_BILLED = Prepared(_not_billed())
