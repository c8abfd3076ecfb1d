"""The one writer of stock on hand: what came in, was counted, imported or taken back, each by a move."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import bindparam, insert
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select, update

from domain.actor import Actor
from domain.events import undo_window
from domain.events.journal import log_event
from domain.refusals import BadQuantity, NotEnoughStock, NotFound, StockMovedSince
from domain.rules.quantities import MOST
from domain.rules.rights import Right
from domain.stock import alerts, back_orders, expected, levels
from domain.stock.levels import Amounts
from domain.tables.catalogue import Sku
from domain.tables.columns import QUANTITY, new_id
from domain.tables.stock import MoveKind, StockLevel, StockMove

_NONE = Decimal(0)


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
class MoveToUndo:
    """A move that shall be taken back, with the level as it is now; ``done``: that has happened already."""

    move: StockMove
    level: StockLevel
    done: bool


def receive(actor: Actor, warehouse_id: int, sku_id: int, quantity: Decimal, words: str = "") -> StockChange:
    """Goods came in. Raises BadQuantity: not positive, absurd, or finer than the SKU is measured."""
    actor.need(Right.STOCK_CHANGE)
    _check_count(actor, sku_id, quantity, least=Decimal(1).scaleb(-3))
    return _move(actor, level_of(actor, warehouse_id, sku_id), quantity, MoveKind.RECEIVED, words=words)


def take_back(actor: Actor, warehouse_id: int, sku_id: int, quantity: Decimal, words: str) -> StockChange:
    """Goods that came back, and are as good as new. ``words``: the number of the request that they came for."""
    actor.need(Right.RETURN_RECEIVE)
    return _move(actor, level_of(actor, warehouse_id, sku_id), quantity, MoveKind.RETURNED, words=words)


def count(actor: Actor, warehouse_id: int, sku_id: int, found: Decimal, words: str = "") -> StockChange:
    """Set stock on hand to what was counted, by a move of the difference. Raises BadQuantity: absurd, or too fine."""
    actor.need(Right.STOCK_CHANGE)
    _check_count(actor, sku_id, found, least=Decimal(0))
    level = level_of(actor, warehouse_id, sku_id)
    return _move(actor, level, found - level.on_hand, MoveKind.COUNTED, words=words)


def set_on_hand(actor: Actor, warehouse_id: int, found: Amounts, words: str) -> frozenset[int]:
    """Set the stock on hand of many SKUs, as an import says, by a move for each that differs.

    SKUs without a level get one. What comes in goes to those who wait. Returned are the orders that lose goods.
    Each move notes ``words`` and what was said to be there.
    """
    actor.authorise(Right.STOCK_CHANGE)
    query = select(StockLevel).where(StockLevel.warehouse_id == warehouse_id, col(StockLevel.sku_id).in_(found))
    query = query.order_by(col(StockLevel.sku_id)).with_for_update().execution_options(populate_existing=True)
    before = {level.sku_id: level.on_hand for level in actor.session.exec(query)}
    changes = {sku_id: there - before.get(sku_id, Decimal(0)) for sku_id, there in found.items()}
    new = [
        {"warehouse_id": warehouse_id, "sku_id": sku_id, "on_hand": there, "reserved": _NONE, "allocated": _NONE}
        for sku_id, there in found.items()
        if sku_id not in before
    ]
    if new:
        actor.session.execute(insert(StockLevel), new)
    shorter = {sku_id: there for sku_id, there in found.items() if changes[sku_id] < 0}
    losing = back_orders.take_from_orders(actor, warehouse_id, shorter)
    old = [{"b_sku": sku_id, "b_change": change} for sku_id, change in changes.items() if change and sku_id in before]
    if old:
        here = (col(StockLevel.warehouse_id) == warehouse_id, col(StockLevel.sku_id) == bindparam("b_sku"))
        more = StockLevel.on_hand + bindparam("b_change", type_=QUANTITY)
        actor.session.connection().execute(update(StockLevel).where(*here).values(on_hand=more), old)
        _forget(actor)
    _note_moves(actor, warehouse_id, changes, before, {sku_id: f"{words} {there}" for sku_id, there in found.items()})
    _let_in(actor, warehouse_id, [sku_id for sku_id, change in changes.items() if change > 0])
    return losing


def move_by_id(session: Session, move_id: int) -> StockMove:
    """A move that is known to be there."""
    return session.get_one(StockMove, move_id)


def _note_moves(actor: Actor, warehouse_id: int, changes: Amounts, before: Amounts, notes: dict[int, str]) -> None:
    moves = [
        {
            "id": new_id(),
            "warehouse_id": warehouse_id,
            "sku_id": sku_id,
            "quantity": change,
            "kind": MoveKind.COUNTED if sku_id in before else MoveKind.RECEIVED,
            "person_id": actor.person_id,
            "note": notes[sku_id],
            "at": actor.now,
        }
        for sku_id, change in changes.items()
        if change
    ]
    if moves:
        actor.session.execute(insert(StockMove), moves)


def undo(actor: Actor, move_id: int, *, sure: bool = False) -> StockChange:
    """Take a receipt or a count back by a move the other way. Twice changes nothing more.

    ``sure``: the person was told from when it is, and means it. Raises NotFound, StockMovedSince, NotEnoughStock: as
    for ``to_undo``; TooLateToUndo: it is more than ten minutes ago, and nobody is ``sure``.
    """
    back = to_undo(actor, move_id)
    if back.done:
        return StockChange(level=back.level, before=back.level.on_hand, move=None)
    if not sure:
        undo_window.need_in_time(actor, back.move.at)
    return _move(actor, back.level, -back.move.quantity, back.move.kind, undoes=back.move)


def to_undo(actor: Actor, move_id: int) -> MoveToUndo:
    """A receipt or a count that can be taken back; its level is locked until the end of the message.

    In the first ten minutes only a later count stands in the way, because that says what is there; afterwards whatever
    moved the same goods. Raises NotFound: it is no receipt or count; StockMovedSince: something stands in the way;
    NotEnoughStock: what came in then has left since.
    """
    actor.need(Right.STOCK_CHANGE)
    move = actor.session.get(StockMove, move_id)
    if move is None or not can_undo(move):
        raise NotFound
    level = level_of(actor, move.warehouse_id, move.sku_id)
    if actor.session.exec(select(StockMove.id).where(StockMove.undoes_id == move.id)).first():
        return MoveToUndo(move=move, level=level, done=True)
    since = _moved_since(actor, move, tuple(MoveKind) if undo_window.is_late(actor, move.at) else (MoveKind.COUNTED,))
    if since is not None:
        raise StockMovedSince(move_id=since.id, sku_id=move.sku_id)
    if level.on_hand < move.quantity:
        raise NotEnoughStock(sku_id=move.sku_id, available=level.on_hand)
    return MoveToUndo(move=move, level=level, done=False)


def _moved_since(actor: Actor, move: StockMove, kinds: Sequence[MoveKind]) -> StockMove | None:
    """The newest move of the same goods after this one that was not taken back."""
    back = aliased(StockMove)
    return actor.session.exec(
        select(StockMove)
        .join(back, col(back.undoes_id) == StockMove.id, isouter=True)
        .where(StockMove.warehouse_id == move.warehouse_id, StockMove.sku_id == move.sku_id)
        .where(StockMove.id > move.id, col(StockMove.kind).in_(kinds))
        .where(col(StockMove.undoes_id).is_(None), col(back.id).is_(None))
        .order_by(col(StockMove.id).desc())
        .limit(1)
    ).first()


def can_undo(move: StockMove) -> bool:
    """Whether a move is of the kind that a person wrote and may take back."""
    return move.kind in (MoveKind.RECEIVED, MoveKind.COUNTED) and move.undoes_id is None


def level_of(actor: Actor, warehouse_id: int, sku_id: int) -> StockLevel:
    """The level of a SKU, locked until the end of the message; made when there is none yet."""
    return levels.locked(actor.session, warehouse_id, sku_id)


def _check_count(actor: Actor, sku_id: int, quantity: Decimal, least: Decimal) -> None:
    sku = actor.session.get(Sku, sku_id)
    if sku is None:
        raise NotFound
    if not least <= quantity <= MOST * 10 or quantity != round(quantity, sku.decimals):
        raise BadQuantity(sku_id=sku_id, quantity=max(least, min(round(quantity, sku.decimals), MOST * 10)))


def _move(
    actor: Actor,
    level: StockLevel,
    change: Decimal,
    kind: MoveKind,
    *,
    words: str = "",
    undoes: StockMove | None = None,
) -> StockChange:
    """Change a locked level, with its move; a count that found what the books said leaves only its event."""
    before, move = level.on_hand, None
    if change < 0:
        back_orders.take_from_orders(actor, level.warehouse_id, {level.sku_id: before + change})
    if change:
        move = StockMove(
            warehouse_id=level.warehouse_id,
            sku_id=level.sku_id,
            quantity=change,
            kind=kind,
            person_id=actor.person_id,
            undoes_id=undoes.id if undoes else None,
            note=words,
            at=actor.now,
        )
        actor.session.add(move)
        levels.change(actor.session, level.warehouse_id, {level.sku_id: change}, levels.Condition.NOTHING, on_hand=1)
    word = f"stock.{kind}" if undoes is None else "stock.undone"
    after = before + change
    if change > 0:
        _let_in(actor, level.warehouse_id, [level.sku_id])
    log_event(actor, word, subject=f"sku:{level.sku_id}", change=str(change), before=str(before), after=str(after))
    return StockChange(level=level, before=before, move=move)


def _let_in(actor: Actor, warehouse_id: int, sku_ids: list[int]) -> None:
    """More is there: for the lines that wait, then for people who wanted to know. Nothing is expected any more."""
    back_orders.give_out(actor, warehouse_id, sku_ids)
    expected.arrived(actor.session, warehouse_id, sku_ids)
    if sku_ids:
        alerts.tell(actor, sku_ids)


def _forget(actor: Actor) -> None:
    """Levels that were read before are read again."""
    for level in [row for row in actor.session.identity_map.values() if isinstance(row, StockLevel)]:
        actor.session.expire(level)
