"""Stock reports: low stock first, the history of a SKU, and the orders that wait for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import BigInteger, ColumnElement, case, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from domain.actor import Actor
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.db.pages import ROWS
from domain.events import undo_window
from domain.rules.rights import Right
from domain.stock.levels import IS_WAITING
from domain.stock.stock import can_undo
from domain.stock.warehouses import HOME
from domain.tables.catalogue import Pack, Sku
from domain.tables.columns import QUANTITY
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account, Person
from domain.tables.stock import StockLevel, StockMove

MOVES_SHOWN = 5
#: Goods run low when fewer than this many of their biggest packs are left.
LOW_PACKS = 2
#: What counts as a pack of goods that come singly.
_SINGLES = 5


@dataclass(frozen=True, kw_only=True)
class LowestStock:
    """A page of SKUs on sale, the emptiest first, with how many are sold out and how many run low in all."""

    goods: tuple[Goods, ...]
    total: int
    sold_out: int
    low: int


@dataclass(frozen=True, kw_only=True)
class ListedMove:
    """A stock move with the name of who made it and whether it was taken back."""

    move: StockMove
    who: str
    undone: bool


@dataclass(frozen=True, kw_only=True)
class ShortOrder:
    """An order that waits for goods; ``missing`` in base units."""

    order: Order
    account: str
    missing: Decimal


def is_low(goods: Goods) -> bool:
    """Whether goods run low, or are sold out."""
    pack = goods.biggest_pack
    size = pack.size if pack and pack.size > 1 else _SINGLES
    return goods.available < LOW_PACKS * size


def lowest(actor: Actor, page: int = 0) -> LowestStock:
    """The SKUs on sale by how many packs of them can still be sold, in two statements."""
    actor.need(Right.STOCK_READ)
    biggest = (
        select(func.max(col(Pack.size)))
        .where(col(Pack.sku_id) == col(Sku.id), col(Pack.size) > 1)
        .correlate(Sku)
        .scalar_subquery()
    )
    size = func.coalesce(biggest, _SINGLES)
    available = func.coalesce(type_coerce(_available(), BigInteger), 0)
    rows = actor.session.exec(
        select(
            col(Sku.id),
            func.count().over(),
            func.sum(case((available <= 0, 1), else_=0)).over(),
            func.sum(case((available < LOW_PACKS * size * 10**QUANTITY.places, 1), else_=0)).over(),
        )
        .join(StockLevel, (col(StockLevel.sku_id) == Sku.id) & (col(StockLevel.warehouse_id) == HOME), isouter=True)
        .where(col(Sku.on_sale).is_(True))
        .order_by(available / size, col(Sku.code))
        .offset(page * ROWS)
        .limit(ROWS)
    ).all()
    goods = goods_by_id(actor.session, [row[0] for row in rows]) if rows else {}
    total, sold_out, low = (int(number) for number in rows[0][1:]) if rows else (0, 0, 0)
    return LowestStock(goods=tuple(goods[row[0]] for row in rows), total=total, sold_out=sold_out, low=low - sold_out)


def moves_of(actor: Actor, sku_id: int) -> list[ListedMove]:
    """The last moves of a SKU, the newest first."""
    back = aliased(StockMove)
    rows = actor.session.exec(
        select(StockMove, Person.name, back.id)
        .join(Person, col(Person.id) == StockMove.person_id, isouter=True)
        .join(back, col(back.undoes_id) == StockMove.id, isouter=True)
        .where(StockMove.warehouse_id == HOME, StockMove.sku_id == sku_id)
        .order_by(col(StockMove.id).desc())
        .limit(MOVES_SHOWN)
    )
    return [ListedMove(move=move, who=name or "", undone=undone is not None) for move, name, undone in rows]


def to_take_back(actor: Actor, moves: Sequence[ListedMove]) -> StockMove | None:
    """The newest of these moves, which come newest first, that can be taken back; an older one but shortly after it."""
    standing = [each.move for each in moves if not each.undone and each.move.undoes_id is None]
    newest = next((move for move in standing if can_undo(move)), None)
    if newest is None or (newest is not standing[0] and undo_window.is_late(actor, newest.at)):
        return None
    return newest


def most_ever(actor: Actor, sku_id: int) -> Decimal:
    """The most of a SKU that was ever on hand, in base units; 0 where there never was any."""
    here = (col(StockMove.warehouse_id) == HOME, col(StockMove.sku_id) == sku_id)
    on_hand = func.sum(col(StockMove.quantity)).over(order_by=col(StockMove.id))
    after_each = select(type_coerce(on_hand, QUANTITY).label("on_hand")).where(*here).subquery()
    found: Decimal | None = actor.session.exec(select(func.max(after_each.c.on_hand))).one()
    return found or Decimal(0)


def waiting_orders(actor: Actor, sku_id: int) -> list[ShortOrder]:
    """The orders that wait for a SKU, in the order in which they get it."""
    rows = actor.session.exec(
        select(Order, Account.name, type_coerce(func.sum(OrderLine.back_ordered), QUANTITY))
        .join(OrderLine, col(OrderLine.order_id) == Order.id)
        .join(Account, col(Account.id) == Order.account_id)
        .where(OrderLine.sku_id == sku_id, IS_WAITING)
        .group_by(col(Order.id), col(Account.name), col(Account.priority))
        .order_by(col(Account.priority).desc(), col(Order.submitted_at), col(Order.id))
    )
    return [ShortOrder(order=order, account=account, missing=missing) for order, account, missing in rows]


def _available() -> ColumnElement[Decimal]:
    return col(StockLevel.on_hand) - col(StockLevel.reserved) - col(StockLevel.allocated)
