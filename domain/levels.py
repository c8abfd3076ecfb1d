"""How stock levels change: many at once, locked in one order, each only where its condition holds.

Only ``domain/stock.py`` calls this; it writes the moves and holds that belong to a change.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum, auto
from functools import cache
from typing import Any

from sqlalchemy import Select, Update, bindparam, case, exists, func, literal, or_, select, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session

from domain.listed import is_listed, listed
from domain.prepared import Prepared
from domain.rows import table_of
from domain.tables.catalogue import Sku
from domain.tables.columns import ID, QUANTITY
from domain.tables.stock import Hold, HoldKind, StockLevel

Amounts = Mapping[int, Decimal]
_LEVEL, _HOLD, _SKU = (table_of(model).c for model in (StockLevel, Hold, Sku))
_NAMES = tuple(_LEVEL.keys())
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
    changing = _by_amounts(guard, tuple(signs.items()), locks=_locks(session))
    return _write(session, changing, {"warehouse": warehouse_id, "amounts": amounts})


def allocate(session: Session, warehouse_id: int, order_id: int) -> None:
    """What an order has reserved becomes allocated."""
    _write(session, _allocating(locks=_locks(session)), {"warehouse": warehouse_id, "order": order_id})


def release(session: Session, warehouse_id: int, order_id: int) -> None:
    """What an order holds is free again."""
    _write(session, _releasing(locks=_locks(session)), {"warehouse": warehouse_id, "order": order_id})


def keep_still(session: Session, order_ids: Iterable[int]) -> None:
    """Nobody else changes what these orders hold until the end of the transaction."""
    held = select(_HOLD.sku_id).where(_HOLD.order_id.in_(tuple(order_ids)), _HOLD.closed_at.is_(None))
    if _locks(session):
        session.connection().execute(_in_order(_LEVEL.sku_id.in_(held)))


def _write(session: Session, changing: Prepared, parameters: Mapping[str, Any]) -> frozenset[int]:
    """Change levels in one statement. Those that were read to be changed are fresh afterwards."""
    changed = [dict(zip(_NAMES, level, strict=True)) for level in changing.all(session, parameters)]
    for level in changed:
        read = session.identity_map.get(identity_key(StockLevel, (level["warehouse_id"], level["sku_id"])))
        if read is not None:
            for name in ("on_hand", "reserved", "allocated"):
                set_committed_value(read, name, level[name])
    return frozenset(level["sku_id"] for level in changed)


def _locks(session: Session) -> bool:
    """Whether levels must be locked before they are changed: SQLite lets only one write at all."""
    return session.connection().dialect.name != "sqlite"


def _in_order(*here: Any) -> Select[Any]:
    """Locks levels in the order of their ids, so that two orders for the same goods cannot lock each other."""
    return select(*_LEVEL).where(*here).order_by(_LEVEL.sku_id, _LEVEL.warehouse_id).with_for_update()


def _updating(these: Any, *, locks: bool) -> tuple[Update, Any]:
    """Changes levels, and the columns by which to say whether: those of the locked rows, which are always the newest.

    The rows that the update itself sees may be older: those from before it waited for somebody's lock. ``these``:
    which rows are locked; the caller says once more which are changed, by what they are joined with.
    """
    change = update(table_of(StockLevel)).returning(*_LEVEL).where(_HERE)
    if not locks:
        return change, _LEVEL
    locked = _in_order(_HERE, these).cte("locked").c
    same = (_LEVEL.warehouse_id == locked.warehouse_id, _LEVEL.sku_id == locked.sku_id)
    return change.where(*same), locked


@cache
def _by_amounts(guard: Guard, signs: tuple[tuple[str, int], ...], *, locks: bool) -> Prepared:
    """Changes the level of each SKU by its own amount."""
    given = listed("amounts").c
    changing, there = _updating(is_listed(_LEVEL.sku_id, "amounts"), locks=locks)
    values = {name: _LEVEL[name] + given.amount if sign > 0 else _LEVEL[name] - given.amount for name, sign in signs}
    return Prepared(changing.where(*_guarded(guard, there, given.amount), _LEVEL.sku_id == given.id).values(values))


def _guarded(guard: Guard, there: Any, amount: Any) -> tuple[Any, ...]:
    match guard:
        case Guard.NOTHING:
            return ()
        case Guard.AVAILABLE:
            available = there.on_hand - there.reserved - there.allocated
            return (or_(available >= amount, exists().where(_SKU.id == _LEVEL.sku_id, _SKU.backorder)),)
        case Guard.ON_SHELF:
            return (there.on_hand >= amount,)


@cache
def _allocating(*, locks: bool) -> Prepared:
    changing, held = _of_order(locks=locks)
    return Prepared(
        changing.values(reserved=_LEVEL.reserved - held.reserved, allocated=_LEVEL.allocated + held.reserved)
    )


@cache
def _releasing(*, locks: bool) -> Prepared:
    changing, held = _of_order(locks=locks)
    return Prepared(
        changing.values(reserved=_LEVEL.reserved - held.reserved, allocated=_LEVEL.allocated - held.allocated)
    )


def _of_order(*, locks: bool) -> tuple[Update, Any]:
    """Changes the levels of all that an order holds, and the columns that say how much of each SKU that is."""
    held = _HELD.c
    changing, _ = _updating(_LEVEL.sku_id.in_(select(held.sku_id)), locks=locks)
    return changing.where(_LEVEL.sku_id == held.sku_id), held


def _sum_of(kind: HoldKind) -> Any:
    return func.sum(case((_HOLD.kind == kind, _HOLD.quantity), else_=literal(Decimal(0), QUANTITY)))


#: What an order still holds, SKU by SKU, added up once for the whole order.
_HELD = (
    select(
        _HOLD.sku_id,
        _sum_of(HoldKind.RESERVATION).label("reserved"),
        _sum_of(HoldKind.ALLOCATION).label("allocated"),
    )
    .where(_HOLD.order_id == bindparam("order", type_=ID), _HOLD.closed_at.is_(None))
    .group_by(_HOLD.sku_id)
    .subquery("held")
)
