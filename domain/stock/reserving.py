"""What orders take of the stock: reserved when they are placed, allocated when approved, given back, or shipped."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, case
from sqlmodel import col, select, update

from domain.actor import Actor
from domain.db import bulk
from domain.db.list_values import is_listed, listed
from domain.db.statements import Prepared
from domain.refusals import NotEnoughStock, ShelfShort
from domain.rules.allotment import allot
from domain.stock import back_orders, holds, levels
from domain.stock.holds import Demand, by_sku
from domain.stock.levels import Condition
from domain.tables.catalogue import Sku
from domain.tables.columns import ID, TIME
from domain.tables.orders import Order, OrderLine
from domain.tables.shipments import Shipment
from domain.tables.stock import Hold, HoldKind, MoveKind, StockLevel, StockMove

_NONE = Decimal(0)


def reserve(actor: Actor, order: Order, demands: Sequence[Demand], *, may_wait: bool = False) -> None:
    """Reserve stock for the lines of a new order; what is not there of SKUs that may be back-ordered, they wait for.

    ``may_wait``: whatever is not there may be waited for. Raises NotEnoughStock: somebody else was faster; nothing is
    held.
    """
    waiting = _reserve(actor, order.warehouse_id, demands, may_wait=may_wait)
    shared = {
        "order_id": order.id,
        "warehouse_id": order.warehouse_id,
        "kind": HoldKind.RESERVATION,
        "expires_at": order.expires_at,
    }
    bulk.insert_many(actor.session, Hold, [{**shared, **_held(actor, demand, waiting)} for demand in demands])
    holds.wait(actor.session, waiting)


def resize(actor: Actor, order: Order, line: OrderLine, quantity: Decimal) -> None:
    """Make the reservation of a line larger or smaller; of what is given up, what it waits for goes first.

    Raises NotEnoughStock: there is not that much more.
    """
    level = levels.locked(actor.session, order.warehouse_id, line.sku_id)
    change = quantity - line.quantity
    if change < 0:
        actor.session.refresh(line, ["back_ordered"])
    waits = _beyond(actor, level, change) if change > 0 else -min(line.back_ordered, -change)
    demand = Demand(line_id=line.id, sku_id=line.sku_id, quantity=change - waits)
    holds.hold(actor, order.warehouse_id, HoldKind.RESERVATION, [demand])
    holds.wait(actor.session, {line.id: waits} if waits else {})
    if demand.quantity < 0:
        back_orders.give_out(actor, order.warehouse_id, [line.sku_id])


def allocate(actor: Actor, order: Order) -> None:
    """Turn an order's reservations into allocations: it was approved."""
    levels.allocate(actor.session, order.warehouse_id, order.id)
    _ALLOCATE.run(actor.session, {"order": order.id})


def release(actor: Actor, order: Order) -> None:
    """Give back all that an order holds: to those who wait for it."""
    wanted = levels.release(actor.session, order.warehouse_id, order.id)
    _RELEASE.run(actor.session, {"order": order.id, "now": actor.now})
    if wanted:
        holds.stop_waiting(actor.session, order.id)
        back_orders.give_out(actor, order.warehouse_id, wanted)


def keep_until(actor: Actor, order: Order, until: datetime) -> None:
    """Let a waiting order keep what it holds until another time."""
    bulk.update_columns(actor.session, order, expires_at=until)
    _KEEP.run(actor.session, {"order": order.id, "until": until})


def lock_holds(actor: Actor, order_ids: Iterable[int]) -> None:
    """Nobody else changes what these orders hold until the end of the transaction."""
    levels.lock_holds(actor.session, order_ids)


def take_out(actor: Actor, order: Order, shipment: Shipment, demands: Sequence[Demand]) -> None:
    """Ship goods: allocation and stock on hand go down, with a move for each SKU.

    Raises ShelfShort: there is less on hand, or kept for a line, than was packed.
    """
    amounts = by_sku(demands)
    got = levels.change(actor.session, order.warehouse_id, amounts, Condition.ON_SHELF, on_hand=-1, allocated=-1)
    if len(got) != len(amounts):
        raise ShelfShort(sku_id=next(sku_id for sku_id in amounts if sku_id not in got), shipment_id=shipment.id)
    packed = {demand.line_id: demand.quantity for demand in demands}
    taken = set(_TAKE_OUT.scalars(actor.session, {"now": actor.now, "amounts": packed}))
    lacking = next((demand.sku_id for demand in demands if demand.line_id not in taken), None)
    if lacking is not None:
        raise ShelfShort(sku_id=lacking, shipment_id=shipment.id)
    shared = {
        "warehouse_id": order.warehouse_id,
        "kind": MoveKind.SHIPPED,
        "shipment_id": shipment.id,
        "person_id": actor.person_id,
        "at": actor.now,
    }
    moves = [{**shared, "sku_id": sku_id, "quantity": -quantity} for sku_id, quantity in amounts.items()]
    bulk.insert_many(actor.session, StockMove, moves)


