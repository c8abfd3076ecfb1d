"""How much waits for a person: one number for the menu, in one statement."""

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from domain.acting import By
from domain.order_access import visible_to
from domain.rules.order_life import OrderStatus
from domain.tables.carts import Cart, CartLine
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account


def in_cart(by: By) -> int:
    """How many lines the person's cart has for the account they order for."""
    query = (
        select(func.count())
        .select_from(CartLine)
        .join(Cart, col(Cart.id) == CartLine.cart_id)
        .where(Cart.account_id == by.account_id, Cart.person_id == by.person_id)
    )
    return by.session.exec(query).one()


def to_approve(by: By) -> int:
    """How many orders wait for a decision that the person sees."""
    return _orders(by, col(Order.status) == OrderStatus.SUBMITTED)


def to_pick(by: By) -> int:
    """How many approved orders have something left to send."""
    left = select(col(OrderLine.id)).where(
        OrderLine.order_id == Order.id, col(OrderLine.quantity) - col(OrderLine.refused) > col(OrderLine.shipped)
    )
    return _orders(by, col(Order.status) == OrderStatus.APPROVED, left.exists())


def _orders(by: By, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(Order).join(Account).where(*conditions, *visible_to(by))
    return by.session.exec(query).one()
