"""The warehouse's queue: approved orders with something left to send, the oldest first."""

from dataclasses import dataclass

from sqlmodel import col, exists, func, select

from domain.acting import By
from domain.order_view import stages
from domain.picking import still_to_send
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Right
from domain.rules.stage import Stage
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account

PAGE = 8


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """An order to pick; ``lines``: how many of its lines still wait."""

    order: Order
    account: str
    lines: int
    stage: Stage


@dataclass(frozen=True, kw_only=True)
class Queue:
    """A page of the queue and how long the whole is."""

    rows: tuple[QueueRow, ...]
    total: int


def queue(by: By, page: int = 0) -> Queue:
    """The orders to pick, in a few statements however many there are."""
    by.need(Right.SHIPMENT_PICK)
    waits = (col(OrderLine.order_id) == col(Order.id)) & still_to_send()
    lines = select(func.count()).select_from(OrderLine).where(waits).scalar_subquery()
    found = by.session.exec(
        select(Order, Account.name, lines, func.count().over())
        .join(Account, col(Account.id) == Order.account_id)
        .where(Order.status == OrderStatus.APPROVED, exists().where(waits))
        .order_by(col(Order.submitted_at), col(Order.id))
        .offset(page * PAGE)
        .limit(PAGE)
    ).all()
    stage = stages(by, [order for order, *_ in found]) if found else {}
    return Queue(
        rows=tuple(
            QueueRow(order=order, account=account, lines=waiting, stage=stage[order.id])
            for order, account, waiting, _ in found
        ),
        total=found[0][3] if found else 0,
    )
