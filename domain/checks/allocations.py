"""What payments are for: never more than was paid, nor than is owed, and each row with its event."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import String, and_, case, cast, func, literal, or_, select, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import Session

from domain.checks.findings import computed, differ, rule
from domain.checks.tables import ClaimOrder, Event, LedgerEntry, Order, PaymentAllocation, PaymentClaim
from domain.db.statements import any_of
from domain.rules.finance.ledger import LedgerKind
from domain.rules.order_states import OPEN
from domain.tables.columns import MONEY

_NO_MONEY = type_coerce(0, MONEY)
_SUBJECT = literal("allocation:").concat(cast(PaymentAllocation.id, String))
_TOLD = and_(Event.kind == "payment.allocated", Event.subject == _SUBJECT)


def _sums(*keys: Any) -> Any:
    total = type_coerce(func.sum(PaymentAllocation.amount), MONEY).label("total")
    return select(*keys, total).group_by(*keys)


@rule("allocation_payment")
def payments() -> Any:
    """No more is paid with a payment than came, and nothing with one that was taken back."""
    back = aliased(LedgerEntry)
    sums = _sums(PaymentAllocation.payment_id).subquery()
    paid = and_(LedgerEntry.kind == LedgerKind.PAYMENT, LedgerEntry.amount < _NO_MONEY)
    most = case((and_(paid, back.id.is_(None)), -LedgerEntry.amount), else_=_NO_MONEY)
    query = select(cast(LedgerEntry.id, String), most, sums.c.total)
    query = query.join_from(LedgerEntry, sums, sums.c.payment_id == LedgerEntry.id)
    query = query.join(back, back.undoes_id == LedgerEntry.id, isouter=True)
    return query.where(or_(sums.c.total > most, sums.c.total < _NO_MONEY))


@rule("allocation_debt")
def debts() -> Any:
    """No more of an invoice is paid than it bills."""
    sums = _sums(PaymentAllocation.debt_id).subquery()
    is_bill = LedgerEntry.kind == LedgerKind.INVOICE
    most = case((and_(is_bill, LedgerEntry.amount > _NO_MONEY), LedgerEntry.amount), else_=_NO_MONEY)
    query = select(cast(LedgerEntry.id, String), most, sums.c.total)
    query = query.join_from(LedgerEntry, sums, sums.c.debt_id == LedgerEntry.id)
    return query.where(or_(sums.c.total > most, sums.c.total < _NO_MONEY))


@rule("allocation_row")
def rows() -> Any:
    """A row is of one account: its payment's, its order's and its invoice's; it counts from both on, due as that."""
    paid, owed = aliased(LedgerEntry), aliased(LedgerEntry)
    wrong = or_(
        paid.account_id != PaymentAllocation.account_id,
        Order.account_id != PaymentAllocation.account_id,
        PaymentAllocation.day < paid.day,
        PaymentAllocation.day < owed.day,
        differ(PaymentAllocation.due_on, owed.due_on),
        owed.order_id != PaymentAllocation.order_id,
        PaymentAllocation.amount == _NO_MONEY,
    )
    query = select(cast(PaymentAllocation.id, String), literal("a payment, an order and an invoice"), owed.id)
    query = query.join_from(PaymentAllocation, paid, paid.id == PaymentAllocation.payment_id)
    query = query.join(Order, Order.id == PaymentAllocation.order_id)
    return query.join(owed, owed.id == PaymentAllocation.debt_id, isouter=True).where(wrong)


@rule("allocation_row")
def parts() -> Any:
    """What a payment pays of an invoice, or keeps for what is billed later, is never below nothing.

    For an order that is over nothing waits.
    """
    keys = (PaymentAllocation.payment_id, PaymentAllocation.order_id, PaymentAllocation.debt_id)
    sums = _sums(*keys).subquery()
    waits = and_(sums.c.debt_id.is_(None), ~any_of(Order.status, OPEN), sums.c.total != _NO_MONEY)
    query = select(cast(sums.c.payment_id, String), literal("0 or more, and nothing for what is over"), sums.c.total)
    query = query.join_from(sums, Order, Order.id == sums.c.order_id)
    return query.where(or_(sums.c.total < _NO_MONEY, waits))


@computed("allocation_event")
def told(session: Session) -> Iterator[Any]:
    """Every row is as its event says: whose, of which payment, for what, how much, from when on."""
    columns = (PaymentAllocation.account_id, PaymentAllocation.order_id, PaymentAllocation.payment_id)
    more = (PaymentAllocation.debt_id, PaymentAllocation.amount, PaymentAllocation.day, PaymentAllocation.at)
    query = select(PaymentAllocation.id, *columns, *more, Event.at, Event.facts)
    for row in session.execute(query.join_from(PaymentAllocation, Event, _TOLD, isouter=True)):
        key, *ids, amount, day, at, noted_at, facts = row
        written = [*ids, str(amount), str(day), at]
        known = [*((facts or {}).get(name) for name in ("account", "of_order", "payment", "debt", "amount", "day"))]
        same_amount = Decimal(known[4] or "NaN") == amount
        if not same_amount or [*known[:4], known[5], noted_at] != [*ids, str(day), at]:
            yield f"allocation {key}", [*known, noted_at], written


@rule("allocation_event")
def missing() -> Any:
    """Every row that was written is there."""
    query = select(Event.subject, literal("its allocation"), literal("none"))
    query = query.join_from(Event, PaymentAllocation, Event.subject == _SUBJECT, isouter=True)
    return query.where(Event.kind == "payment.allocated", PaymentAllocation.id.is_(None))


@rule("payment_claim")
def claims() -> Any:
    """A claim names orders of its account."""
    query = select(cast(PaymentClaim.id, String), PaymentClaim.account_id, Order.account_id)
    query = query.join_from(ClaimOrder, PaymentClaim, PaymentClaim.id == ClaimOrder.claim_id)
    return query.join(Order, Order.id == ClaimOrder.order_id).where(Order.account_id != PaymentClaim.account_id)
