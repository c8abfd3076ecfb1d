"""Goods that come in late for an order and leave together with the account's next order, as its buyer wishes.

What was there when the order was agreed goes by itself; the rest is held for the order, and out of the queue until
another order of the account is to be sent.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select

from domain.actor import Actor
from domain.db.statements import any_of
from domain.events.journal import log_event, notify
from domain.events.recipients import recipients_of
from domain.fulfilment.picking import can_be_sent
from domain.orders.access import require_step, visible_to
from domain.orders.back_orders import came_in
from domain.orders.view import OrderView, after_act, view_order
from domain.refusals import OrderMoved
from domain.rules.order_life import OrderStatus, Step
from domain.rules.shipment_life import LEFT
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account
from domain.tables.shipments import Shipment

RIDES, ALONE = "order.rides", "order.rides_not"


def ride(actor: Actor, order_id: int, *, along: bool) -> OrderView:
    """Let what comes in late go with the next order, or by itself again. Twice changes nothing.

    Raises OrderMoved: nothing is left to send.
    """
    view = view_order(actor, order_id, lock=True)
    order = view.order
    require_step(actor, view.access, Step.CLOSE_SHORT)
    if (order.rides_after is not None) is along:
        return view
    if not view.left_to_send:
        raise OrderMoved(order_id=order_id)
    left = sum(each.shipment.status in LEFT for each in view.parcels)
    order.rides_after = left + _begins(actor, view) if along else None
    log_event(actor, RIDES if along else ALONE, order=order)
    people = recipients_of(actor, order, view.access.account)
    if not along and view.ready_to_send:
        lines = {str(row.line.id): str(row.ready) for row in view.rows if row.ready > 0}
        notify(actor, people.warehouse, NoticeKind.GOODS_TO_PICK, order=order, lines=lines)
    notify(actor, people.card_viewers, NoticeKind.REDRAW_CARD, order=order)
    return after_act(actor, view)


def goes_alone() -> ColumnElement[bool]:
    """Whether an agreed order is sent by itself, or another of its account goes now: a condition on orders."""
    other: Any = aliased(Order)
    company = select(other.id).where(
        other.account_id == Order.account_id,
        other.id != Order.id,
        other.status == OrderStatus.APPROVED,
        _by_itself(other),
        _sendable(other),
    )
    return or_(_by_itself(Order), company.exists())


def riders(actor: Actor, order: Order) -> list[Order]:
    """The other orders of the account whose goods are there and go with this one, oldest first."""
    mine = col(Order.account_id) == order.account_id, col(Order.id) != order.id
    query = select(Order).join(Account, col(Account.id) == Order.account_id)
    query = query.where(*mine, Order.status == OrderStatus.APPROVED, ~_by_itself(Order), _sendable(Order))
    return list(actor.session.exec(query.where(*visible_to(actor)).order_by(col(Order.submitted_at), col(Order.id))))


def waits_for_company(actor: Actor, order: Order) -> bool:
    """Whether what is there for an order stays until the account's next one is sent."""
    query = select(Order.id).where(Order.id == order.id, ~goes_alone())
    return order.rides_after is not None and actor.session.exec(query).first() is not None


def _by_itself(order: Any) -> ColumnElement[bool]:
    left = select(func.count()).select_from(Shipment).where(col(Shipment.order_id) == order.id, _LEFT)
    return or_(col(order.rides_after).is_(None), left.scalar_subquery() < col(order.rides_after))


def _sendable(order: Any) -> ColumnElement[bool]:
    return select(col(OrderLine.id)).where(col(OrderLine.order_id) == order.id, can_be_sent()).exists()


_LEFT = any_of(col(Shipment.status), LEFT)


def _begins(actor: Actor, view: OrderView) -> bool:
    """Whether a parcel of what was there from the beginning is still to leave: more is there than came in late."""
    late = came_in(actor, view.order) if view.ready_to_send else {}
    return any(row.ready > late.get(row.line.id, Decimal(0)) for row in view.rows)
