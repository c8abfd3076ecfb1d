"""Stock levels against their moves and holds."""

from typing import Any

from sqlalchemy import Subquery, and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from domain.checks.findings import MOST, Finding, asked, findings
from domain.rules.order_life import OrderStatus
from domain.tables.catalogue import Sku
from domain.tables.columns import QUANTITY
from domain.tables.orders import Order, OrderLine
from domain.tables.stock import Hold, HoldKind, StockLevel, StockMove

_OPEN = (OrderStatus.SUBMITTED, OrderStatus.APPROVED)


def on_hand(session: Session) -> list[Finding]:
    """Stock on hand is the sum of its moves."""
    moves = (
        select(col(StockMove.warehouse_id), col(StockMove.sku_id), func.sum(col(StockMove.quantity)).label("total"))
        .group_by(col(StockMove.warehouse_id), col(StockMove.sku_id))
        .subquery()
    )
    return _levels(session, "on_hand", moves, col(StockLevel.on_hand))


def reserved(session: Session) -> list[Finding]:
    """What is reserved is the sum of the open reservations."""
    return _levels(session, "reserved", _held(HoldKind.RESERVATION), col(StockLevel.reserved))


def allocated(session: Session) -> list[Finding]:
    """What is allocated is the sum of the open allocations."""
    return _levels(session, "allocated", _held(HoldKind.ALLOCATION), col(StockLevel.allocated))


def levels(session: Session) -> list[Finding]:
    """Whatever moved or is held has a stock level."""
    found = []
    for table in (StockMove, Hold):
        place, sku_id = col(table.warehouse_id), col(table.sku_id)
        query = (
            select(col(Sku.code))
            .join(table, sku_id == col(Sku.id))
            .join(
                StockLevel,
                and_(col(StockLevel.warehouse_id) == place, col(StockLevel.sku_id) == sku_id),
                isouter=True,
            )
            .where(col(StockLevel.sku_id).is_(None))
            .distinct()
        )
        found += [(code, "a level", "none") for code in session.execute(query.limit(MOST)).scalars()]
    return findings("level", found)


def holds(session: Session) -> list[Finding]:
    """A waiting order reserves and an approved one allocates all that is still to be sent; others hold nothing."""
    held = (
        select(col(Hold.order_line_id), func.sum(col(Hold.quantity)).label("total"))
        .where(col(Hold.closed_at).is_(None))
        .group_by(col(Hold.order_line_id))
        .subquery()
    )
    unsent = col(OrderLine.quantity) - col(OrderLine.refused) - col(OrderLine.shipped)
    due = case((col(Order.status).in_(_OPEN), unsent), else_=type_coerce(0, QUANTITY))
    total = func.coalesce(held.c.total, 0)
    lines = (
        select(col(Order.number), due, total)
        .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
        .join(held, held.c.order_line_id == col(OrderLine.id), isouter=True)
        .where(due != total)
    )
    kinds = (
        select(col(Order.number), col(Order.status), col(Hold.kind))
        .join(Hold, col(Hold.order_id) == col(Order.id))
        .where(
            col(Hold.closed_at).is_(None),
            or_(
                and_(col(Order.status) == OrderStatus.SUBMITTED, col(Hold.kind) != HoldKind.RESERVATION),
                and_(col(Order.status) == OrderStatus.APPROVED, col(Hold.kind) != HoldKind.ALLOCATION),
            ),
        )
    )
    return [*asked(session, "held", lines), *asked(session, "hold_kind", kinds)]


def _held(kind: HoldKind) -> Subquery:
    return (
        select(col(Hold.warehouse_id), col(Hold.sku_id), func.sum(col(Hold.quantity)).label("total"))
        .where(col(Hold.closed_at).is_(None), col(Hold.kind) == kind)
        .group_by(col(Hold.warehouse_id), col(Hold.sku_id))
        .subquery()
    )


def _levels(session: Session, what: str, summed: Subquery, kept: Mapped[Any]) -> list[Finding]:
    """Where a column of the stock levels is not the sum of its records."""
    total = func.coalesce(summed.c.total, 0)
    query = (
        select(col(Sku.code), total, kept)
        .join(StockLevel, col(StockLevel.sku_id) == col(Sku.id))
        .join(
            summed,
            and_(summed.c.warehouse_id == col(StockLevel.warehouse_id), summed.c.sku_id == col(StockLevel.sku_id)),
            isouter=True,
        )
        .where(kept != total)
    )
    return asked(session, what, query)
