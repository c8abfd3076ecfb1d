"""Stock as people read it: what runs low first, what happened to a SKU, and which orders a shelf cannot serve."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import BigInteger, ColumnElement, case, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from domain import undoing
from domain.acting import By
from domain.catalogue import HOME, Goods, goods_by_id
from domain.rules.rights import Right
from domain.stock import can_undo
from domain.tables.catalogue import Pack, Sku
from domain.tables.columns import QUANTITY
from domain.tables.orders import Order
from domain.tables.people import Account, Person
from domain.tables.stock import Hold, StockLevel, StockMove

PAGE = 8
MOVES_SHOWN = 5
#: Goods run low when less than so many of their biggest packs are left.
LOW_PACKS = 2
#: What counts as a pack of goods that come singly.
_SINGLES = 5


@dataclass(frozen=True, kw_only=True)
class Lowest:
    """A page of SKUs on sale, the emptiest first, with how many are sold out and how many run low in all."""

    goods: tuple[Goods, ...]
    total: int
    sold_out: int
    low: int


@dataclass(frozen=True, kw_only=True)
class MoveSeen:
    """A stock move with the name of who made it and whether it was taken back."""

    move: StockMove
    who: str
    undone: bool


@dataclass(frozen=True, kw_only=True)
class ShortOrder:
    """An order that what is on hand does not reach; ``missing`` in base units."""

    order: Order
    account: str
    missing: Decimal


def is_low(goods: Goods) -> bool:
    """Whether goods run low, or are sold out."""
    pack = goods.biggest_pack
    size = pack.size if pack and pack.size > 1 else _SINGLES
    return goods.available < LOW_PACKS * size


def lowest(by: By, page: int = 0) -> Lowest:
    """The SKUs on sale by how many packs of them can still be sold, in two statements."""
    by.need(Right.STOCK_READ)
    biggest = (
        select(func.max(col(Pack.size)))
        .where(col(Pack.sku_id) == col(Sku.id), col(Pack.size) > 1)
        .correlate(Sku)
        .scalar_subquery()
    )
    size = func.coalesce(biggest, _SINGLES)
    available = func.coalesce(type_coerce(_available(), BigInteger), 0)
    rows = by.session.exec(
        select(
            col(Sku.id),
            func.count().over(),
            func.sum(case((available <= 0, 1), else_=0)).over(),
            func.sum(case((available < LOW_PACKS * size * 10**QUANTITY.places, 1), else_=0)).over(),
        )
        .join(StockLevel, (col(StockLevel.sku_id) == Sku.id) & (col(StockLevel.warehouse_id) == HOME), isouter=True)
        .where(col(Sku.on_sale).is_(True))
        .order_by(available / size, col(Sku.code))
        .offset(page * PAGE)
        .limit(PAGE)
    ).all()
    goods = goods_by_id(by.session, [row[0] for row in rows]) if rows else {}
    total, sold_out, low = (int(number) for number in rows[0][1:]) if rows else (0, 0, 0)
    return Lowest(goods=tuple(goods[row[0]] for row in rows), total=total, sold_out=sold_out, low=low - sold_out)


def moves_of(by: By, sku_id: int) -> list[MoveSeen]:
    """The last moves of a SKU, the newest first."""
    back = aliased(StockMove)
    rows = by.session.exec(
        select(StockMove, Person.name, back.id)
        .join(Person, col(Person.id) == StockMove.person_id, isouter=True)
        .join(back, col(back.undoes_id) == StockMove.id, isouter=True)
        .where(StockMove.warehouse_id == HOME, StockMove.sku_id == sku_id)
        .order_by(col(StockMove.id).desc())
        .limit(MOVES_SHOWN)
    )
    return [MoveSeen(move=move, who=name or "", undone=undone is not None) for move, name, undone in rows]


def to_take_back(by: By, moves: Sequence[MoveSeen]) -> StockMove | None:
    """The newest of these moves, which come newest first, that can be taken back; an older one but shortly after it."""
    standing = [seen.move for seen in moves if not seen.undone and seen.move.undoes_id is None]
    newest = next((move for move in standing if can_undo(move)), None)
    if newest is None or (newest is not standing[0] and undoing.is_late(by, newest.at)):
        return None
    return newest


def most_ever(by: By, sku_id: int) -> Decimal:
    """The most of a SKU that was ever on hand, in base units; 0 where there never was any."""
    here = (col(StockMove.warehouse_id) == HOME, col(StockMove.sku_id) == sku_id)
    on_hand = func.sum(col(StockMove.quantity)).over(order_by=col(StockMove.id))
    after_each = select(type_coerce(on_hand, QUANTITY).label("on_hand")).where(*here).subquery()
    found: Decimal | None = by.session.exec(select(func.max(after_each.c.on_hand))).one()
    return found or Decimal(0)


def short_orders(by: By, level: StockLevel) -> list[ShortOrder]:
    """The orders that what is on hand does not reach: the firm ones are served first, then the oldest."""
    rows = by.session.exec(
        select(Hold, Order, Account.name)
        .join(Order, col(Order.id) == Hold.order_id)
        .join(Account, col(Account.id) == Order.account_id)
        .where(Hold.warehouse_id == level.warehouse_id, Hold.sku_id == level.sku_id, col(Hold.closed_at).is_(None))
        .order_by(col(Hold.kind), col(Order.submitted_at), col(Order.id))
    )
    left, short = level.on_hand, []
    for hold, order, account in rows:
        missing = min(hold.quantity, hold.quantity - left)
        left = max(left - hold.quantity, Decimal(0))
        if missing > 0:
            short.append(ShortOrder(order=order, account=account, missing=missing))
    return short


def _available() -> ColumnElement[Decimal]:
    return col(StockLevel.on_hand) - col(StockLevel.reserved) - col(StockLevel.allocated)
