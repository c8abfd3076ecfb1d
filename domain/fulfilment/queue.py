"""The warehouse's queue: approved orders with goods that can be sent, oldest first. None waits for another."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, exists, func, select

from domain.actor import Actor
from domain.db import pages
from domain.db.pages import Page
from domain.fulfilment.picking import can_be_sent, may_be_sent
from domain.fulfilment.riding import goes_alone
from domain.orders.view import stages
from domain.rules.rights import Right
from domain.rules.stage import Stage
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """An order to pick; ``lines``: how many of its lines still wait."""

    order: Order
    account: str
    lines: int
    stage: Stage


#: So many orders are on one merged pick list: what is gathered in one round.
ROUND = 50


def waiting_orders(actor: Actor) -> list[int]:
    """The ids of the orders to pick, oldest first, as many as one round takes."""
    actor.need(Right.SHIPMENT_PICK)
    query = select(Order.id).where(*_waits()).order_by(col(Order.submitted_at), col(Order.id))
    return list(actor.session.exec(query.limit(ROUND)))


def queue(actor: Actor, page: int = 0) -> Page[QueueRow]:
    """The orders to pick, in a few statements however many there are."""
    actor.need(Right.SHIPMENT_PICK)
    lines = select(func.count()).select_from(OrderLine).where(_sendable()).scalar_subquery()
    query = (
        select(Order, Account.name, lines)
        .join(Account, col(Account.id) == Order.account_id)
        .where(*_waits())
        .order_by(col(Order.submitted_at), col(Order.id))
    )
    found = pages.read(actor.session, query, page)
    stage = stages(actor, [order for order, *_ in found.rows]) if found.rows else {}
    return found.map(lambda row: QueueRow(order=row[0], account=row[1], lines=row[2], stage=stage[row[0].id]))


def _sendable() -> ColumnElement[bool]:
    return (col(OrderLine.order_id) == col(Order.id)) & can_be_sent()


def _waits() -> tuple[Any, ...]:
    return (*may_be_sent(), exists().where(_sendable()), goes_alone())
