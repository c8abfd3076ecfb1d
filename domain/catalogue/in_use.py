"""SKUs of which somebody holds quantities: their unit and the size of their packs must stay what they are.

A pack can be given up.
"""

from collections.abc import Collection

from sqlmodel import Session, col, or_, select, update

from domain.rules.order_states import OPEN
from domain.tables.carts import CartLine
from domain.tables.catalogue import Pack
from domain.tables.orders import Order, OrderLine
from domain.tables.stock import StockLevel


def in_use(session: Session, sku_ids: Collection[int]) -> set[int]:
    """Those of the SKUs that are in a cart, in an open order, or on hand."""
    there = or_(col(StockLevel.on_hand) != 0, col(StockLevel.reserved) != 0, col(StockLevel.allocated) != 0)
    stock = select(StockLevel.sku_id).where(col(StockLevel.sku_id).in_(sku_ids), there)
    return {*session.exec(stock), *being_ordered(session, sku_ids)} if sku_ids else set()


def being_ordered(session: Session, sku_ids: Collection[int]) -> set[int]:
    """Those of the SKUs that are in a cart or in an open order."""
    carts = select(CartLine.sku_id).where(col(CartLine.sku_id).in_(sku_ids))
    orders = (
        select(OrderLine.sku_id)
        .join(Order, col(Order.id) == OrderLine.order_id)
        .where(col(OrderLine.sku_id).in_(sku_ids), col(Order.status).in_(OPEN))
    )
    return {sku_id for query in (carts, orders) for sku_id in session.exec(query)}


def give_up_pack(session: Session, pack: Pack) -> None:
    """Delete a pack and its prices; lines that were bought by it keep what was paid."""
    session.exec(update(OrderLine).where(col(OrderLine.pack_id) == pack.id).values(pack_id=None))
    session.delete(pack)
