"""Parcels against the lines, moves and events they made."""

from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import String, and_, case, cast, false, func, literal, or_, select, type_coerce

from domain.checks.findings import rule, words
from domain.checks.tables import Event, Order, OrderLine, Shipment, ShipmentLine, StockMove
from domain.db.statements import any_of
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import AGREED
from domain.rules.shipment_life import LEFT, ShipmentStatus
from domain.tables.columns import QUANTITY

_IS_PICKING = Shipment.status == ShipmentStatus.PICKING
_HAS_LEFT = any_of(Shipment.status, LEFT)
_ARRIVED = Shipment.status == ShipmentStatus.DELIVERED
_ZERO = type_coerce(0, QUANTITY)
_SUBJECT = literal("shipment:").concat(cast(Shipment.id, String))


@rule("shipped")
def shipped() -> Any:
    """What a line counts as shipped is in parcels that left."""
    return _counter(OrderLine.shipped, LEFT)


@rule("delivered")
def delivered() -> Any:
    """What a line counts as delivered is in parcels that arrived."""
    return _counter(OrderLine.delivered, {ShipmentStatus.DELIVERED})


@rule("parcel")
def parcels() -> Any:
    """Goods are packed only for approved orders, sent only for those and completed ones, from the order's warehouse."""
    wrong = or_(
        and_(_IS_PICKING, Order.status != OrderStatus.APPROVED),
        and_(_HAS_LEFT, ~any_of(Order.status, AGREED)),
        Shipment.warehouse_id != Order.warehouse_id,
    )
    return _parcels(words(Order.status), words(Shipment.status)).where(wrong)


@rule("parcel_times")
def times() -> Any:
    """A parcel has left or arrived when, and only when, its status says so; what left has a carrier."""
    wrong = or_(
        Shipment.shipped_at.is_not(None) != _HAS_LEFT,
        and_(_HAS_LEFT, func.trim(Shipment.carrier) == ""),
        and_(~_HAS_LEFT, Shipment.carrier != ""),
        Shipment.delivered_at.is_not(None) != _ARRIVED,
        and_(~_ARRIVED, Shipment.received_by_id.is_not(None)),
    )
    found = func.coalesce(cast(Shipment.shipped_at, String), "never left")
    return _parcels(words(Shipment.status), found).where(wrong)


@rule("parcel_numbers")
def positions() -> Any:
    """The parcels of an order are numbered from one without a gap."""
    count, last = func.count(), func.max(Shipment.position)
    wrong = or_(count != last, func.count(Shipment.position.distinct()) != count)
    return _parcels(count, last).group_by(Order.id, Order.number).having(wrong)


@rule("parcel_line")
def contents() -> Any:
    """A parcel holds goods of its own order; one being packed no more than is still to be sent."""
    unsent = OrderLine.quantity - OrderLine.refused - OrderLine.shipped
    wrong = or_(
        OrderLine.order_id != Shipment.order_id,
        and_(_IS_PICKING, ShipmentLine.quantity > unsent),
    )
    query = _parcels(unsent, ShipmentLine.quantity).join(ShipmentLine, ShipmentLine.shipment_id == Shipment.id)
    return query.join(OrderLine, OrderLine.id == ShipmentLine.order_line_id).where(wrong)


@rule("parcel_moves")
def moves() -> Any:
    """What left in a parcel left the stock, SKU by SKU."""
    key = (StockMove.shipment_id, StockMove.sku_id)
    total = func.sum(StockMove.quantity).label("total")
    moved = select(*key, total).where(StockMove.shipment_id.is_not(None)).group_by(*key).subquery()
    packed = _packed(func.sum(ShipmentLine.quantity).label("total"))
    same = and_(moved.c.shipment_id == packed.c.shipment_id, moved.c.sku_id == packed.c.sku_id)
    left, due = func.coalesce(-moved.c.total, _ZERO), case((_HAS_LEFT, packed.c.total), else_=_ZERO)
    query = _parcels(due, left).join(packed, packed.c.shipment_id == Shipment.id)
    return query.join(moved, same, isouter=True).where(due != left)


@rule("parcel_moves")
def strays() -> Any:
    """Nothing left the stock for a parcel that does not hold it."""
    packed = _packed()
    same = and_(packed.c.shipment_id == StockMove.shipment_id, packed.c.sku_id == StockMove.sku_id)
    query = select(cast(StockMove.id, String), literal("goods in its parcel"), literal("none"))
    query = query.join_from(StockMove, packed, same, isouter=True)
    return query.where(StockMove.shipment_id.is_not(None), packed.c.shipment_id.is_(None))


