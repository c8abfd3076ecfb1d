"""Conditional updates of stock levels: many at once, locked in one order.

Only its neighbours in ``domain/stock`` call this; they write the moves and holds that belong to a change.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum, auto
from functools import cache
from typing import Any

import sqlmodel
from sqlalchemy import ColumnElement, Select, Update, bindparam, case, func, literal, literal_column, select, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session

from domain.db.bulk import table_of
from domain.db.list_values import is_listed, listed
from domain.db.statements import Prepared
from domain.tables.columns import ID, QUANTITY
from domain.tables.orders import OrderLine
from domain.tables.stock import Hold, HoldKind, StockLevel

Amounts = Mapping[int, Decimal]
_LEVEL, _HOLD = (table_of(model).c for model in (StockLevel, Hold))
_NAMES = tuple(_LEVEL.keys())
#: Of an order line; written out, as the condition of the index is.
IS_WAITING: ColumnElement[bool] = literal_column("orderline.back_ordered > 0")
#: What is counted of a level.
AMOUNTS = ("on_hand", "reserved", "allocated")
_LINE = table_of(OrderLine).c
#: Whether any order line waits for goods of a level.
_IS_WANTED = select(_LINE.id).where(_LINE.sku_id == _LEVEL.sku_id, IS_WAITING).correlate(table_of(StockLevel)).exists()
_HERE = _LEVEL.warehouse_id == bindparam("warehouse", type_=ID)


class Condition(Enum):
    """What must be true of a level before it is changed by an amount."""

    NOTHING = auto()
    AVAILABLE = auto()
    """The amount is available."""
    ON_SHELF = auto()
    """The amount is on hand."""


def change(session: Session, warehouse_id: int, amounts: Amounts, guard: Condition, **signs: int) -> frozenset[int]:
    """Add or take the amounts in the named columns, each where the guard holds; the SKUs whose level changed."""
    changing = _by_amounts(guard, tuple(signs.items()), locks=_locks(session))
    return _write(session, changing, {"warehouse": warehouse_id, "amounts": amounts})


def allocate(session: Session, warehouse_id: int, order_id: int) -> None:
    """What an order has reserved becomes allocated."""
    lock_holds(session, [order_id])
    _write(session, _allocating(locks=_locks(session)), {"warehouse": warehouse_id, "order": order_id})


def release(session: Session, warehouse_id: int, order_id: int) -> frozenset[int]:
    """What an order holds is free again; the SKUs among them that any line, also of its own, waits for."""
    lock_holds(session, [order_id])
    rows = _releasing(locks=_locks(session)).all(session, {"warehouse": warehouse_id, "order": order_id})
    _refresh(session, [row[:-1] for row in rows])
    return frozenset(sku_id for (_, sku_id, *_, is_wanted) in rows if is_wanted)


def lock_holds(session: Session, order_ids: Iterable[int]) -> None:
    """Nobody else changes what these orders hold until the end of the transaction.

    Whoever adds up what an order holds says this first: goods may be given to it by somebody who has the level locked.
    """
    if _locks(session):
        _STILL.all(session, {"orders": tuple(order_ids)})


def available(session: Session, warehouse_id: int, sku_ids: Iterable[int]) -> dict[int, Decimal]:
    """What is there and not held of some SKUs, as it is just now."""
    query = sqlmodel.select(StockLevel).where(
        StockLevel.warehouse_id == warehouse_id, sqlmodel.col(StockLevel.sku_id).in_(tuple(sku_ids))
    )
    return {level.sku_id: level.available for level in session.exec(query)}


def locked(session: Session, warehouse_id: int, sku_id: int) -> StockLevel:
    """The level of a SKU, locked until the end of the message; made when there is none yet."""
    query = sqlmodel.select(StockLevel).where(StockLevel.warehouse_id == warehouse_id, StockLevel.sku_id == sku_id)
    level = session.exec(query.with_for_update().execution_options(populate_existing=True)).first()
    if level is None:
        level = StockLevel(warehouse_id=warehouse_id, sku_id=sku_id)
        session.add(level)
        session.flush()
    return level


def _write(session: Session, changing: Prepared, parameters: Mapping[str, Any]) -> frozenset[int]:
    """Change levels in one statement. Those that were read to be changed are fresh afterwards."""
    return _refresh(session, changing.all(session, parameters))


def _refresh(session: Session, rows: Iterable[Sequence[Any]]) -> frozenset[int]:
    changed = [dict(zip(_NAMES, row, strict=True)) for row in rows]
    for level in changed:
        read = session.identity_map.get(identity_key(StockLevel, (level["warehouse_id"], level["sku_id"])))
        if read is not None:
            for name in AMOUNTS:
                set_committed_value(read, name, level[name])
    return frozenset(level["sku_id"] for level in changed)


def _locks(session: Session) -> bool:
    """Whether levels must be locked before they are changed: SQLite lets only one write at all."""
    return session.connection().dialect.name != "sqlite"


def _in_order(*here: Any, beside: Sequence[Any] = ()) -> Select[Any]:
    """Locks levels in the order of their ids, so that two orders for the same goods cannot lock each other."""
    levels = select(*_LEVEL, *beside).where(*here).order_by(_LEVEL.sku_id, _LEVEL.warehouse_id)
    return levels.with_for_update(of=table_of(StockLevel))


def _updating(sku_id: Any, amounts: Mapping[str, Any], *, locks: bool) -> tuple[Update, Any, Mapping[str, Any]]:
    """Changes the levels of some SKUs, the columns by which to say whether, and the amounts as the change sees them.

    Those columns are of the locked rows, which are always the newest. The rows that the update itself sees may be
    older: those from before it waited for somebody's lock.

    The locked rows bring the amounts along. Named beside them once more, they would have to be found for each row by
    looking through all: PostgreSQL expects few lines of an order, and thousands would take it seconds.
    """
    change = update(table_of(StockLevel)).returning(*_LEVEL).where(_HERE)
    if not locks:
        return change.where(_LEVEL.sku_id == sku_id), _LEVEL, amounts
    beside = [amount.label(name) for name, amount in amounts.items()]
    locked = _in_order(_HERE, _LEVEL.sku_id == sku_id, beside=beside).cte("locked").c
    same = (_LEVEL.warehouse_id == locked.warehouse_id, _LEVEL.sku_id == locked.sku_id)
    return change.where(*same), locked, {name: locked[name] for name in amounts}


@cache
def _by_amounts(guard: Condition, signs: tuple[tuple[str, int], ...], *, locks: bool) -> Prepared:
    """Changes the level of each SKU by its own amount."""
    given = listed("amounts").c
    changing, there, amounts = _updating(given.id, {"amount": given.amount}, locks=locks)
    amount = amounts["amount"]
    changes = {name: amount if sign > 0 else -amount for name, sign in signs}
    return Prepared(changing.where(*_guarded(guard, there, amount)).values(_changed(there, changes)))


def _changed(there: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
    """All amounts of a level, from the locked row: PostgreSQL holds its checks against them.

    It does so before it finds out that the row which the update itself sees is older.
    """
    return {name: there[name] + changes[name] if name in changes else there[name] for name in AMOUNTS}


def _guarded(guard: Condition, there: Any, amount: Any) -> tuple[Any, ...]:
    match guard:
        case Condition.NOTHING:
            return ()
        case Condition.AVAILABLE:
            return (there.on_hand - there.reserved - there.allocated >= amount,)
        case Condition.ON_SHELF:
            return (there.on_hand >= amount,)


@cache
def _allocating(*, locks: bool) -> Prepared:
    changing, there, held = _of_order(locks=locks)
    changes = {"reserved": -held["held_reserved"], "allocated": held["held_reserved"]}
    return Prepared(changing.values(_changed(there, changes)))


@cache
def _releasing(*, locks: bool) -> Prepared:
    changing, there, held = _of_order(locks=locks)
    changes = {"reserved": -held["held_reserved"], "allocated": -held["held_allocated"]}
    return Prepared(changing.values(_changed(there, changes)).returning(_IS_WANTED))


def _of_order(*, locks: bool) -> tuple[Update, Any, Mapping[str, Any]]:
    """The same for the levels of all that an order holds, and the amounts that it holds of each SKU."""
    held = _HELD.c
    amounts = {"held_reserved": held.reserved, "held_allocated": held.allocated}
    return _updating(held.sku_id, amounts, locks=locks)


def _sum_of(kind: HoldKind) -> Any:
    return func.sum(case((_HOLD.kind == kind, _HOLD.quantity), else_=literal(Decimal(0), QUANTITY)))


#: What an order still holds, SKU by SKU, added up once for the whole order.
#: Also of what it holds nothing any more, so that those levels are locked, too: its lines may be waiting for goods.
_HELD = (
    select(
        _HOLD.sku_id,
        _sum_of(HoldKind.RESERVATION).label("reserved"),
        _sum_of(HoldKind.ALLOCATION).label("allocated"),
    )
    .where(_HOLD.order_id == bindparam("order", type_=ID))
    .group_by(_HOLD.sku_id)
    .subquery("held")
)
_STILL = Prepared(_in_order(_LEVEL.sku_id.in_(select(_HOLD.sku_id).where(is_listed(_HOLD.order_id, "orders")))))
