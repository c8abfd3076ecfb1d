"""How much waits for a person: one number for the menu, in one statement."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import col

from domain.acting import By
from domain.cart_glance import LINES, whose
from domain.order_access import reader, role_of, visible_as
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Role
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account

_IN_CART: Select[int] = select(func.count()).select_from(LINES.subquery())


def in_cart(by: By) -> int:
    """How many lines the person's cart has for the account they order for."""
    return _number(by, _IN_CART, whose(by))


def to_approve(by: By) -> int:
    """How many orders wait for a decision that the person sees."""
    return _number(by, _to_approve(role_of(by)), reader(by))


def to_pick(by: By) -> int:
    """How many approved orders have something left to send."""
    return _number(by, _to_pick(role_of(by)), reader(by))


@cache
def _to_approve(role: Role | None) -> Select[int]:
    return _orders(role, col(Order.status) == OrderStatus.SUBMITTED)


@cache
def _to_pick(role: Role | None) -> Select[int]:
    left = select(col(OrderLine.id)).where(
        col(OrderLine.order_id) == Order.id, col(OrderLine.quantity) - col(OrderLine.refused) > col(OrderLine.shipped)
    )
    return _orders(role, col(Order.status) == OrderStatus.APPROVED, left.exists())


def _orders(role: Role | None, *conditions: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(Order).join(Account).where(*conditions, *visible_as(role))


def _number(by: By, query: Select[int], facts: dict[str, Any]) -> int:
    number: int = by.session.execute(query, facts).scalar_one()
    return number
