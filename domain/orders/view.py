"""An order for display: lines with goods, parcels, stage and timeline, in few statements."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from domain.actor import Actor
from domain.catalogue.catalogue import Goods, gather, with_goods
from domain.db.statements import Prepared, RowT, attach
from domain.orders.access import OrderAccess, position_with, reader, role_of, visible_as
from domain.refusals import NotFound
from domain.rules.carrier_numbers import numbers_in
from domain.rules.money import total
from domain.rules.order_life import Position
from domain.rules.rights import Role
from domain.rules.shipment_life import ShipmentStatus
from domain.rules.stage import LineProgress, Stage, stage_of
from domain.tables.catalogue import Pack, Product, Sku
from domain.tables.columns import ID
from domain.tables.lines import LineKind
from domain.tables.orders import Approval, Event, Order, OrderLine
from domain.tables.people import Account, Person
from domain.tables.shipments import Shipment, ShipmentLine, TrackingEvent
from domain.tables.stock import StockLevel

#: Whether anything of an order was gathered, and not given up.
_BEGUN = (
    select(Shipment.id)
    .where(col(Shipment.order_id) == bindparam("order"), col(Shipment.status) != ShipmentStatus.DROPPED)
    .exists()
)
#: Whether anything was asked about an order, or decided.
_ASKED = select(Approval.id).where(col(Approval.order_id) == bindparam("order")).exists()
_WANTED: Any = bindparam("wanted", type_=ID)
_DECIDER, _SALESPERSON = aliased(Person), aliased(Person)
#: Orders with account, buyer, who decided and who looks after the account.
_ORDER = (
    sqlalchemy.select(Order, Account, Person, _DECIDER, _SALESPERSON)
    .join(Account, col(Account.id) == Order.account_id)
    .join(Person, col(Person.id) == Order.buyer_id)
    .join(_DECIDER, col(_DECIDER.id) == Order.decided_by_id, isouter=True)
    .join(_SALESPERSON, col(_SALESPERSON.id) == Account.salesperson_id, isouter=True)
)
#: The lines of an order that something is wanted of, or perhaps will be, with their goods.
_LINES = Prepared(
    with_goods(
        sqlalchemy.select(OrderLine, _BEGUN, _ASKED).where(
            col(OrderLine.order_id) == bindparam("order"), col(OrderLine.quantity) + col(OrderLine.proposed) > 0
        ),
        col(OrderLine.sku_id),
        order_by=col(OrderLine.position),
    )
)
_PARCELS = Prepared(
    sqlalchemy.select(Shipment, ShipmentLine, TrackingEvent)
    .join(ShipmentLine, col(ShipmentLine.shipment_id) == Shipment.id, isouter=True)
    .join(TrackingEvent, col(TrackingEvent.shipment_id) == Shipment.id, isouter=True)
    .where(col(Shipment.order_id) == bindparam("order"), col(Shipment.status) != ShipmentStatus.DROPPED)
    .order_by(col(Shipment.position), col(ShipmentLine.id), col(TrackingEvent.at), col(TrackingEvent.id))
)


class _OrderFound(NamedTuple):
    """The row of ``_ORDER``. ``decider`` decided, ``salesperson`` looks after the account, if anybody."""

    order: Order
    account: Account
    buyer: Person
    decider: Person | None
    salesperson: Person | None


class _LineFound(NamedTuple):
    """A row of ``_LINES``, as many for a line as its goods have packs. ``begun`` and ``asked`` are of the order."""

    line: OrderLine
    begun: bool
    asked: bool
    sku: Sku
    product: Product
    pack: Pack | None
    level: StockLevel | None


class _ParcelFound(NamedTuple):
    """A row of ``_PARCELS``: a shipment with one of its lines and one of its events, if it has any."""

    shipment: Shipment
    line: ShipmentLine | None
    event: TrackingEvent | None


class HistoryRow(NamedTuple):
    """An event and the name of who caused it; no name where nobody did."""

    event: Event
    name: str


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
        """What has not been shipped yet, in base units."""
        return self.agreed - self.line.shipped

    @property
    def on_shelf(self) -> Decimal:
        """What the books say is there, in base units."""
        return self.goods.level.on_hand if self.goods.level else Decimal(0)

    @property
    def ready(self) -> Decimal:
        """What is held for it and can be sent now, in base units."""
        return self.unsent - self.line.back_ordered

    @property
    def short(self) -> Decimal:
        """What it waits for: it is not there, and not held."""
        return self.line.back_ordered


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A shipment with what is in it (order line id → base units) and what its carrier told, first to last."""

    shipment: Shipment
    contents: dict[int, Decimal]
    told: tuple[TrackingEvent, ...]


