"""Stock levels against their moves and holds."""

from typing import Any

from sqlalchemy import Subquery, and_, case, func, literal, or_, select, type_coerce

from domain.checks.findings import differ, rule, words
from domain.checks.tables import Account, Hold, Order, OrderLine, Sku, StockLevel, StockMove
from domain.db.statements import any_of
from domain.rules.finance.credit import OnLimit
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import OPEN
from domain.tables.columns import QUANTITY
from domain.tables.stock import HoldKind

_IS_OPEN = Hold.closed_at.is_(None)
_IS_RESERVATION, _IS_ALLOCATION = Hold.kind == HoldKind.RESERVATION, Hold.kind == HoldKind.ALLOCATION
_ZERO = type_coerce(0, QUANTITY)


@rule("on_hand")
def on_hand() -> Any:
    """Stock on hand is the sum of its moves."""
    return _levels(_summed(StockMove), StockLevel.on_hand)


@rule("reserved")
def reserved() -> Any:
    """What is reserved is the sum of the open reservations."""
    return _levels(_summed(Hold, _IS_OPEN, _IS_RESERVATION), StockLevel.reserved)


@rule("allocated")
def allocated() -> Any:
    """What is allocated is the sum of the open allocations."""
    return _levels(_summed(Hold, _IS_OPEN, _IS_ALLOCATION), StockLevel.allocated)


@rule("level")
def level_of_moves() -> Any:
    """Whatever moved has a stock level."""
    return _without_level(StockMove)


@rule("level")
def level_of_holds() -> Any:
    """Whatever is held has a stock level."""
    return _without_level(Hold)


@rule("held")
def held() -> Any:
    """An open order holds all that is still to be sent but for what waits for goods; others hold nothing."""
    summed = select(Hold.order_line_id, func.sum(Hold.quantity).label("total")).where(_IS_OPEN)
    held = summed.group_by(Hold.order_line_id).subquery()
    unsent = OrderLine.quantity - OrderLine.refused - OrderLine.shipped + OrderLine.proposed
    due = case((any_of(Order.status, OPEN), unsent - OrderLine.back_ordered), else_=_ZERO)
    total = func.coalesce(held.c.total, _ZERO)
    query = select(Order.number, due, total).join_from(Order, OrderLine)
    return query.join(held, held.c.order_line_id == OrderLine.id, isouter=True).where(due != total)


@rule("promised")
def promised() -> Any:
    """No more is held than there is."""
    total = StockLevel.reserved + StockLevel.allocated
    query = select(Sku.code, StockLevel.on_hand, type_coerce(total, QUANTITY)).join_from(Sku, StockLevel)
    return query.where(total > StockLevel.on_hand)


@rule("back_ordered")
def back_ordered() -> Any:
    """Only open orders wait for goods, for no more than is still to be sent."""
    unsent = OrderLine.quantity - OrderLine.refused - OrderLine.shipped + OrderLine.proposed
    most = case((any_of(Order.status, OPEN), unsent), else_=_ZERO)
    query = select(Order.number, most, OrderLine.back_ordered).join_from(Order, OrderLine)
    return query.where(or_(OrderLine.back_ordered < 0, OrderLine.back_ordered > most))


@rule("back_ordered")
def nothing_lies_idle() -> Any:
    """Nobody waits for goods that are there, but accounts whose credit may not reach for them."""
    available = type_coerce(StockLevel.on_hand - StockLevel.reserved - StockLevel.allocated, QUANTITY)
    here = and_(StockLevel.warehouse_id == Order.warehouse_id, StockLevel.sku_id == OrderLine.sku_id)
    query = select(Order.number, literal("goods for who waits"), available).join_from(Order, OrderLine)
    query = query.join(StockLevel, here).join(Account, Account.id == Order.account_id)
    return query.where(OrderLine.back_ordered > 0, available > 0, Account.on_limit == OnLimit.WARN)


@rule("hold_kind")
def hold_kind() -> Any:
    """What waits for a decision is reserved, what was approved is allocated."""
    wrong = or_(
        and_(Order.status == OrderStatus.SUBMITTED, ~_IS_RESERVATION),
        and_(Order.status == OrderStatus.APPROVED, ~_IS_ALLOCATION),
    )
    return select(Order.number, words(Order.status), words(Hold.kind)).join_from(Order, Hold).where(_IS_OPEN, wrong)


@rule("hold_place")
def hold_place() -> Any:
    """A hold is for the goods, the order and the warehouse of its line."""
    elsewhere = or_(
        Hold.order_id != OrderLine.order_id,
        Hold.sku_id != OrderLine.sku_id,
        Hold.warehouse_id != Order.warehouse_id,
    )
    query = select(Order.number, literal("a hold as its line"), literal("another")).join_from(Order, OrderLine)
    return query.join(Hold, Hold.order_line_id == OrderLine.id).where(elsewhere)


@rule("hold_count")
def hold_count() -> Any:
    """Every line was held once, when it was ordered; the hold stays, closed, when it is over."""
    query = select(func.min(Order.number), 1, func.count(Hold.id)).join_from(OrderLine, Order)
    query = query.join(Hold, Hold.order_line_id == OrderLine.id, isouter=True)
    return query.group_by(OrderLine.id).having(func.count(Hold.id) != 1)


@rule("hold_closed")
def hold_closed() -> Any:
    """A hold is closed when, and only when, it holds nothing; a reservation ends when its order does."""
    reservation = and_(_IS_RESERVATION, differ(Hold.expires_at, Order.expires_at))
    allocation = and_(_IS_ALLOCATION, Hold.expires_at.is_not(None))
    wrong = or_(
        and_(_IS_OPEN, or_(Hold.quantity <= 0, reservation, allocation)),
        and_(~_IS_OPEN, Hold.quantity != 0),
    )
    expected = literal("closed when it holds nothing")
    return select(Order.number, expected, Hold.quantity).join_from(Order, Hold).where(wrong)


def _summed(table: Any, *conditions: Any) -> Subquery:
    total = func.sum(table.quantity).label("total")
    query = select(table.warehouse_id, table.sku_id, total).where(*conditions)
    return query.group_by(table.warehouse_id, table.sku_id).subquery()


def _levels(summed: Subquery, kept: Any) -> Any:
    """Where a column of the stock levels is not the sum of its records."""
    total = func.coalesce(summed.c.total, _ZERO)
    here = and_(summed.c.warehouse_id == StockLevel.warehouse_id, summed.c.sku_id == StockLevel.sku_id)
    query = select(Sku.code, total, kept).join_from(Sku, StockLevel).join(summed, here, isouter=True)
    return query.where(kept != total)


def _without_level(table: Any) -> Any:
    here = and_(StockLevel.warehouse_id == table.warehouse_id, StockLevel.sku_id == table.sku_id)
    query = select(Sku.code, literal("a level"), literal("none")).join_from(Sku, table)
    return query.join(StockLevel, here, isouter=True).where(StockLevel.sku_id.is_(None)).distinct()
