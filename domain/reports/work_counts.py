"""How much work waits for a person: one number for the menu, in one statement."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from domain.actor import Actor
from domain.carts.quantities import LINES, whose
from domain.db.statements import Prepared
from domain.fulfilment.picking import can_be_sent, may_be_sent
from domain.fulfilment.riding import goes_alone
from domain.orders.access import reader, role_of, visible_as
from domain.orders.approval_queue import waits_for
from domain.rules.rights import Role
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account

_IN_CART = Prepared(select(func.count()).select_from(LINES.subquery()))


def in_cart(actor: Actor) -> int:
    """How many lines the person's cart has for the account they order for."""
    return _number(actor, _IN_CART, whose(actor))


def to_approve(actor: Actor) -> int:
    """How many orders wait for a decision that the person sees."""
    return _number(actor, _to_approve(role_of(actor)), reader(actor))


def to_pick(actor: Actor) -> int:
    """How many approved orders are in the warehouse's queue."""
    return _number(actor, _to_pick(role_of(actor)), reader(actor))


@cache
def _to_approve(role: Role | None) -> Prepared:
    return _orders(role, *waits_for(role))


@cache
def _to_pick(role: Role | None) -> Prepared:
    there = select(col(OrderLine.id)).where(col(OrderLine.order_id) == Order.id, can_be_sent())
    return _orders(role, *may_be_sent(), there.exists(), goes_alone())


def _orders(role: Role | None, *conditions: ColumnElement[bool]) -> Prepared:
    return Prepared(select(func.count()).select_from(Order).join(Account).where(*conditions, *visible_as(role)))


def _number(actor: Actor, query: Prepared, facts: dict[str, Any]) -> int:
    number: int = query.scalars(actor.session, facts)[0]
    return number