def _reserve(actor: Actor, warehouse_id: int, demands: Sequence[Demand], *, may_wait: bool) -> dict[int, Decimal]:
    """Reserve what is there: all of it, or as much as there is where the rest may be back-ordered.

    Returned is what each line waits for; nothing of those that need not.
    """
    amounts = by_sku(demands)
    got = levels.change(actor.session, warehouse_id, amounts, Condition.AVAILABLE, reserved=1)
    short = [sku_id for sku_id in amounts if sku_id not in got]
    if not short:
        return {}
    there = {sku_id: levels.locked(actor.session, warehouse_id, sku_id).available for sku_id in sorted(short)}
    allowed = set(short) if may_wait else _may_wait(actor, short)
    refused = next((sku_id for sku_id in short if sku_id not in allowed), None)
    if refused is not None:
        raise NotEnoughStock(sku_id=refused, available=there[refused], missing=amounts[refused] - there[refused])
    levels.change(actor.session, warehouse_id, there, Condition.NOTHING, reserved=1)
    waiting: dict[int, Decimal] = {}
    for sku_id, amount in there.items():
        lines = [(demand.line_id, demand.quantity) for demand in demands if demand.sku_id == sku_id]
        given = allot(amount, lines)
        waiting |= {line_id: much - given.get(line_id, _NONE) for line_id, much in lines}
    return {line_id: amount for line_id, amount in waiting.items() if amount}


def _held(actor: Actor, demand: Demand, waiting: dict[int, Decimal]) -> dict[str, Any]:
    """The hold of a demand; it is closed at once where nothing is there."""
    quantity = demand.quantity - waiting.get(demand.line_id, _NONE)
    return {
        "order_line_id": demand.line_id,
        "sku_id": demand.sku_id,
        "quantity": quantity,
        "closed_at": None if quantity else actor.now,
    }


def _beyond(actor: Actor, level: StockLevel, more: Decimal) -> Decimal:
    """How much of what is wanted more is not there. Raises NotEnoughStock: and it may not be back-ordered."""
    beyond = max(more - level.available, _NONE)
    if beyond and not _may_wait(actor, [level.sku_id]):
        raise NotEnoughStock(sku_id=level.sku_id, available=level.available, missing=beyond)
    return beyond


def _may_wait(actor: Actor, sku_ids: Sequence[int]) -> set[int]:
    """Those of some SKUs that may be ordered beyond what is there."""
    return set(_MAY_WAIT.scalars(actor.session, {"ids": sku_ids}))


#: Built once: putting these statements together would cost more than running them.
_OPEN = (col(Hold.order_id) == bindparam("order", type_=ID), col(Hold.closed_at).is_(None))
_ALLOCATE = Prepared(update(Hold).where(*_OPEN).values(kind=HoldKind.ALLOCATION, expires_at=None))
_IS_RESERVATION = col(Hold.kind) == HoldKind.RESERVATION
_KEEP = Prepared(
    update(Hold)
    .where(col(Hold.order_id) == bindparam("order", type_=ID), _IS_RESERVATION)
    .values(expires_at=bindparam("until", type_=TIME))
)
_RELEASE = Prepared(update(Hold).where(*_OPEN).values(quantity=_NONE, closed_at=bindparam("now", type_=TIME)))
_MAY_WAIT = Prepared(select(col(Sku.id)).where(is_listed(col(Sku.id), "ids"), col(Sku.backorder).is_(True)))
_TAKEN = listed("amounts").c
_TAKE_OUT = Prepared(
    update(Hold)
    .where(col(Hold.order_line_id) == _TAKEN.id, col(Hold.closed_at).is_(None), col(Hold.quantity) >= _TAKEN.amount)
    .values(
        quantity=Hold.quantity - _TAKEN.amount,
        closed_at=case((col(Hold.quantity) == _TAKEN.amount, bindparam("now", type_=TIME)), else_=None),
    )
    .returning(col(Hold.order_line_id))
)
