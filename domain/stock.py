"""The one writer of stock: levels, holds and moves change here, by conditional updates, or not at all."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, case, insert
from sqlalchemy.orm import aliased
from sqlmodel import col, select, update

from domain import levels, rows, undoing
from domain.acting import By
from domain.levels import Amounts, Guard
from domain.listed import listed
from domain.prepared import Prepared
from domain.records import note
from domain.refusals import BadQuantity, NotEnoughStock, NotFound, ShelfShort, StockMovedSince, TooLateToUndo
from domain.rules.quantities import MOST
from domain.rules.rights import Right
from domain.shortage import tell_short
from domain.tables.catalogue import Sku
from domain.tables.columns import ID, QUANTITY, TIME, new_id
from domain.tables.orders import Order, OrderLine
from domain.tables.shipments import Shipment
from domain.tables.stock import Hold, HoldKind, MoveKind, StockLevel, StockMove

_NONE = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """So many base units of a SKU that a line of an order wants held."""

    line_id: int
    sku_id: int
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class StockChange:
    """What a receipt, a count or an undo did; no move where nothing changed."""

    level: StockLevel
    before: Decimal
    move: StockMove | None

    @property
    def change(self) -> Decimal:
        """How much more there is now, in base units."""
        return self.move.quantity if self.move else Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Undoing:
    """A move that shall be taken back, with the level as it is now; ``done``: that has happened already."""

    move: StockMove
    level: StockLevel
    done: bool


def reserve(by: By, order: Order, claims: Sequence[Claim]) -> None:
    """Hold stock for the new lines of an order until it is decided or expires.

    Raises:
        NotEnoughStock: somebody else was faster; nothing is held.
    """
    _hold_back(by, order.warehouse_id, {claim.sku_id: claim.quantity for claim in claims})
    shared = {
        "order_id": order.id,
        "warehouse_id": order.warehouse_id,
        "kind": HoldKind.RESERVATION,
        "expires_at": order.expires_at,
    }
    holds = [
        {**shared, "order_line_id": claim.line_id, "sku_id": claim.sku_id, "quantity": claim.quantity}
        for claim in claims
    ]
    rows.write(by.session, Hold, holds)


def resize(by: By, order: Order, line: OrderLine, quantity: Decimal) -> None:
    """Make the reservation of a line larger or smaller, also of one that held nothing any more.

    Raises:
        NotEnoughStock: there is not that much more.
    """
    more = quantity - line.quantity
    if more > 0:
        _hold_back(by, order.warehouse_id, {line.sku_id: more})
    elif more < 0:
        levels.change(by.session, order.warehouse_id, {line.sku_id: -more}, Guard.NOTHING, reserved=-1)
    closed_at = None if quantity else by.now
    its_own = update(Hold).where(col(Hold.order_id) == order.id, col(Hold.order_line_id) == line.id)
    changed = its_own.values(quantity=quantity, closed_at=closed_at)
    by.session.execute(changed, execution_options={"synchronize_session": False})


def allocate(by: By, order: Order) -> None:
    """Turn an order's reservations into allocations: it was approved."""
    levels.allocate(by.session, order.warehouse_id, order.id)
    _ALLOCATE.run(by.session, {"order": order.id})


def release(by: By, order: Order) -> None:
    """Give back all that an order holds."""
    levels.release(by.session, order.warehouse_id, order.id)
    _rewrite(by, order, quantity=Decimal(0), closed_at=by.now)


def keep_still(by: By, order_ids: Iterable[int]) -> None:
    """Nobody else changes what these orders hold until the end of the transaction."""
    levels.keep_still(by.session, order_ids)


def take_out(by: By, order: Order, shipment: Shipment, amounts: Amounts) -> None:
    """Goods leave the house: allocation and stock on hand go down together, with a move for each SKU.

    Raises:
        ShelfShort: the shelf holds less than the books said.
    """
    got = levels.change(by.session, order.warehouse_id, amounts, Guard.ON_SHELF, on_hand=-1, allocated=-1)
    if len(got) != len(amounts):
        short = _shortage(by, order.warehouse_id, amounts, got, on_shelf=True).facts
        raise ShelfShort(sku_id=short["sku_id"], on_hand=short["available"], shipment_id=shipment.id)
    _TAKE_OUT.run(by.session, {"order": order.id, "now": by.now, "amounts": amounts})
    shared = {
        "warehouse_id": order.warehouse_id,
        "kind": MoveKind.SHIPPED,
        "shipment_id": shipment.id,
        "person_id": by.person_id,
        "at": by.now,
    }
    moves = [{**shared, "sku_id": sku_id, "quantity": -quantity} for sku_id, quantity in amounts.items()]
    rows.write(by.session, StockMove, moves)


