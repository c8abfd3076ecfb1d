"""The orders that wait for a person's decision, oldest first."""

from functools import cache

from sqlalchemy import Integer, bindparam
from sqlmodel import col, select

from domain.acting import By
from domain.order_access import reader, role_of, visible_as
from domain.prepared import Prepared
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Right, Role
from domain.tables.orders import Order
from domain.tables.people import Account

#: An order and whose it is.
Waiting = tuple[Order, Account]


def waiting(by: By, skip: int, limit: int) -> list[Waiting]:
    """Some of the orders that wait."""
    by.need(Right.ORDER_APPROVE)
    facts = {**reader(by), "skip": skip, "limit": limit}
    return [(order, account) for order, account in _waiting(role_of(by)).all(by.session, facts)]


@cache
def _waiting(role: Role | None) -> Prepared:
    return Prepared(
        select(Order, Account)
        .join(Account, col(Account.id) == Order.account_id)
        .where(Order.status == OrderStatus.SUBMITTED, *visible_as(role))
        .order_by(col(Order.submitted_at), col(Order.id))
        .offset(bindparam("skip", type_=Integer))
        .limit(bindparam("limit", type_=Integer))
    )


def first_waiting(by: By) -> Waiting | None:
    """The order that has waited longest, if any does."""
    return next(iter(waiting(by, 0, 1)), None)