@dataclass(frozen=True, kw_only=True)
class OrderView:
    """A whole order for one reader.

    ``pending``: lines that its buyer is asked about. ``decided_by``: a name; ``asked``: whether it has any approval,
    open or given.
    """

    access: OrderAccess
    rows: tuple[OrderRow, ...]
    pending: tuple[OrderRow, ...]
    parcels: tuple[Parcel, ...]
    buyer: Person
    salesperson: Person | None
    asked: bool
    decided_by: str

    @property
    def order(self) -> Order:
        """The order itself."""
        return self.access.order

    def parcel(self, shipment_id: int) -> Parcel:
        """One of its parcels. Raises NotFound: it is none, or was dropped."""
        found = next((each for each in self.parcels if each.shipment.id == shipment_id), None)
        if found is None:
            raise NotFound
        return found

    @property
    def goods_rows(self) -> tuple[OrderRow, ...]:
        """The lines that are goods, each the only one of its SKU."""
        return tuple(row for row in self.rows if row.line.kind is LineKind.GOODS)

    @property
    def bought_rows(self) -> tuple[OrderRow, ...]:
        """The lines that are paid for: goods, and those that were agreed to instead."""
        return tuple(row for row in self.rows if row.line.kind is not LineKind.GIFT)

    @property
    def pending_amount(self) -> Decimal:
        """What the lines that its buyer is asked about would cost."""
        return total(row.line.amount for row in self.pending)

    @property
    def left_to_send(self) -> bool:
        """Whether anything that was agreed has not been shipped yet."""
        return any(row.line.shipped < row.agreed for row in self.rows)

    @property
    def ready_to_send(self) -> bool:
        """Whether anything of that is there."""
        return any(row.ready > 0 for row in self.rows)

    @property
    def stage(self) -> Stage:
        """What people are told."""
        picking = any(parcel.shipment.status is ShipmentStatus.PICKING for parcel in self.parcels)
        lines = (progress(row.line) for row in self.rows)
        return stage_of(self.order.status, lines, picking=picking, unpaid=self.order.is_unpaid)


def progress(line: OrderLine) -> LineProgress:
    """How far a line has come."""
    agreed = line.quantity - line.refused
    return LineProgress(agreed=agreed, shipped=line.shipped, delivered=line.delivered, waits=line.back_ordered)


def view_order(actor: Actor, order_id: int, *, lock: bool = False) -> OrderView:
    """The order with everything, if it is this person's to see.

    ``lock``: nobody else changes it until the end of the message. Raises NotFound: there is none, or it is somebody
    else's.
    """
    return _read(actor, order_id, by_parcel=False, lock=lock)


def view_order_of_parcel(actor: Actor, shipment_id: int, *, lock: bool = False) -> OrderView:
    """The order that a parcel is a part of, in the same way."""
    return _read(actor, shipment_id, by_parcel=True, lock=lock)


def after_act(actor: Actor, view: OrderView) -> OrderView:
    """The order as it is after an act of this person changed what was read: nothing is read again."""
    parcels = tuple(each for each in view.parcels if each.shipment.status is not ShipmentStatus.DROPPED)
    mine = actor.person is not None and view.order.decided_by_id == actor.person_id
    return replace(
        view,
        access=replace(view.access, position=_position(view.order, parcels)),
        rows=tuple(row for row in (*view.rows, *view.pending) if row.line.quantity),
        pending=tuple(row for row in (*view.rows, *view.pending) if row.line.proposed),
        parcels=parcels,
        decided_by=actor.person.name if actor.person and mine else view.decided_by,
    )