def receive(by: By, warehouse_id: int, sku_id: int, quantity: Decimal, words: str = "") -> StockChange:
    """Goods came in.

    Raises:
        BadQuantity: not positive, absurd, or finer than the SKU is measured.
    """
    by.need(Right.STOCK_CHANGE)
    _check_count(by, sku_id, quantity, least=Decimal(1).scaleb(-3))
    return _move(by, level_of(by, warehouse_id, sku_id), quantity, MoveKind.RECEIVED, words=words)


def count(by: By, warehouse_id: int, sku_id: int, found: Decimal, words: str = "") -> StockChange:
    """Somebody counted the shelf: stock on hand becomes what was found, by a move of the difference.

    It may become less than is promised to orders: what is not there is not there.

    Raises:
        BadQuantity: negative, absurd, or finer than the SKU is measured.
    """
    by.need(Right.STOCK_CHANGE)
    _check_count(by, sku_id, found, least=Decimal(0))
    level = level_of(by, warehouse_id, sku_id)
    return _told(by, _move(by, level, found - level.on_hand, MoveKind.COUNTED, words=words))


def stock_up(by: By, warehouse_id: int, found: Amounts, words: str) -> frozenset[int]:
    """Many SKUs at once, as an import says: what is on hand becomes so much, by a move for each that differs.

    SKUs without a level get one. Returned are the orders that it no longer reaches.
    Each move notes ``words`` and what was said to be there.
    """
    if by.person is not None:
        by.need(Right.STOCK_CHANGE)
    query = select(StockLevel).where(StockLevel.warehouse_id == warehouse_id, col(StockLevel.sku_id).in_(found))
    query = query.order_by(col(StockLevel.sku_id)).with_for_update().execution_options(populate_existing=True)
    before = {level.sku_id: level.on_hand for level in by.session.exec(query)}
    changes = {sku_id: there - before.get(sku_id, Decimal(0)) for sku_id, there in found.items()}
    new = [
        {"warehouse_id": warehouse_id, "sku_id": sku_id, "on_hand": there, "reserved": _NONE, "allocated": _NONE}
        for sku_id, there in found.items()
        if sku_id not in before
    ]
    if new:
        by.session.execute(insert(StockLevel), new)
    old = [{"b_sku": sku_id, "b_change": change} for sku_id, change in changes.items() if change and sku_id in before]
    if old:
        here = (col(StockLevel.warehouse_id) == warehouse_id, col(StockLevel.sku_id) == bindparam("b_sku"))
        more = StockLevel.on_hand + bindparam("b_change", type_=QUANTITY)
        by.session.connection().execute(update(StockLevel).where(*here).values(on_hand=more), old)
        _forget(by)
    moves = [
        {
            "id": new_id(),
            "warehouse_id": warehouse_id,
            "sku_id": sku_id,
            "quantity": change,
            "kind": MoveKind.COUNTED if sku_id in before else MoveKind.RECEIVED,
            "person_id": by.person_id,
            "note": f"{words} {found[sku_id]}",
            "at": by.now,
        }
        for sku_id, change in changes.items()
        if change
    ]
    if moves:
        by.session.execute(insert(StockMove), moves)
    return tell_short(by, warehouse_id, [sku_id for sku_id, change in changes.items() if change < 0])


def undo(by: By, move_id: int, *, sure: bool = False) -> StockChange:
    """Take a receipt or a count back by a move the other way. Twice changes nothing more.

    ``sure``: the person was told from when it is, and means it.

    Raises:
        NotFound, StockMovedSince, NotEnoughStock: as for ``to_undo``.
        TooLateToUndo: it is more than ten minutes ago, and nobody is ``sure``.
    """
    back = to_undo(by, move_id)
    if back.done:
        return StockChange(level=back.level, before=back.level.on_hand, move=None)
    if undoing.is_late(by, back.move.at) and not sure:
        raise TooLateToUndo(minutes=undoing.MINUTES)
    return _told(by, _move(by, back.level, -back.move.quantity, back.move.kind, undoes=back.move))


def to_undo(by: By, move_id: int) -> Undoing:
    """A receipt or a count that can be taken back; its level is locked until the end of the message.

    In the first ten minutes only a later count stands in the way, because that says what is there; afterwards
    whatever moved the same goods.

    Raises:
        NotFound: it is no receipt or count.
        StockMovedSince: something stands in the way.
        NotEnoughStock: what came in then has left since.
    """
    by.need(Right.STOCK_CHANGE)
    move = by.session.get(StockMove, move_id)
    if move is None or not can_undo(move):
        raise NotFound
    level = level_of(by, move.warehouse_id, move.sku_id)
    if by.session.exec(select(StockMove.id).where(StockMove.undoes_id == move.id)).first():
        return Undoing(move=move, level=level, done=True)
    since = _moved_since(by, move, tuple(MoveKind) if undoing.is_late(by, move.at) else (MoveKind.COUNTED,))
    if since is not None:
        raise StockMovedSince(move_id=since.id, sku_id=move.sku_id)
    if level.on_hand < move.quantity:
        raise NotEnoughStock(sku_id=move.sku_id, available=level.on_hand)
    return Undoing(move=move, level=level, done=False)


