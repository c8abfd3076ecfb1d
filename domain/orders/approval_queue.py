"""The orders that wait for a person's decision, oldest first."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, or_
from sqlmodel import col, select

from domain.actor import Actor
from domain.db.statements import Prepared
from domain.orders.access import OrderOfAccount, reader, role_of, visible_as
from domain.rules.approvals import ApprovalState
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Right, Role
from domain.tables.orders import Order
from domain.tables.people import Account


def awaits_people() -> Any:
    """Whether an order waits for somebody's yes, and not only for money: a condition."""
    kinds = (Order.sales_approval, Order.finance_approval, Order.admin_approval)
    return or_(*(col(each) == ApprovalState.OPEN for each in kinds))


def waits_for(role: Role | None) -> tuple[Any, ...]:
    """Conditions on Order that leave those that wait for somebody of this role; for an admin, all that wait."""
    payment, finance = (col(each) == ApprovalState.OPEN for each in (Order.payment_approval, Order.finance_approval))
    theirs: Mapping[Role | None, Any] = {
        Role.SALESPERSON: Order.sales_approval == ApprovalState.OPEN,
        Role.FINANCE: or_(finance, payment),
    }
    return Order.status == OrderStatus.SUBMITTED, *((theirs[role],) if role in theirs else ())


def waiting(actor: Actor, skip: int, limit: int) -> list[OrderOfAccount]:
    """Some of the orders that wait."""
    actor.need(Right.ORDER_DECIDE)
    facts = {**reader(actor), "skip": skip, "limit": limit}
    return [OrderOfAccount._make(row) for row in _waiting(role_of(actor)).all(actor.session, facts)]


@cache
def _waiting(role: Role | None) -> Prepared:
    return Prepared(
        select(Order, Account)
        .join(Account, col(Account.id) == Order.account_id)
        .where(*waits_for(role), *visible_as(role))
        .order_by(col(Order.submitted_at), col(Order.id))
        .offset(bindparam("skip", type_=Integer))
        .limit(bindparam("limit", type_=Integer))
    )


def first_waiting(actor: Actor, *, but: int) -> OrderOfAccount | None:
    """The order that has waited longest, if another than ``but`` waits."""
    return next((each for each in waiting(actor, 0, 2) if each.order.id != but), None)
