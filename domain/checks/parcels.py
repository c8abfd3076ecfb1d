"""Parcels against the lines, moves and events they made."""

from typing import Any

from sqlalchemy import String, and_, case, cast, false, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Mapped
from sqlmodel import col

from domain.checks.findings import rule, words
from domain.prepared import any_of
from domain.rules.order_life import OrderStatus
from domain.tables.columns import QUANTITY
from domain.tables.orders import Event, Order, OrderLine
from domain.tables.shipments import Shipment, ShipmentLine, ShipmentStatus
from domain.tables.stock import StockMove

_STATUS = col(Shipment.status)
_LEFT = (ShipmentStatus.SHIPPED, ShipmentStatus.DELIVERED)
_HAS_LEFT = any_of(_STATUS, _LEFT)
_ARRIVED = _STATUS == ShipmentStatus.DELIVERED
_ZERO = type_coerce(0, QUANTITY)
_SUBJECT = literal("shipment:").concat(cast(col(Shipment.id), String))


@rule("shipped")
def shipped() -> Any:
    """What a line counts as shipped is in parcels that left."""
    return _counter(col(OrderLine.shipped), _LEFT)


@rule("delivered")
def delivered() -> Any:
    """What a line counts as delivered is in parcels that arrived."""
    return _counter(col(OrderLine.delivered), (ShipmentStatus.DELIVERED,))


@rule("parcel")
def parcels() -> Any:
    """Goods are packed only for approved orders, sent only for those and completed ones, from the order's warehouse."""
    wrong = or_(
        and_(_STATUS == ShipmentStatus.PICKING, col(Order.status) != OrderStatus.APPROVED),
        and_(_HAS_LEFT, ~any_of(col(Order.status), (OrderStatus.APPROVED, OrderStatus.COMPLETED))),
        col(Shipment.warehouse_id) != col(Order.warehouse_id),
    )
    return (
        select(col(Order.number), words(Order.status), words(_STATUS))
        .join(Shipment, col(Shipment.order_id) == col(Order.id))
        .where(wrong)
    )


@rule("parcel_times")
def times() -> Any:
    """A parcel has left or arrived when, and only when, its status says so; what left has a carrier."""
    wrong = or_(
        and_(_HAS_LEFT, or_(col(Shipment.shipped_at).is_(None), func.trim(col(Shipment.carrier)) == "")),
        and_(~_HAS_LEFT, or_(col(Shipment.shipped_at).is_not(None), col(Shipment.carrier) != "")),
        and_(_ARRIVED, col(Shipment.delivered_at).is_(None)),
        and_(~_ARRIVED, or_(col(Shipment.delivered_at).is_not(None), col(Shipment.received_by_id).is_not(None))),
    )
    return (
        select(col(Order.number), words(_STATUS), func.coalesce(cast(col(Shipment.shipped_at), String), "never left"))
        .join(Shipment, col(Shipment.order_id) == col(Order.id))
        .where(wrong)
    )


@rule("parcel_numbers")
def positions() -> Any:
    """The parcels of an order are numbered from one without a gap."""
    count, last = func.count(), func.max(col(Shipment.position))
    return (
        select(col(Order.number), count, last)
        .join(Shipment, col(Shipment.order_id) == col(Order.id))
        .group_by(col(Order.id), col(Order.number))
        .having(or_(count != last, func.count(col(Shipment.position).distinct()) != count))
    )


@rule("parcel_line")
def contents() -> Any:
    """A parcel holds goods of its own order; one being packed no more than is still to be sent."""
    unsent = col(OrderLine.quantity) - col(OrderLine.refused) - col(OrderLine.shipped)
    wrong = or_(
        col(OrderLine.order_id) != col(Shipment.order_id),
        and_(_STATUS == ShipmentStatus.PICKING, col(ShipmentLine.quantity) > unsent),
    )
    return (
        select(col(Order.number), unsent, col(ShipmentLine.quantity))
        .join(Shipment, col(Shipment.order_id) == col(Order.id))
        .join(ShipmentLine, col(ShipmentLine.shipment_id) == col(Shipment.id))
        .join(OrderLine, col(OrderLine.id) == col(ShipmentLine.order_line_id))
        .where(wrong)
    )


@rule("parcel_moves")
def moves() -> Any:
    """What left in a parcel left the stock, SKU by SKU."""
    moved = (
        select(col(StockMove.shipment_id), col(StockMove.sku_id), func.sum(col(StockMove.quantity)).label("total"))
        .where(col(StockMove.shipment_id).is_not(None))
        .group_by(col(StockMove.shipment_id), col(StockMove.sku_id))
        .subquery()
    )
    packed = (
        select(
            col(ShipmentLine.shipment_id), col(OrderLine.sku_id), func.sum(col(ShipmentLine.quantity)).label("total")
        )
        .join(OrderLine, col(OrderLine.id) == col(ShipmentLine.order_line_id))
        .group_by(col(ShipmentLine.shipment_id), col(OrderLine.sku_id))
        .subquery()
    )
    same = and_(moved.c.shipment_id == packed.c.shipment_id, moved.c.sku_id == packed.c.sku_id)
    left = func.coalesce(-moved.c.total, _ZERO)
    due = case((_HAS_LEFT, packed.c.total), else_=_ZERO)
    return (
        select(col(Order.number), due, left)
        .join(Shipment, col(Shipment.order_id) == col(Order.id))
        .join(packed, packed.c.shipment_id == col(Shipment.id))
        .join(moved, same, isouter=True)
        .where(due != left)
    )


