"""An order as people read it: its lines with goods, its parcels, its stage and its timeline, in few statements."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

import sqlalchemy
from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from domain.acting import By
from domain.catalogue import Goods, gather, with_goods
from domain.order_access import Held, reader, role_of, standing_with, visible_as
from domain.prepared import Prepared, RowT, hold
from domain.refusals import NotFound
from domain.rules.order_life import Standing
from domain.rules.rights import Role
from domain.rules.stage import Progress, Stage, stage_of
from domain.tables.columns import ID
from domain.tables.orders import Approval, Event, Order, OrderLine
from domain.tables.people import Account, Person
from domain.tables.shipments import Shipment, ShipmentLine, ShipmentStatus, TrackingEvent

#: Whether anything of an order was gathered, and not given up.
_BEGUN = (
    select(Shipment.id)
    .where(col(Shipment.order_id) == bindparam("order"), col(Shipment.status) != ShipmentStatus.DROPPED)
    .exists()
)
#: Whether anything was asked about an order, or decided.
_ASKED = select(Approval.id).where(col(Approval.order_id) == bindparam("order")).exists()
_WANTED: Any = bindparam("wanted", type_=ID)
_DECIDER, _KEEPER = aliased(Person), aliased(Person)
#: Orders with account, buyer, who decided and who looks after the account.
_ORDER = (
    sqlalchemy.select(Order, Account, Person, _DECIDER, _KEEPER)
    .join(Account, col(Account.id) == Order.account_id)
    .join(Person, col(Person.id) == Order.buyer_id)
    .join(_DECIDER, col(_DECIDER.id) == Order.decided_by_id, isouter=True)
    .join(_KEEPER, col(_KEEPER.id) == Account.salesperson_id, isouter=True)
)
#: The lines of an order that something is wanted of, with their goods.
_LINES = Prepared(
    with_goods(
        sqlalchemy.select(OrderLine, _BEGUN, _ASKED).where(
            col(OrderLine.order_id) == bindparam("order"), col(OrderLine.quantity) > 0
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
    def on_shelf(self) -> Decimal:
        """What the books say is there, in base units."""
        return self.goods.level.on_hand if self.goods.level else Decimal(0)

    @property
    def short(self) -> Decimal:
        """How much of a waiting line is not there; its own hold is already counted in the stock level."""
        return min(self.line.quantity, max(-self.goods.available, Decimal(0)))


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A shipment with what is in it (order line id → base units) and what its carrier told, first to last."""

    shipment: Shipment
    contents: dict[int, Decimal]
    told: tuple[TrackingEvent, ...]


@dataclass(frozen=True, kw_only=True)
class OrderView:
    """A whole order for one reader. ``decided_by`` is the name of who decided, if anybody has.

    ``keeper`` looks after the account: an act that asks for them finds them read already. ``asked``: whether there is
    any approval of it, open or given.
    """

    held: Held
    rows: tuple[OrderRow, ...]
    parcels: tuple[Parcel, ...]
    buyer: Person
    keeper: Person | None
    asked: bool
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


def view(by: By, order_id: int, *, lock: bool = False) -> OrderView:
    """The order with everything, if it is this person's to see.

    ``lock``: nobody else changes it until the end of the message.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    return _read(by, order_id, by_parcel=False, lock=lock)


def view_with_parcel(by: By, shipment_id: int, *, lock: bool = False) -> OrderView:
    """The order that a parcel is a part of, in the same way."""
    return _read(by, shipment_id, by_parcel=True, lock=lock)


def after_act(by: By, seen: OrderView) -> OrderView:
    """The order as it is after an act of this person changed what was read: nothing is read again."""
    parcels = tuple(each for each in seen.parcels if each.shipment.status is not ShipmentStatus.DROPPED)
    mine = by.person is not None and seen.order.decided_by_id == by.person_id
    return replace(
        seen,
        held=replace(seen.held, standing=_standing(seen.order, parcels)),
        rows=tuple(row for row in seen.rows if row.line.quantity),
        parcels=parcels,
        decided_by=by.person.name if by.person and mine else seen.decided_by,
    )


@cache
def _order(role: Role | None, *, by_parcel: bool, lock: bool) -> Prepared:
    """Made ready once for each role."""
    parcel_of = select(Shipment.order_id).where(col(Shipment.id) == _WANTED).scalar_subquery()
    query = _ORDER.where(col(Order.id) == (parcel_of if by_parcel else _WANTED), *visible_as(role))
    return Prepared(query.with_for_update(of=Order, key_share=True) if lock else query)


def _read(by: By, wanted: int, *, by_parcel: bool, lock: bool) -> OrderView:
    """Two statements, and a third where there are parcels. What is locked is held: it may be changed."""

    def mine(row: RowT) -> RowT:
        return hold(by.session, row, newest=True) if lock else row

    query = _order(role_of(by), by_parcel=by_parcel, lock=lock)
    row = query.first(by.session, {**reader(by), "wanted": wanted})
    if row is None:
        raise NotFound
    order, account, buyer, decided, keeps = row
    facts = {"order": order.id}
    lines = _LINES.all(by.session, facts)
    begun = any(row[1] for row in lines)
    order = mine(order)
    parcels = _parcels(_PARCELS.all(by.session, facts), mine) if begun else ()
    return OrderView(
        held=Held(order=order, account=account, standing=_standing(order, parcels)),
        rows=_rows(lines, mine),
        parcels=parcels,
        buyer=buyer,
        keeper=keeps,
        asked=any(row[2] for row in lines),
        decided_by=decided.name if decided else "",
    )


def _standing(order: Order, parcels: Iterable[Parcel]) -> Standing:
    return standing_with(order, (parcel.shipment.status for parcel in parcels))


def _rows(found: Sequence[Any], mine: Callable[[Any], Any]) -> tuple[OrderRow, ...]:
    """A row for each line, from a row for each pack of its goods."""
    goods = gather((*row[:-1], row[-1] and mine(row[-1])) for row in found)
    lines = {row[0].id: row[0] for row in found}
    return tuple(OrderRow(line=mine(line), goods=goods[line.sku_id]) for line in lines.values())


def _parcels(rows: Sequence[Any], mine: Callable[[Any], Any]) -> tuple[Parcel, ...]:
    """The order's shipments that were not given up, first to last."""
    shipments = {shipment.id: shipment for shipment, _, _ in rows}
    return tuple(
        Parcel(
            shipment=mine(shipment),
            contents={line.order_line_id: line.quantity for each, line, _ in rows if line and each.id == shipment.id},
            told=tuple({event.id: event for each, _, event in rows if event and each.id == shipment.id}.values()),
        )
        for shipment in shipments.values()
    )


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