@rule("parcel_empty")
def empty() -> Any:
    """No parcel leaves empty, and one being packed has the lines that are to be sent."""
    total = func.coalesce(func.sum(ShipmentLine.quantity), _ZERO)
    wrong = or_(func.count(ShipmentLine.id) == 0, and_(_HAS_LEFT, total == _ZERO))
    query = _parcels(literal("something"), literal("nothing"))
    query = query.join(ShipmentLine, ShipmentLine.shipment_id == Shipment.id, isouter=True)
    return query.group_by(Shipment.id, Order.number, Shipment.status).having(wrong)


@rule("parcel_begun")
def begun() -> Any:
    """A parcel was begun by whom and when its first event says, and changed as often as was noted."""
    is_change = any_of(Event.kind, ("shipment.line_set", "shipment.renumbered", "shipment.assigned"))
    changes = select(Event.subject, func.count().label("number")).where(is_change).group_by(Event.subject).subquery()
    same = and_(_event("shipment.picking"), Event.at == Shipment.created_at, Event.person_id == Shipment.picked_by_id)
    count = 1 + func.coalesce(changes.c.number, 0)
    query = _parcels(count, Shipment.revision).join(Event, same, isouter=True)
    query = query.join(changes, changes.c.subject == _SUBJECT, isouter=True)
    return query.where(or_(Event.id.is_(None), Shipment.revision != count))


@rule("parcel_left")
def left() -> Any:
    """A parcel left when its event says."""
    return _noted("shipment.shipped", _HAS_LEFT, Event.at == Shipment.shipped_at)


@rule("parcel_arrived")
def arrived() -> Any:
    """A parcel arrived when its event says, received by whom it says or by itself, with what was missing."""
    same = and_(
        Event.at == Shipment.delivered_at,
        Event.person_id.is_not_distinct_from(Shipment.received_by_id),
        Event.reason == Shipment.receipt_words,
    )
    return _noted("shipment.delivered", or_(_ARRIVED, Shipment.receipt_words != ""), same)


@rule("parcel_dropped")
def dropped() -> Any:
    """A parcel was given up when its event says."""
    return _noted("shipment.dropped", Shipment.status == ShipmentStatus.DROPPED, Event.id.is_not(None))


def _parcels(expected: Any, found: Any) -> Any:
    """Orders with their parcels."""
    return select(Order.number, expected, found).join_from(Order, Shipment)


def _packed(*columns: Any) -> Any:
    """The SKUs of each parcel."""
    key = (ShipmentLine.shipment_id, OrderLine.sku_id)
    query = select(*key, *columns).join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
    return query.group_by(*key).subquery()


def _event(kind: str) -> Any:
    """The event of a kind of a parcel."""
    return and_(Event.kind == kind, Event.subject == _SUBJECT, Event.order_id == Shipment.order_id)


def _noted(kind: str, due: Any, same: Any) -> Any:
    """Where a parcel is further than its events, or less far, or they tell another story."""
    wrong = or_(and_(due, ~func.coalesce(same, false())), and_(~due, Event.id.is_not(None)))
    query = _parcels(words(Shipment.status), func.coalesce(Event.kind, f"no {kind}"))
    return query.join(Event, _event(kind), isouter=True).where(wrong)


def _counter(kept: Any, statuses: AbstractSet[ShipmentStatus]) -> Any:
    """Where a counter of the order lines is not the sum of its parcels."""
    summed = select(ShipmentLine.order_line_id, func.sum(ShipmentLine.quantity).label("total"))
    summed = summed.join(Shipment, Shipment.id == ShipmentLine.shipment_id).where(any_of(Shipment.status, statuses))
    sums = summed.group_by(ShipmentLine.order_line_id).subquery()
    total = func.coalesce(sums.c.total, _ZERO)
    query = select(Order.number, total, kept).join_from(Order, OrderLine)
    return query.join(sums, sums.c.order_line_id == OrderLine.id, isouter=True).where(kept != total)


@rule("parcel_driver")
def driven() -> Any:
    """Only our own truck has a driver."""
    wrong = and_(Shipment.driver_id.is_not(None), Shipment.carrier != "own")
    return _parcels(literal("own"), Shipment.carrier).where(wrong)
