"""Which orders a payment is for, where somebody says so: the one writer of allocations, which are only ever added.

What nobody speaks of pays what is due the longest. That is worked out (``balances``) and not kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, type_coerce
from sqlmodel import col, select

from domain import shop_rules
from domain.actor import Actor
from domain.db import bulk
from domain.db.statements import Prepared, any_of
from domain.events.journal import log_event
from domain.refusals import NotFound
from domain.rules.finance.allocations import Debt, Share, shares
from domain.rules.finance.ledger import LedgerKind
from domain.rules.order_states import OPEN
from domain.tables.columns import ID, MONEY
from domain.tables.ledger import LedgerEntry, PaymentAllocation
from domain.tables.orders import Order
from domain.tables.people import Account

_NONE = Decimal(0)
#: So many orders may be named with one payment.
ORDERS_MOST = 20


@dataclass(frozen=True, kw_only=True)
class _New:
    """What is to be written of an allocation; its columns are explained there."""

    account_id: int
    payment_id: int
    order_id: int
    debt_id: int | None
    amount: Decimal
    due_on: date | None
    day: date


class _Kept(NamedTuple):
    """What the allocations of a payment to an order and an invoice come to, and from when on the last counts."""

    account_id: int
    payment_id: int
    order_id: int
    debt_id: int | None
    due_on: date | None
    amount: Decimal
    day: date

    def moved(self, amount: Decimal, day: date) -> _New:
        """So much more of it, not before it was there."""
        return _New(**{**self._asdict(), "amount": amount, "day": max(day, self.day)})


def orders_named(actor: Actor, account_id: int, order_ids: Iterable[int], *, lock: bool = False) -> Sequence[Order]:
    """The orders of an account that a payment may be for, in the order in which they are named.

    ``lock``: the account and they do not change meanwhile. Raises NotFound: it has no such order, or too many are
    named.
    """
    wanted = list(dict.fromkeys(order_ids))
    if not wanted:
        return ()
    if len(wanted) > ORDERS_MOST:
        raise NotFound
    query = select(Order).where(Order.account_id == account_id, col(Order.id).in_(wanted)).order_by(col(Order.id))
    if lock:
        account = select(Account.id).where(Account.id == account_id)
        actor.session.exec(account.with_for_update(key_share=True)).one()
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = {order.id: order for order in actor.session.exec(query)}
    if len(found) < len(wanted):
        raise NotFound
    return [found[order_id] for order_id in wanted]


def allocate(actor: Actor, payment: LedgerEntry, orders: Sequence[Order]) -> Sequence[PaymentAllocation]:
    """Let a payment pay these orders, one after another, as far as it goes; what they leave of it is for no one's.

    The orders are locked, with their account.
    """
    left, made = -payment.amount, []
    for order in orders:
        for share in shares(left, _debts(actor, order), _not_billed(actor, order)):
            left -= share.amount
            made.append(_for(payment, order, share))
    return [_add(actor, each) for each in made]


def bill(actor: Actor, invoice: LedgerEntry) -> None:
    """What waited for goods of an order pays the invoice that bills them."""
    if not shop_rules.rules(actor.session).named:
        return
    left = invoice.amount
    for each in _waiting(actor, invoice.order_id):
        amount = min(each.amount, left)
        if amount > 0:
            _add(actor, each.moved(-amount, invoice.day))
            paid = {"debt_id": invoice.id, "due_on": invoice.due_on, "amount": amount}
            _add(actor, _New(**{**each._asdict(), **paid, "day": max(each.day, invoice.day)}))
            left -= amount


def free(actor: Actor, order_id: int) -> None:
    """An order is over: what still waited for it pays whatever is due."""
    if shop_rules.rules(actor.session).named:
        for each in _waiting(actor, order_id):
            _add(actor, each.moved(-each.amount, actor.today))


def take_back(actor: Actor, payment: LedgerEntry, reversal: LedgerEntry) -> None:
    """A payment was taken back: it pays nothing any more."""
    rows = (_Kept._make(row) for row in _OF_PAYMENT.all(actor.session, {"payment": payment.id}))
    for each in rows:
        _add(actor, each.moved(-each.amount, reversal.day))


def of_payments(actor: Actor, payment_ids: Sequence[int]) -> Mapping[int, Sequence[str]]:
    """The numbers of the orders that payments are for, by payment; nothing of those that were taken back."""
    if not payment_ids:
        return {}
    total = func.sum(col(PaymentAllocation.amount))
    query = select(PaymentAllocation.payment_id, Order.number).join(Order, col(Order.id) == PaymentAllocation.order_id)
    query = query.where(col(PaymentAllocation.payment_id).in_(payment_ids))
    query = query.group_by(col(PaymentAllocation.payment_id), col(Order.number)).having(total > 0)
    found: dict[int, list[str]] = {}
    for payment_id, number in actor.session.exec(query.order_by(col(Order.number))):
        found.setdefault(payment_id, []).append(number)
    return found


def _for(payment: LedgerEntry, order: Order, share: Share) -> _New:
    debt = share.debt
    return _New(
        account_id=payment.account_id,
        payment_id=payment.id,
        order_id=order.id,
        debt_id=debt.entry_id if debt else None,
        amount=share.amount,
        due_on=debt.due_on if debt else None,
        day=max(payment.day, debt.day) if debt else payment.day,
    )


def _add(actor: Actor, new: _New) -> PaymentAllocation:
    row = {**vars(new), "at": actor.now}
    made = bulk.insert_one(actor.session, PaymentAllocation, row)
    told = {"account": new.account_id, "of_order": new.order_id, "payment": new.payment_id, "debt": new.debt_id}
    shop_rules.forget(actor.session)
    subject, amount, day = f"allocation:{made.id}", str(new.amount), new.day.isoformat()
    log_event(actor, "payment.allocated", subject=subject, amount=amount, day=day, **told)
    return made


def _debts(actor: Actor, order: Order) -> list[Debt]:
    """The invoices of an order, with what no payment was named for; the first due comes first."""
    rows = (
        Debt(entry_id=key, day=day, due_on=due, left=left)
        for key, day, due, left in _DEBTS.all(actor.session, {"order": order.id})
    )
    return sorted(rows, key=lambda each: (each.due_on is None, each.due_on or each.day, each.entry_id))


def _not_billed(actor: Actor, order: Order) -> Decimal:
    """What an open order will still be billed, and nothing waits for yet."""
    if order.status not in OPEN:
        return _NONE
    billed: Decimal = _BILLED.scalars(actor.session, {"order": order.id})[0]
    waits = sum((each.amount for each in _waiting(actor, order.id)), _NONE)
    return max(order.payable - billed - waits, _NONE)


def _waiting(actor: Actor, order_id: int | None) -> list[_Kept]:
    """What of payments waits for an order's goods to be billed."""
    return [_Kept._make(row) for row in _WAITING.all(actor.session, {"order": order_id})]


