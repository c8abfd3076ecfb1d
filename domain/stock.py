"""The one writer of stock: levels, holds and moves change here, by conditional updates, or not at all."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CursorResult, case, literal
from sqlmodel import col, or_, select, update

from domain.acting import By
from domain.records import note
from domain.refusals import BadQuantity, NotEnoughStock, NotFound
from domain.rules.quantities import MOST
from domain.rules.rights import Right
from domain.tables.catalogue import Sku
from domain.tables.columns import QUANTITY
from domain.tables.orders import Order, OrderLine
from domain.tables.shipments import Shipment
from domain.tables.stock import Hold, HoldKind, MoveKind, StockLevel, StockMove

Amounts = Mapping[int, Decimal]


def reserve(by: By, order: Order, lines: Iterable[OrderLine], expires_at: datetime) -> None:
    """Hold stock for new lines of an order until it is decided or expires.

    Raises:
        NotEnoughStock: somebody else was faster; nothing is held.
    """
    wanted = {line.sku_id: line for line in lines}
    _hold_back(by, order.warehouse_id, {sku_id: line.quantity for sku_id, line in wanted.items()})
    by.session.add_all(
        Hold(
            order_id=order.id,
            order_line_id=line.id,
            warehouse_id=order.warehouse_id,
            sku_id=line.sku_id,
            kind=HoldKind.RESERVATION,
            quantity=line.quantity,
            expires_at=expires_at,
        )
        for line in wanted.values()
    )


def resize(by: By, order: Order, line: OrderLine, quantity: Decimal) -> None:
    """Make the reservation of a line larger or smaller.

    Raises:
        NotEnoughStock: there is not that much more.
    """
    more = quantity - line.quantity
    if more > 0:
        _hold_back(by, order.warehouse_id, {line.sku_id: more})
    elif more < 0:
        _change(by, order.warehouse_id, {line.sku_id: -more}, reserved=-1)
    hold = by.session.exec(select(Hold).where(Hold.order_line_id == line.id, col(Hold.closed_at).is_(None))).one()
    hold.quantity = quantity
    if not quantity:
        hold.closed_at = by.now


def allocate(by: By, order: Order) -> None:
    """Turn an order's reservations into allocations: it was approved."""
    holds = _open_holds(by, order)
    _change(by, order.warehouse_id, _sum(holds), reserved=-1, allocated=1)
    for hold in holds:
        hold.kind, hold.expires_at = HoldKind.ALLOCATION, None


def release(by: By, order: Order) -> None:
    """Give back all that an order holds."""
    holds = _open_holds(by, order)
    for kind, column in ((HoldKind.RESERVATION, "reserved"), (HoldKind.ALLOCATION, "allocated")):
        amounts = _sum(hold for hold in holds if hold.kind is kind)
        if amounts:
            _change(by, order.warehouse_id, amounts, **{column: -1})
    for hold in holds:
        hold.quantity, hold.closed_at = Decimal(0), by.now


def take_out(by: By, order: Order, shipment: Shipment, amounts: Amounts) -> None:
    """Goods leave the house: allocation and stock on hand go down together, with a move for each SKU.

    Raises:
        NotEnoughStock: the shelf holds less than the books said.
    """
    enough = col(StockLevel.on_hand) >= _by_sku(amounts)
    if not _change(by, order.warehouse_id, amounts, enough, on_hand=-1, allocated=-1):
        raise _shortage(by, order.warehouse_id, amounts, on_shelf=True)
    for hold in _open_holds(by, order):
        hold.quantity -= amounts.get(hold.sku_id, Decimal(0))
        if not hold.quantity:
            hold.closed_at = by.now
    by.session.add_all(
        StockMove(
            warehouse_id=order.warehouse_id,
            sku_id=sku_id,
            quantity=-quantity,
            kind=MoveKind.SHIPPED,
            shipment_id=shipment.id,
            person_id=by.person_id,
            at=by.now,
        )
        for sku_id, quantity in amounts.items()
    )


def receive(by: By, warehouse_id: int, sku_id: int, quantity: Decimal, words: str = "") -> StockLevel:
    """Goods came in.

    Raises:
        BadQuantity: not positive, absurd, or finer than the SKU is measured.
    """
    by.need(Right.STOCK_CHANGE)
    _check_count(by, sku_id, quantity, least=Decimal(1).scaleb(-3))
    return _move(by, warehouse_id, sku_id, quantity, MoveKind.RECEIVED, words)


def count(by: By, warehouse_id: int, sku_id: int, found: Decimal, words: str = "") -> StockLevel:
    """Somebody counted the shelf: stock on hand becomes what was found, by a move of the difference.

    Raises:
        BadQuantity: negative, absurd, or finer than the SKU is measured.
    """
    by.need(Right.STOCK_CHANGE)
    _check_count(by, sku_id, found, least=Decimal(0))
    level = level_of(by, warehouse_id, sku_id)
    return _move(by, warehouse_id, sku_id, found - level.on_hand, MoveKind.COUNTED, words)


