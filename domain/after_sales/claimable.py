"""Which lines of orders a dealer may still ask something for, how much of each, and until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import col, func, select

from domain import settings
from domain.actor import Actor
from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods
from domain.orders.access import visible_to
from domain.rules.business_settings import RETURN_WINDOW
from domain.rules.order_states import AGREED
from domain.rules.return_life import FREED, ReturnStatus
from domain.rules.returns import ReturnKind, ReturnReason, ReturnWindow, left_to_claim
from domain.rules.rights import Right
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.catalogue import Category, Product, Sku
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account
from domain.tables.returns import ReturnLine, ReturnRequest
from domain.tables.shipments import Shipment, ShipmentLine

#: So many lines are looked at, the newest first.
_LINES_MOST = 60


@dataclass(frozen=True, kw_only=True)
class ClaimableLine:
    """A line of which something left, with how much may be asked for in base units.

    ``received_at``: when the last of it came; nothing while all of it is on its way. ``categories``: the names of its
    shelf.
    """

    order: Order
    line: OrderLine
    goods: Goods
    left: Decimal
    received_at: datetime | None
    categories: tuple[str, ...]

    def ends(self, window: ReturnWindow, reason: ReturnReason | None = None) -> datetime | None:
        """Until when something may be asked; nothing where it has not come yet."""
        return window.ends(self.received_at, self.categories, reason) if self.received_at else None


def of_order(actor: Actor, order_id: int) -> Sequence[ClaimableLine]:
    """The lines of an order that something may be asked for now, in their order."""
    return _open(actor, _read(actor, Order.id == order_id))


def of_parcel(actor: Actor, shipment_id: int) -> Sequence[ClaimableLine]:
    """The same of what is in a parcel."""
    packed = select(ShipmentLine.order_line_id).where(ShipmentLine.shipment_id == shipment_id)
    return _open(actor, _read(actor, col(OrderLine.id).in_(packed)))


def with_goods(actor: Actor, sku_ids: Iterable[int] | None = None) -> Sequence[ClaimableLine]:
    """The lines of an account with one of these goods, or any, that something may be asked for; the newest first."""
    if actor.account_id is None:
        return ()
    wanted = () if sku_ids is None else (col(OrderLine.sku_id).in_(tuple(sku_ids)),)
    return _open(actor, _read(actor, Order.account_id == actor.account_id, *wanted))


def one(actor: Actor, order_line_id: int) -> ClaimableLine | None:
    """A line of which something left, whether its time has passed or not; nothing where nothing did."""
    return next(iter(_read(actor, OrderLine.id == order_line_id)), None)


def _open(actor: Actor, lines: Iterable[ClaimableLine]) -> Sequence[ClaimableLine]:
    window = settings.value(actor.session, RETURN_WINDOW)
    return [each for each in lines if each.left > 0 and ((ends := each.ends(window)) is None or ends > actor.now)]


def _read(actor: Actor, *conditions: Any) -> Sequence[ClaimableLine]:
    actor.need(Right.RETURN_READ)
    query = (
        select(Order, OrderLine, Category)
        .join(OrderLine, col(OrderLine.order_id) == Order.id)
        .join(Account, col(Account.id) == Order.account_id)
        .join(Sku, col(Sku.id) == OrderLine.sku_id)
        .join(Product, col(Product.id) == Sku.product_id)
        .join(Category, col(Category.id) == Product.category_id, isouter=True)
        .where(*conditions, *visible_to(actor), col(Order.status).in_(AGREED), col(OrderLine.shipped) > 0)
        .order_by(col(Order.submitted_at).desc(), col(Order.id).desc(), col(OrderLine.position))
        .limit(_LINES_MOST)
    )
    found = actor.session.exec(query).all()
    ids = [line.id for _, line, _ in found]
    taken, came = taken_of(actor, ids), _came(actor, ids)
    goods = catalogue.ordered(actor.session, {line.sku_id for _, line, _ in found})
    return [
        ClaimableLine(
            order=order,
            line=line,
            goods=goods[line.sku_id],
            left=left_to_claim(line.shipped, taken.get(line.id, Decimal(0))),
            received_at=came.get(line.id),
            categories=(shelf.name, shelf.name_en) if shelf else (),
        )
        for order, line, shelf in found
    ]


def taken_of(actor: Actor, order_line_ids: Sequence[int]) -> dict[int, Decimal]:
    """How much of some order lines was asked for already, in base units; where it was counted, what was."""
    query = select(ReturnLine, ReturnRequest).join(ReturnRequest, col(ReturnRequest.id) == ReturnLine.request_id)
    query = query.where(col(ReturnLine.order_line_id).in_(order_line_ids), col(ReturnRequest.status).not_in(FREED))
    counted = {ReturnStatus.RECEIVED, ReturnStatus.SETTLED}
    taken: dict[int, Decimal] = {}
    for line, request in actor.session.exec(query) if order_line_ids else ():
        is_counted = request.kind is ReturnKind.RETURN and request.status in counted
        much = line.good + line.bad if is_counted else line.agreed
        taken[line.order_line_id] = taken.get(line.order_line_id, Decimal(0)) + much
    return taken


def _came(actor: Actor, order_line_ids: Sequence[int]) -> dict[int, datetime]:
    query = (
        select(ShipmentLine.order_line_id, func.max(Shipment.delivered_at))
        .join(Shipment, col(Shipment.id) == ShipmentLine.shipment_id)
        .where(col(ShipmentLine.order_line_id).in_(order_line_ids), Shipment.status == ShipmentStatus.DELIVERED)
        .group_by(col(ShipmentLine.order_line_id))
    )
    found = actor.session.exec(query).all() if order_line_ids else ()
    return {line_id: at for line_id, at in found if at is not None}
