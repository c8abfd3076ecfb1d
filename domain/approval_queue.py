"""The orders that wait for a person's decision, oldest first."""

from sqlmodel import col, select

from domain.acting import By
from domain.order_access import visible_to
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Right
from domain.tables.orders import Order
from domain.tables.people import Account

#: An order and whose it is.
Waiting = tuple[Order, Account]


def waiting(by: By, skip: int, limit: int) -> list[Waiting]:
    """Some of the orders that wait."""
    by.need(Right.ORDER_APPROVE)
    return list(
        by.session.exec(
            select(Order, Account)
            .join(Account, col(Account.id) == Order.account_id)
            .where(Order.status == OrderStatus.SUBMITTED, *visible_to(by))
            .order_by(col(Order.submitted_at), col(Order.id))
            .offset(skip)
            .limit(limit)
        )
    )


def first_waiting(by: By) -> Waiting | None:
    """The order that has waited longest, if any does."""
    return next(iter(waiting(by, 0, 1)), None)