@rule("parcel_moves")
def strays() -> Any:
    """Nothing left the stock for a parcel that does not hold it."""
    packed = (
        select(col(ShipmentLine.shipment_id), col(OrderLine.sku_id))
        .join(OrderLine, col(OrderLine.id) == col(ShipmentLine.order_line_id))
        .subquery()
    )
    same = and_(packed.c.shipment_id == col(StockMove.shipment_id), packed.c.sku_id == col(StockMove.sku_id))
    return (
        select(cast(col(StockMove.id), String), literal("goods in its parcel"), literal("none"))
        .select_from(StockMove)
        .join(packed, same, isouter=True)
        .where(col(StockMove.shipment_id).is_not(None), packed.c.shipment_id.is_(None))
    )


@rule("parcel_empty")
def empty() -> Any:
    """No parcel leaves empty, and one being packed has the lines that are to be sent."""
    total = func.coalesce(func.sum(col(ShipmentLine.quantity)), _ZERO)
    return (
        select(col(Order.number), literal("something"), literal("nothing"))
        .select_from(Shipment)
        .join(Order, col(Order.id) == col(Shipment.order_id))
        .join(ShipmentLine, col(ShipmentLine.shipment_id) == col(Shipment.id), isouter=True)
        .group_by(col(Shipment.id), col(Order.number), _STATUS)
        .having(or_(func.count(col(ShipmentLine.id)) == 0, and_(_HAS_LEFT, total == _ZERO)))
    )


@rule("parcel_begun")
def begun() -> Any:
    """A parcel was begun by whom and when its first event says, and changed as often as was noted."""
    changes = (
        select(col(Event.subject), func.count().label("number"))
        .where(any_of(col(Event.kind), ("shipment.line_set", "shipment.renumbered")))
        .group_by(col(Event.subject))
        .subquery()
    )
    first = and_(
        _event("shipment.picking"),
        col(Event.at) == col(Shipment.created_at),
        col(Event.person_id) == col(Shipment.picked_by_id),
    )
    count = 1 + func.coalesce(changes.c.number, 0)
    return (
        select(col(Order.number), count, col(Shipment.revision))
        .join(Shipment, col(Shipment.order_id) == col(Order.id))
        .join(Event, first, isouter=True)
        .join(changes, changes.c.subject == _SUBJECT, isouter=True)
        .where(or_(col(Event.id).is_(None), col(Shipment.revision) != count))
    )


@rule("parcel_left")
def left() -> Any:
    """A parcel left when its event says."""
    return _noted("shipment.shipped", _HAS_LEFT, col(Event.at) == col(Shipment.shipped_at))


@rule("parcel_arrived")
def arrived() -> Any:
    """A parcel arrived when its event says, received by whom it says, with what was missing."""
    same = and_(
        col(Event.at) == col(Shipment.delivered_at),
        col(Event.person_id) == col(Shipment.received_by_id),
        col(Event.reason) == col(Shipment.receipt_words),
    )
    return _noted("shipment.delivered", or_(_ARRIVED, col(Shipment.receipt_words) != ""), same)


@rule("parcel_dropped")
def dropped() -> Any:
    """A parcel was given up when its event says."""
    return _noted("shipment.dropped", _STATUS == ShipmentStatus.DROPPED, col(Event.id).is_not(None))


def _event(kind: str) -> Any:
    """The event of a kind of a parcel."""
    return and_(col(Event.kind) == kind, col(Event.subject) == _SUBJECT, col(Event.order_id) == col(Shipment.order_id))


def _noted(kind: str, due: Any, same: Any) -> Any:
    """Where a parcel is further than its events, or less far, or they tell another story."""
    wrong = or_(and_(due, ~func.coalesce(same, false())), and_(~due, col(Event.id).is_not(None)))
    return (
        select(col(Order.number), words(_STATUS), func.coalesce(col(Event.kind), f"no {kind}"))
        .join(Shipment, col(Shipment.order_id) == col(Order.id))
        .join(Event, _event(kind), isouter=True)
        .where(wrong)
    )


def _counter(kept: Mapped[Any], statuses: tuple[ShipmentStatus, ...]) -> Any:
    """Where a counter of the order lines is not the sum of its parcels."""
    summed = (
        select(col(ShipmentLine.order_line_id), func.sum(col(ShipmentLine.quantity)).label("total"))
        .join(Shipment, col(Shipment.id) == col(ShipmentLine.shipment_id))
        .where(any_of(_STATUS, statuses))
        .group_by(col(ShipmentLine.order_line_id))
        .subquery()
    )
    total = func.coalesce(summed.c.total, _ZERO)
    return (
        select(col(Order.number), total, kept)
        .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
        .join(summed, summed.c.order_line_id == col(OrderLine.id), isouter=True)
        .where(kept != total)
    )