def _moved_since(by: By, move: StockMove, kinds: Sequence[MoveKind]) -> StockMove | None:
    """The newest move of the same goods after this one that was not taken back."""
    back = aliased(StockMove)
    return by.session.exec(
        select(StockMove)
        .join(back, col(back.undoes_id) == StockMove.id, isouter=True)
        .where(StockMove.warehouse_id == move.warehouse_id, StockMove.sku_id == move.sku_id)
        .where(StockMove.id > move.id, col(StockMove.kind).in_(kinds))
        .where(col(StockMove.undoes_id).is_(None), col(back.id).is_(None))
        .order_by(col(StockMove.id).desc())
        .limit(1)
    ).first()


def _told(by: By, done: StockChange) -> StockChange:
    """Whoever looks after orders that less stock no longer reaches hears of it."""
    if done.change < 0:
        tell_short(by, done.level.warehouse_id, [done.level.sku_id])
    return done


def can_undo(move: StockMove) -> bool:
    """Whether a move is of the kind that a person wrote and may take back."""
    return move.kind in (MoveKind.RECEIVED, MoveKind.COUNTED) and move.undoes_id is None


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


def _move(
    by: By, level: StockLevel, change: Decimal, kind: MoveKind, *, words: str = "", undoes: StockMove | None = None
) -> StockChange:
    """Change a locked level, with its move; a count that found what the books said leaves only its event."""
    before, move = level.on_hand, None
    if change:
        move = StockMove(
            warehouse_id=level.warehouse_id,
            sku_id=level.sku_id,
            quantity=change,
            kind=kind,
            person_id=by.person_id,
            undoes_id=undoes.id if undoes else None,
            note=words,
            at=by.now,
        )
        by.session.add(move)
        levels.change(by.session, level.warehouse_id, {level.sku_id: change}, Guard.NOTHING, on_hand=1)
    word = f"stock.{kind}" if undoes is None else "stock.undone"
    note(by, word, subject=f"sku:{level.sku_id}", change=str(change), on_hand=str(before + change))
    return StockChange(level=level, before=before, move=move)


def _hold_back(by: By, warehouse_id: int, amounts: Amounts) -> None:
    """Reserve only where so much is available, or back-orders are allowed; all SKUs or none."""
    got = levels.change(by.session, warehouse_id, amounts, Guard.AVAILABLE, reserved=1)
    if len(got) != len(amounts):
        raise _shortage(by, warehouse_id, amounts, got, on_shelf=False)


def _forget(by: By) -> None:
    """Levels that were read before are read again."""
    for level in [row for row in by.session.identity_map.values() if isinstance(row, StockLevel)]:
        by.session.expire(level)


def _shortage(by: By, warehouse_id: int, amounts: Amounts, got: Container[int], *, on_shelf: bool) -> NotEnoughStock:
    """Which SKU fell short, the first that was not got, and how much of it there is."""
    sku_id = next(sku_id for sku_id in amounts if sku_id not in got)
    level = by.session.get(StockLevel, (warehouse_id, sku_id), populate_existing=True)
    there = (level.on_hand if on_shelf else level.available) if level else Decimal(0)
    return NotEnoughStock(sku_id=sku_id, available=max(there, Decimal(0)))


def _open(order_id: Any) -> tuple[Any, ...]:
    """The holds of an order that are still open."""
    return col(Hold.order_id) == order_id, col(Hold.closed_at).is_(None)


#: Built once: putting this statement together would cost more than running it.
_OPEN = _open(bindparam("order", type_=ID))
_ALLOCATE = Prepared(update(Hold).where(*_OPEN).values(kind=HoldKind.ALLOCATION, expires_at=None))
_TAKEN = listed("amounts").c
_TAKE_OUT = Prepared(
    update(Hold)
    .where(col(OrderLine.order_id) == bindparam("order", type_=ID), col(OrderLine.sku_id) == _TAKEN.id)
    .where(col(Hold.order_line_id) == OrderLine.id, col(Hold.closed_at).is_(None))
    .values(
        quantity=Hold.quantity - _TAKEN.amount,
        closed_at=case((col(Hold.quantity) == _TAKEN.amount, bindparam("now", type_=TIME)), else_=None),
    )
)


def _rewrite(by: By, order: Order, **values: Any) -> None:
    """Change the open holds of an order."""
    changed = update(Hold).where(*_open(order.id)).values(values)
    by.session.execute(changed, execution_options={"synchronize_session": False})
