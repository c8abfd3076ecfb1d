"""How stock levels change: many at once, locked in one order, each only where its condition holds.

Only ``domain/stock.py`` calls this; it writes the moves and holds that belong to a change.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum, auto
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, bindparam, case, exists, func, literal, or_, select, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session

from domain.rows import table_of
from domain.tables.catalogue import Sku
from domain.tables.columns import ID, QUANTITY
from domain.tables.stock import Hold, HoldKind, StockLevel

Amounts = Mapping[int, Decimal]
_LEVEL, _HOLD, _SKU = (table_of(model).c for model in (StockLevel, Hold, Sku))
_HERE = _LEVEL.warehouse_id == bindparam("warehouse", type_=ID)


class Guard(Enum):
    """What must be true of a level before it is changed by an amount."""

    NOTHING = auto()
    AVAILABLE = auto()
    """So much is available, or the SKU allows back-orders."""
    ON_SHELF = auto()
    """So much is on hand."""


def change(session: Session, warehouse_id: int, amounts: Amounts, guard: Guard, **signs: int) -> frozenset[int]:
    """Add or take the amounts in the named columns, each where the guard holds; the SKUs whose level changed."""
    parameters: dict[str, Any] = {"warehouse": warehouse_id}
    for number, (sku_id, amount) in enumerate(amounts.items()):
        parameters |= {f"sku{number}": sku_id, f"amount{number}": amount}
    count = len(amounts)
    return _write(session, _of_skus(count), _by_amounts(count, guard, tuple(signs.items())), parameters)


def allocate(session: Session, warehouse_id: int, order_id: int) -> None:
    """What an order has reserved becomes allocated."""
    _write(session, _HELD, _ALLOCATE, {"warehouse": warehouse_id, "order": order_id})


def release(session: Session, warehouse_id: int, order_id: int) -> None:
    """What an order holds is free again."""
    _write(session, _HELD, _RELEASE, {"warehouse": warehouse_id, "order": order_id})


def keep_still(session: Session, order_ids: Iterable[int]) -> None:
    """Nobody else changes what these orders hold until the end of the transaction."""
    held = select(_HOLD.sku_id).where(_HOLD.order_id.in_(tuple(order_ids)), _HOLD.closed_at.is_(None))
    _lock(session, _locking(_LEVEL.sku_id.in_(held)), {})


def _write(session: Session, locking: Select[Any], changing: Update, parameters: Mapping[str, Any]) -> frozenset[int]:
    """Change levels in one statement. Those that were read before are fresh afterwards."""
    session.flush()
    _lock(session, locking, parameters)
    changed = session.connection().execute(changing, parameters).all()
    for level in changed:
        read = session.identity_map.get(identity_key(StockLevel, (level.warehouse_id, level.sku_id)))
        if read is not None:
            for name in ("on_hand", "reserved", "allocated"):
                set_committed_value(read, name, getattr(level, name))
    return frozenset(level.sku_id for level in changed)


def _lock(session: Session, locking: Select[Any], parameters: Mapping[str, Any]) -> None:
    """Lock levels in the order of their ids, so that two orders for the same goods cannot lock each other.

    SQLite lets only one write at all.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(locking, parameters)


def _locking(*here: Any) -> Select[Any]:
    return select(_LEVEL.sku_id).where(*here).order_by(_LEVEL.sku_id, _LEVEL.warehouse_id).with_for_update()


def _those(count: int) -> ColumnElement[bool]:
    """The levels of so many SKUs. One name a SKU and no list: a statement of its own for each count is made once."""
    return _LEVEL.sku_id.in_([bindparam(f"sku{number}", type_=ID) for number in range(count)])


@cache
def _of_skus(count: int) -> Select[Any]:
    return _locking(_HERE, _those(count))


@lru_cache(maxsize=512)
def _by_amounts(count: int, guard: Guard, signs: tuple[tuple[str, int], ...]) -> Update:
    """Changes the levels of so many SKUs, each by its own amount."""
    amount = case(
        *(
            (_LEVEL.sku_id == bindparam(f"sku{number}", type_=ID), bindparam(f"amount{number}", type_=QUANTITY))
            for number in range(count)
        )
    )
    values = {name: _LEVEL[name] + amount if sign > 0 else _LEVEL[name] - amount for name, sign in signs}
    return _updating(_HERE, _those(count), *_guarded(guard, amount)).values(values)


def _guarded(guard: Guard, amount: Any) -> tuple[Any, ...]:
    match guard:
        case Guard.NOTHING:
            return ()
        case Guard.AVAILABLE:
            available = _LEVEL.on_hand - _LEVEL.reserved - _LEVEL.allocated
            return (or_(available >= amount, exists().where(_SKU.id == _LEVEL.sku_id, _SKU.backorder)),)
        case Guard.ON_SHELF:
            return (_LEVEL.on_hand >= amount,)


def _updating(*here: Any) -> Update:
    return update(table_of(StockLevel)).where(*here).returning(*_LEVEL)


_OPEN = (_HOLD.order_id == bindparam("order", type_=ID), _HOLD.closed_at.is_(None))
_WHERE_HELD = (_HERE, _LEVEL.sku_id.in_(select(_HOLD.sku_id).where(*_OPEN)))
_HELD = _locking(*_WHERE_HELD)


def _held(kind: HoldKind) -> Any:
    """What an order holds of a level's SKU, as an expression."""
    query = select(func.sum(_HOLD.quantity)).where(*_OPEN, _HOLD.kind == kind, _HOLD.sku_id == _LEVEL.sku_id)
    return func.coalesce(query.correlate(table_of(StockLevel)).scalar_subquery(), literal(Decimal(0), QUANTITY))


_RESERVED, _ALLOCATED = _held(HoldKind.RESERVATION), _held(HoldKind.ALLOCATION)
_ALLOCATE = _updating(*_WHERE_HELD).values(reserved=_LEVEL.reserved - _RESERVED, allocated=_LEVEL.allocated + _RESERVED)
_RELEASE = _updating(*_WHERE_HELD).values(reserved=_LEVEL.reserved - _RESERVED, allocated=_LEVEL.allocated - _ALLOCATED)