def level_of(by: By, warehouse_id: int, sku_id: int) -> StockLevel:
    """The level of a SKU, locked until the end of the message; made when there is none yet."""
    query = select(StockLevel).where(StockLevel.warehouse_id == warehouse_id, StockLevel.sku_id == sku_id)
    level = by.session.exec(query.with_for_update().execution_options(populate_existing=True)).first()
    if level is None:
        level = StockLevel(warehouse_id=warehouse_id, sku_id=sku_id)
        by.session.add(level)
        by.session.flush()
    return level


def _check_count(by: By, sku_id: int, quantity: Decimal, least: Decimal) -> None:
    sku = by.session.get(Sku, sku_id)
    if sku is None:
        raise NotFound
    if not least <= quantity <= MOST * 10 or quantity != round(quantity, sku.decimals):
        raise BadQuantity(sku_id=sku_id, quantity=max(least, min(round(quantity, sku.decimals), MOST * 10)))


def _move(by: By, warehouse_id: int, sku_id: int, change: Decimal, kind: MoveKind, words: str) -> StockLevel:
    level = level_of(by, warehouse_id, sku_id)
    if change:
        by.session.add(
            StockMove(
                warehouse_id=warehouse_id,
                sku_id=sku_id,
                quantity=change,
                kind=kind,
                person_id=by.person_id,
                note=words,
                at=by.now,
            )
        )
        _change(by, warehouse_id, {sku_id: change}, on_hand=1)
        by.session.refresh(level)
    note(by, f"stock.{kind}", subject=f"sku:{sku_id}", change=str(change), on_hand=str(level.on_hand))
    return level


def _hold_back(by: By, warehouse_id: int, amounts: Amounts) -> None:
    """Reserve only where so much is available, or back-orders are allowed; all SKUs or none."""
    backorders = select(col(Sku.id)).where(col(Sku.id).in_(amounts), Sku.backorder)
    level = (col(StockLevel.on_hand), col(StockLevel.reserved), col(StockLevel.allocated))
    enough = or_(level[0] - level[1] - level[2] >= _by_sku(amounts), col(StockLevel.sku_id).in_(backorders))
    if not _change(by, warehouse_id, amounts, enough, reserved=1):
        raise _shortage(by, warehouse_id, amounts, on_shelf=False)


def _change(by: By, warehouse_id: int, amounts: Amounts, *conditions: Any, **signs: int) -> bool:
    """Add or take the amounts in the named columns, in one statement; false when any row did not meet the conditions.

    The rows are locked in the order of their ids first, so that two orders for the same goods cannot lock each other.
    """
    if not amounts:
        return True
    by.session.flush()
    here = (col(StockLevel.warehouse_id) == warehouse_id, col(StockLevel.sku_id).in_(tuple(amounts)))
    if by.session.get_bind().dialect.name != "sqlite":
        by.session.exec(select(StockLevel.sku_id).where(*here).order_by(col(StockLevel.sku_id)).with_for_update())
    amount = _by_sku(amounts)
    values = {
        name: (getattr(StockLevel, name) + amount if sign > 0 else getattr(StockLevel, name) - amount)
        for name, sign in signs.items()
    }
    result = by.session.execute(
        update(StockLevel).where(*here, *conditions).values(values).execution_options(synchronize_session=False)
    )
    for level in [row for row in by.session.identity_map.values() if isinstance(row, StockLevel)]:
        by.session.expire(level)
    assert isinstance(result, CursorResult)  # noqa: S101 - tells the type checker what an UPDATE gives
    return result.rowcount == len(amounts)


def _by_sku(amounts: Amounts) -> Any:
    return case(
        {sku_id: literal(quantity, QUANTITY) for sku_id, quantity in amounts.items()}, value=col(StockLevel.sku_id)
    )


def _shortage(by: By, warehouse_id: int, amounts: Amounts, *, on_shelf: bool) -> NotEnoughStock:
    """Which SKU fell short, and how much of it there is."""
    query = select(StockLevel).where(StockLevel.warehouse_id == warehouse_id, col(StockLevel.sku_id).in_(amounts))
    levels = {level.sku_id: level for level in by.session.exec(query.execution_options(populate_existing=True))}
    for sku_id, quantity in amounts.items():
        level = levels.get(sku_id)
        there = (level.on_hand if on_shelf else level.available) if level else Decimal(0)
        if there < quantity:
            return NotEnoughStock(sku_id=sku_id, available=max(there, Decimal(0)))
    return NotEnoughStock(sku_id=next(iter(amounts)), available=Decimal(0))


def _open_holds(by: By, order: Order) -> list[Hold]:
    query = select(Hold).where(Hold.order_id == order.id, col(Hold.closed_at).is_(None)).order_by(col(Hold.sku_id))
    return list(by.session.exec(query))


def _sum(holds: Iterable[Hold]) -> dict[int, Decimal]:
    return {hold.sku_id: hold.quantity for hold in holds}
