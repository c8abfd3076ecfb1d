"""Stock counted or imported below what is promised: who looks after the orders that it does not reach hears so."""

from collections.abc import Collection

import sqlalchemy
from sqlmodel import col, func, select

from domain.acting import By
from domain.concerned import concerned
from domain.records import tell
from domain.tables.catalogue import Sku
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Account
from domain.tables.stock import Hold, StockLevel

#: So many orders are told of; one count or import makes no flood.
MOST = 50


def tell_short(by: By, warehouse_id: int, sku_ids: Collection[int]) -> frozenset[int]:
    """Tell of the orders that what is on hand of these SKUs no longer reaches, served oldest first; which they are."""
    if not sku_ids:
        return frozenset()
    by.session.flush()
    needed = func.sum(col(Hold.quantity)).over(
        partition_by=col(Hold.sku_id), order_by=(col(Order.submitted_at), col(Order.id))
    )
    reach = (
        sqlalchemy.select(col(Hold.order_id), needed.label("needed"), col(StockLevel.on_hand))
        .join(Order, col(Order.id) == Hold.order_id)
        .join(Sku, col(Sku.id) == Hold.sku_id)
        .join(StockLevel, (col(StockLevel.sku_id) == Hold.sku_id) & (col(StockLevel.warehouse_id) == Hold.warehouse_id))
        .where(col(Hold.warehouse_id) == warehouse_id, col(Hold.sku_id).in_(sku_ids), col(Hold.closed_at).is_(None))
        .where(col(Sku.backorder).is_(False))
        .subquery()
    )
    short = select(reach.c.order_id).where(reach.c.needed > reach.c.on_hand)
    query = select(Order, Account).join(Account).where(col(Order.id).in_(short)).order_by(col(Order.submitted_at))
    found = by.session.exec(query.limit(MOST)).all()
    for order, account in found:
        tell(by, concerned(by, order, account).holders, NoticeKind.ORDER_SHORT, order=order)
    return frozenset(order.id for order, _ in found)
