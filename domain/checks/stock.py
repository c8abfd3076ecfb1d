"""Stock levels against their moves and holds."""

from typing import Any

from sqlalchemy import Subquery, and_, case, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from domain.checks.findings import Finding, differ, rule, words
from domain.prepared import any_of
from domain.rules.order_life import OrderStatus
from domain.tables.catalogue import Sku
from domain.tables.columns import QUANTITY
from domain.tables.orders import Order, OrderLine
from domain.tables.stock import Hold, HoldKind, StockLevel, StockMove

_OPEN = (OrderStatus.SUBMITTED, OrderStatus.APPROVED)
_IS_OPEN = col(Hold.closed_at).is_(None)


@rule("on_hand")
def on_hand() -> Any:
    """Stock on hand is the sum of its moves."""
    return _levels(_summed(StockMove), col(StockLevel.on_hand))


@rule("reserved")
def reserved() -> Any:
    """What is reserved is the sum of the open reservations."""
    return _levels(_summed(Hold, _IS_OPEN, col(Hold.kind) == HoldKind.RESERVATION), col(StockLevel.reserved))


@rule("allocated")
def allocated() -> Any:
    """What is allocated is the sum of the open allocations."""
    return _levels(_summed(Hold, _IS_OPEN, col(Hold.kind) == HoldKind.ALLOCATION), col(StockLevel.allocated))


def levels(session: Session) -> list[Finding]:
    """Whatever moved or is held has a stock level."""
    return [*_moved(session), *_held(session)]


@rule("level")
def _moved() -> Any:
    return _without_level(StockMove)


@rule("level")
def _held() -> Any:
    return _without_level(Hold)


@rule("held")
def held() -> Any:
    """A waiting order reserves and an approved one allocates all that is still to be sent; others hold nothing."""
    summed = (
        select(col(Hold.order_line_id), func.sum(col(Hold.quantity)).label("total"))
        .where(_IS_OPEN)
        .group_by(col(Hold.order_line_id))
        .subquery()
    )
    unsent = col(OrderLine.quantity) - col(OrderLine.refused) - col(OrderLine.shipped)
    due = case((any_of(col(Order.status), _OPEN), unsent), else_=type_coerce(0, QUANTITY))
    total = func.coalesce(summed.c.total, type_coerce(0, QUANTITY))
    return (
        select(col(Order.number), due, total)
        .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
        .join(summed, summed.c.order_line_id == col(OrderLine.id), isouter=True)
        .where(due != total)
    )


@rule("hold_kind")
def hold_kind() -> Any:
    """What waits for a decision is reserved, what was approved is allocated."""
    return (
        select(col(Order.number), words(Order.status), words(Hold.kind))
        .join(Hold, col(Hold.order_id) == col(Order.id))
        .where(
            _IS_OPEN,
            or_(
                and_(col(Order.status) == OrderStatus.SUBMITTED, col(Hold.kind) != HoldKind.RESERVATION),
                and_(col(Order.status) == OrderStatus.APPROVED, col(Hold.kind) != HoldKind.ALLOCATION),
            ),
        )
    )


@rule("hold_place")
def hold_place() -> Any:
    """A hold is for the goods, the order and the warehouse of its line."""
    elsewhere = or_(
        col(Hold.order_id) != col(OrderLine.order_id),
        col(Hold.sku_id) != col(OrderLine.sku_id),
        col(Hold.warehouse_id) != col(Order.warehouse_id),
    )
    return (
        select(col(Order.number), literal("a hold as its line"), literal("another"))
        .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
        .join(Hold, col(Hold.order_line_id) == col(OrderLine.id))
        .where(elsewhere)
    )


@rule("hold_count")
def hold_count() -> Any:
    """Every line was held once, when it was ordered; the hold stays, closed, when it is over."""
    return (
        select(func.min(col(Order.number)), 1, func.count(col(Hold.id)))
        .select_from(OrderLine)
        .join(Order, col(Order.id) == col(OrderLine.order_id))
        .join(Hold, col(Hold.order_line_id) == col(OrderLine.id), isouter=True)
        .group_by(col(OrderLine.id))
        .having(func.count(col(Hold.id)) != 1)
    )


@rule("hold_closed")
def hold_closed() -> Any:
    """A hold is closed when, and only when, it holds nothing; a reservation ends when its order does."""
    reservation = and_(col(Hold.kind) == HoldKind.RESERVATION, differ(col(Hold.expires_at), col(Order.expires_at)))
    allocation = and_(col(Hold.kind) == HoldKind.ALLOCATION, col(Hold.expires_at).is_not(None))
    wrong = or_(
        and_(_IS_OPEN, or_(col(Hold.quantity) <= 0, reservation, allocation)),
        and_(~_IS_OPEN, col(Hold.quantity) != 0),
    )
    return (
        select(col(Order.number), literal("closed when it holds nothing"), col(Hold.quantity))
        .join(Hold, col(Hold.order_id) == col(Order.id))
        .where(wrong)
    )


def _summed(table: type[StockMove | Hold], *conditions: Any) -> Subquery:
    place = (col(table.warehouse_id), col(table.sku_id))
    total = func.sum(col(table.quantity)).label("total")
    return select(*place, total).where(*conditions).group_by(*place).subquery()


def _levels(summed: Subquery, kept: Mapped[Any]) -> Any:
    """Where a column of the stock levels is not the sum of its records."""
    total = func.coalesce(summed.c.total, type_coerce(0, QUANTITY))
    here = and_(summed.c.warehouse_id == col(StockLevel.warehouse_id), summed.c.sku_id == col(StockLevel.sku_id))
    return (
        select(col(Sku.code), total, kept)
        .join(StockLevel, col(StockLevel.sku_id) == col(Sku.id))
        .join(summed, here, isouter=True)
        .where(kept != total)
    )


def _without_level(table: type[StockMove | Hold]) -> Any:
    here = and_(col(StockLevel.warehouse_id) == col(table.warehouse_id), col(StockLevel.sku_id) == col(table.sku_id))
    return (
        select(col(Sku.code), literal("a level"), literal("none"))
        .join(table, col(table.sku_id) == col(Sku.id))
        .join(StockLevel, here, isouter=True)
        .where(col(StockLevel.sku_id).is_(None))
        .distinct()
    )