@cache
def _order(role: Role | None, *, by_parcel: bool, lock: bool) -> Prepared:
    """Made ready once for each role."""
    parcel_of = select(Shipment.order_id).where(col(Shipment.id) == _WANTED).scalar_subquery()
    query = _ORDER.where(col(Order.id) == (parcel_of if by_parcel else _WANTED), *visible_as(role))
    return Prepared(query.with_for_update(of=Order, key_share=True) if lock else query)


def _read(actor: Actor, wanted: int, *, by_parcel: bool, lock: bool) -> OrderView:
    """Two statements, and a third where there are parcels. What is locked is held: it may be changed."""

    def mine(row: RowT) -> RowT:
        return attach(actor.session, row, newest=True) if lock else row

    query = _order(role_of(actor), by_parcel=by_parcel, lock=lock)
    row = query.first(actor.session, {**reader(actor), "wanted": wanted})
    if row is None:
        raise NotFound
    found = _OrderFound._make(row)
    facts = {"order": found.order.id}
    lines = [_LineFound._make(row) for row in _LINES.all(actor.session, facts)]
    order = mine(found.order)
    rows, begun = _rows(lines, mine), any(row.begun for row in lines)
    parcels = _parcels(map(_ParcelFound._make, _PARCELS.all(actor.session, facts)), mine) if begun else ()
    return OrderView(
        access=OrderAccess(order=order, account=found.account, position=_position(order, parcels)),
        rows=tuple(row for row in rows if row.line.quantity),
        pending=tuple(row for row in rows if row.line.proposed),
        parcels=parcels,
        buyer=found.buyer,
        salesperson=found.salesperson,
        asked=any(row.asked for row in lines),
        decided_by=found.decider.name if found.decider else "",
    )


def _position(order: Order, parcels: Iterable[Parcel]) -> Position:
    return position_with(order, (parcel.shipment.status for parcel in parcels))


def _rows(found: Sequence[_LineFound], mine: Callable[[Any], Any]) -> tuple[OrderRow, ...]:
    """A row for each line, from a row for each pack of its goods."""
    goods = gather(row._replace(level=row.level and mine(row.level)) for row in found)
    lines = {row.line.id: row.line for row in found}
    return tuple(OrderRow(line=mine(line), goods=goods[line.sku_id]) for line in lines.values())


def _parcels(found: Iterable[_ParcelFound], mine: Callable[[Any], Any]) -> tuple[Parcel, ...]:
    """The order's shipments that were not given up, first to last."""
    shipments: dict[int, list[_ParcelFound]] = {}
    for row in found:
        shipments.setdefault(row.shipment.id, []).append(row)
    return tuple(
        Parcel(
            shipment=mine(rows[0].shipment),
            contents={row.line.order_line_id: row.line.quantity for row in rows if row.line},
            told=_told(rows),
        )
        for rows in shipments.values()
    )


def _told(rows: Sequence[_ParcelFound]) -> tuple[TrackingEvent, ...]:
    """What carriers said of the numbers that it has now: those that were corrected are somebody else's."""
    numbers = {"", *numbers_in(rows[0].shipment.tracking_number)}
    events = {row.event.id: row.event for row in rows if row.event and row.event.number in numbers}
    return tuple(events.values())


def stages(actor: Actor, orders: Iterable[Order]) -> dict[int, Stage]:
    """The stage of many orders in two statements, for lists."""
    orders = tuple(orders)
    ids = [order.id for order in orders]
    lines: dict[int, list[LineProgress]] = {order_id: [] for order_id in ids}
    for line in actor.session.exec(select(OrderLine).where(col(OrderLine.order_id).in_(ids))):
        lines[line.order_id].append(progress(line))
    picking = set(
        actor.session.exec(
            select(Shipment.order_id).where(col(Shipment.order_id).in_(ids), Shipment.status == ShipmentStatus.PICKING)
        )
    )
    return {
        order.id: stage_of(order.status, lines[order.id], picking=order.id in picking, unpaid=order.is_unpaid)
        for order in orders
    }


def history(actor: Actor, order: Order) -> list[HistoryRow]:
    """What happened to an order, first to last."""
    query = (
        select(Event, Person.name)
        .join(Person, col(Person.id) == Event.person_id, isouter=True)
        .where(Event.order_id == order.id)
        .order_by(col(Event.id))
    )
    return [HistoryRow(event=event, name=name or "") for event, name in actor.session.exec(query)]
