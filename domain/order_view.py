"""An order as people read it: its lines with goods, its parcels, its stage and its timeline, in few statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from domain.acting import By
from domain.catalogue import HOME, Goods
from domain.order_access import Held, standing_with, visible_to
from domain.refusals import NotFound
from domain.rules.stage import Progress, Stage, stage_of
from domain.tables.catalogue import Pack, Product, Sku
from domain.tables.orders import Event, Order, OrderLine
from domain.tables.people import Account, Person
from domain.tables.shipments import Shipment, ShipmentLine, ShipmentStatus, TrackingEvent
from domain.tables.stock import StockLevel


@dataclass(frozen=True, kw_only=True)
class OrderRow:
    """An order line with its goods."""

    line: OrderLine
    goods: Goods

    @property
    def agreed(self) -> Decimal:
        """What will be sent of it, in base units."""
        return self.line.quantity - self.line.refused

    @property
    def unsent(self) -> Decimal:
        """What has not left the house yet, in base units."""
        return self.agreed - self.line.shipped

    @property
    def short(self) -> Decimal:
        """How much of a waiting line is not there; its own hold is already counted in the stock level."""
        return min(self.line.quantity, max(-self.goods.available, Decimal(0)))


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A shipment with what is in it (order line id → base units)."""

    shipment: Shipment
    contents: dict[int, Decimal]


@dataclass(frozen=True, kw_only=True)
class OrderView:
    """A whole order for one reader. ``decided_by`` is the name of who decided, if anybody has."""

    held: Held
    rows: tuple[OrderRow, ...]
    parcels: tuple[Parcel, ...]
    buyer: Person
    decided_by: str

    @property
    def order(self) -> Order:
        """The order itself."""
        return self.held.order

    @property
    def left_to_send(self) -> bool:
        """Whether anything that was agreed has not left the house yet."""
        return any(row.line.shipped < row.agreed for row in self.rows)

    @property
    def stage(self) -> Stage:
        """What people are told."""
        picking = any(parcel.shipment.status is ShipmentStatus.PICKING for parcel in self.parcels)
        return stage_of(self.order.status, (progress(row.line) for row in self.rows), picking=picking)


def progress(line: OrderLine) -> Progress:
    """How far a line has come."""
    return Progress(agreed=line.quantity - line.refused, shipped=line.shipped, delivered=line.delivered)


def view(by: By, order_id: int) -> OrderView:
    """The order with everything, if it is this person's to see.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    decider = aliased(Person)
    row = by.session.exec(
        select(Order, Account, Person, decider)
        .join(Account, col(Account.id) == Order.account_id)
        .join(Person, col(Person.id) == Order.buyer_id)
        .join(decider, col(decider.id) == Order.decided_by_id, isouter=True)
        .where(Order.id == order_id, *visible_to(by))
    ).first()
    if row is None:
        raise NotFound
    order, account, buyer, decided = row
    parcels = parcels_of(by, order)
    standing = standing_with(order, (parcel.shipment.status for parcel in parcels))
    return OrderView(
        held=Held(order=order, account=account, standing=standing),
        rows=_rows(by, order),
        parcels=parcels,
        buyer=buyer,
        decided_by=decided.name if decided else "",
    )


def _rows(by: By, order: Order) -> tuple[OrderRow, ...]:
    """The lines that something is wanted of, with their goods, in one statement."""
    here = (col(StockLevel.sku_id) == Sku.id) & (col(StockLevel.warehouse_id) == HOME)
    found: dict[int, OrderRow] = {}
    query = (
        sqlalchemy.select(OrderLine, Sku, Product, Pack, StockLevel)
        .join(Sku, col(Sku.id) == OrderLine.sku_id)
        .join(Product, col(Product.id) == Sku.product_id)
        .join(Pack, col(Pack.sku_id) == Sku.id, isouter=True)
        .join(StockLevel, here, isouter=True)
        .where(col(OrderLine.order_id) == order.id, col(OrderLine.quantity) > 0)
        .order_by(col(OrderLine.position), col(Pack.size))
    )
    for line, sku, product, pack, level in by.session.execute(query):
        before = found.get(line.id)
        packs = (before.goods.packs if before else ()) + ((pack,) if pack else ())
        goods = Goods(sku=sku, product=product, packs=packs, level=level)
        found[line.id] = OrderRow(line=line, goods=goods)
    return tuple(found.values())


def parcels_of(by: By, order: Order) -> tuple[Parcel, ...]:
    """The order's shipments that were not given up, first to last."""
    rows = by.session.exec(
        select(Shipment, ShipmentLine)
        .join(ShipmentLine, col(ShipmentLine.shipment_id) == Shipment.id, isouter=True)
        .where(Shipment.order_id == order.id, Shipment.status != ShipmentStatus.DROPPED)
        .order_by(col(Shipment.position), col(ShipmentLine.id))
    ).all()
    shipments = {shipment.id: shipment for shipment, _ in rows}
    return tuple(
        Parcel(
            shipment=shipment,
            contents={line.order_line_id: line.quantity for each, line in rows if line and each.id == shipment.id},
        )
        for shipment in shipments.values()
    )


def carried(by: By, parcels: Iterable[Parcel]) -> list[TrackingEvent]:
    """What the carriers told of these parcels; that they left and arrived stands in the order's own history."""
    ids = [parcel.shipment.id for parcel in parcels if parcel.shipment.shipped_at is not None]
    if not ids:
        return []
    query = select(TrackingEvent).where(col(TrackingEvent.shipment_id).in_(ids))
    return list(by.session.exec(query.order_by(col(TrackingEvent.at), col(TrackingEvent.id))))


def stages(by: By, orders: Iterable[Order]) -> dict[int, Stage]:
    """The stage of many orders in two statements, for lists."""
    orders = tuple(orders)
    ids = [order.id for order in orders]
    lines: dict[int, list[Progress]] = {order_id: [] for order_id in ids}
    for line in by.session.exec(select(OrderLine).where(col(OrderLine.order_id).in_(ids))):
        lines[line.order_id].append(progress(line))
    picking = set(
        by.session.exec(
            select(Shipment.order_id).where(col(Shipment.order_id).in_(ids), Shipment.status == ShipmentStatus.PICKING)
        )
    )
    return {order.id: stage_of(order.status, lines[order.id], picking=order.id in picking) for order in orders}


def history(by: By, order: Order) -> list[tuple[Event, str]]:
    """What happened to an order and the name of who did it, first to last."""
    query = (
        select(Event, Person.name)
        .join(Person, col(Person.id) == Event.person_id, isouter=True)
        .where(Event.order_id == order.id)
        .order_by(col(Event.id))
    )
    return [(event, name or "") for event, name in by.session.exec(query)]
