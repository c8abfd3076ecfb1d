"""Parcels against the lines and moves they made."""

from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from domain.checks.findings import Finding, asked
from domain.rules.order_life import OrderStatus
from domain.tables.orders import Order, OrderLine
from domain.tables.shipments import Shipment, ShipmentLine, ShipmentStatus
from domain.tables.stock import StockMove

_LEFT = (ShipmentStatus.SHIPPED, ShipmentStatus.DELIVERED)


def shipped(session: Session) -> list[Finding]:
    """What a line counts as shipped is in parcels that left."""
    return _counter(session, "shipped", col(OrderLine.shipped), _LEFT)


def delivered(session: Session) -> list[Finding]:
    """What a line counts as delivered is in parcels that arrived."""
    return _counter(session, "delivered", col(OrderLine.delivered), (ShipmentStatus.DELIVERED,))


def parcels(session: Session) -> list[Finding]:
    """Goods are packed only for approved orders, sent only for those and completed ones, and no parcel is empty."""
    wrong = or_(
        and_(col(Shipment.status) == ShipmentStatus.PICKING, col(Order.status) != OrderStatus.APPROVED),
        and_(
            col(Shipment.status).in_(_LEFT),
            col(Order.status).not_in((OrderStatus.APPROVED, OrderStatus.COMPLETED)),
        ),
        and_(col(Shipment.status).in_(_LEFT), col(Shipment.shipped_at).is_(None)),
    )
    query = (
        select(col(Order.number), col(Order.status), col(Shipment.status))
        .join(Shipment, col(Shipment.order_id) == col(Order.id))
        .where(wrong)
    )
    moved = (
        select(col(StockMove.shipment_id), func.sum(col(StockMove.quantity)).label("total"))
        .group_by(col(StockMove.shipment_id))
        .subquery()
    )
    packed = (
        select(col(ShipmentLine.shipment_id), func.sum(col(ShipmentLine.quantity)).label("total"))
        .group_by(col(ShipmentLine.shipment_id))
        .subquery()
    )
    left = (
        select(col(Order.number), func.coalesce(packed.c.total, 0), func.coalesce(-moved.c.total, 0))
        .join(Shipment, col(Shipment.order_id) == col(Order.id))
        .join(packed, packed.c.shipment_id == col(Shipment.id), isouter=True)
        .join(moved, moved.c.shipment_id == col(Shipment.id), isouter=True)
        .where(
            col(Shipment.status).in_(_LEFT),
            or_(
                packed.c.total.is_(None),
                packed.c.total == 0,
                packed.c.total != -func.coalesce(moved.c.total, 0),
            ),
        )
    )
    return [*asked(session, "parcel", query), *asked(session, "parcel_moves", left)]


def _counter(session: Session, what: str, kept: Mapped[Any], statuses: tuple[ShipmentStatus, ...]) -> list[Finding]:
    """Where a counter of the order lines is not the sum of its parcels."""
    summed = (
        select(col(ShipmentLine.order_line_id), func.sum(col(ShipmentLine.quantity)).label("total"))
        .join(Shipment, col(Shipment.id) == col(ShipmentLine.shipment_id))
        .where(col(Shipment.status).in_(statuses))
        .group_by(col(ShipmentLine.order_line_id))
        .subquery()
    )
    total = func.coalesce(summed.c.total, 0)
    query = (
        select(col(Order.number), total, kept)
        .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
        .join(summed, summed.c.order_line_id == col(OrderLine.id), isouter=True)
        .where(kept != total)
    )
    return asked(session, what, query)