_AMOUNT: Any = type_coerce(func.sum(col(PaymentAllocation.amount)), MONEY)
_BY = tuple(
    col(each)
    for each in (
        PaymentAllocation.account_id,
        PaymentAllocation.payment_id,
        PaymentAllocation.order_id,
        PaymentAllocation.debt_id,
        PaymentAllocation.due_on,
    )
)


def _sums(*conditions: Any) -> Any:
    """What is left of allocations by payment, order and invoice, the oldest payment first."""
    query = select(*_BY, _AMOUNT, func.max(col(PaymentAllocation.day)))  # type: ignore[call-overload]
    query = query.where(*conditions).group_by(*_BY).having(func.sum(col(PaymentAllocation.amount)) > 0)
    return query.order_by(col(PaymentAllocation.payment_id))


_THIS_ORDER: Any = col(PaymentAllocation.order_id) == bindparam("order", type_=ID)
_WAITING = Prepared(_sums(_THIS_ORDER, col(PaymentAllocation.debt_id).is_(None)))
_OF_PAYMENT = Prepared(_sums(col(PaymentAllocation.payment_id) == bindparam("payment", type_=ID)))
_BILLS: Any = (
    col(LedgerEntry.order_id) == bindparam("order", type_=ID),
    col(LedgerEntry.kind) == LedgerKind.INVOICE,
)
_PAID = (
    select(func.coalesce(func.sum(col(PaymentAllocation.amount)), 0))
    .where(col(PaymentAllocation.debt_id) == LedgerEntry.id)
    .scalar_subquery()
)
_LEFT: Any = type_coerce(col(LedgerEntry.amount) - _PAID, MONEY)
_DEBTS = Prepared(
    select(col(LedgerEntry.id), col(LedgerEntry.day), col(LedgerEntry.due_on), _LEFT).where(
        *_BILLS, type_coerce(col(LedgerEntry.amount), MONEY) > _NONE
    )
)
_BILLED = Prepared(
    select(type_coerce(func.coalesce(func.sum(col(LedgerEntry.amount)), 0), MONEY)).where(
        _BILLS[0], any_of(col(LedgerEntry.kind), (LedgerKind.INVOICE, LedgerKind.REBATE))
    )
)
