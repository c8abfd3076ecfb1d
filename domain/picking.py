"""Gathering the goods of an order into a parcel: begun, changed, or given up before it leaves."""

from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy
from sqlalchemy import ColumnElement
from sqlmodel import col, select

from domain.acting import By
from domain.catalogue import Goods, gather, with_goods
from domain.order_access import Held, need, standing_with, visible_to
from domain.order_view import OrderRow, OrderView, view
from domain.prepared import Prepared, RowT, hold
from domain.records import Noted, event, note
from domain.refusals import BadQuantity, NotFound, OrderMoved, ShipmentMoved
from domain.rules.order_life import Step
from domain.rules.rights import Right
from domain.tables.columns import ID
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account, Person
from domain.tables.shipments import Shipment, ShipmentLine, ShipmentStatus

#: What is in a parcel, with its order lines and goods.
_LINES = Prepared(
    with_goods(
        sqlalchemy.select(ShipmentLine, OrderLine)
        .join(OrderLine, col(OrderLine.id) == ShipmentLine.order_line_id)
        .where(col(ShipmentLine.shipment_id) == sqlalchemy.bindparam("shipment", type_=ID)),
        col(OrderLine.sku_id),
        order_by=col(OrderLine.position),
    )
)


@dataclass(frozen=True, kw_only=True)
class PackedRow:
    """A line of a parcel, with the order line it belongs to and its goods."""

    line: ShipmentLine
    ordered: OrderLine
    goods: Goods

    @property
    def left(self) -> Decimal:
        """What has not left the house yet of the order line, in base units."""
        return unsent(self.ordered)

    @property
    def on_shelf(self) -> Decimal:
        """What the books say is there, in base units."""
        return self.goods.level.on_hand if self.goods.level else Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Packing:
    """A parcel as the warehouse sees it. ``picker``: the name of who began it."""

    shipment: Shipment
    held: Held
    picker: str
    rows: tuple[PackedRow, ...]

    @property
    def id(self) -> int:
        """The shipment's id."""
        return self.shipment.id

    @property
    def revision(self) -> int:
        """The shipment's revision."""
        return self.shipment.revision

    @property
    def order(self) -> Order:
        """The order it is a part of."""
        return self.held.order

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not any(row.line.quantity for row in self.rows)


def unsent(line: OrderLine) -> Decimal:
    """What has not left the house yet of an order line, in base units."""
    return line.quantity - line.refused - line.shipped


def still_to_send() -> ColumnElement[bool]:
    """The same as a condition on order lines."""
    return col(OrderLine.quantity) - col(OrderLine.refused) > col(OrderLine.shipped)


def pick(by: By, order_id: int) -> Packing:
    """Begin to gather what is still to be sent of an order, as far as the shelf has it. Twice gives the same parcel.

    Raises:
        OrderMoved: the order is not approved, or nothing is left to send.
    """
    seen = view(by, order_id, lock=True)
    need(by, seen.held, Step.PICK)
    before = list(by.session.exec(select(Shipment).where(Shipment.order_id == order_id)))
    begun = next((shipment for shipment in before if shipment.status is ShipmentStatus.PICKING), None)
    if begun is not None:
        return packing(by, begun.id)
    rows = [row for row in seen.rows if row.unsent > 0]
    if not rows:
        raise OrderMoved(order_id=order_id)
    shipment = Shipment(
        order_id=order_id,
        position=len(before) + 1,
        warehouse_id=seen.order.warehouse_id,
        status=ShipmentStatus.PICKING,
        picked_by_id=by.person_id,
        created_at=by.now,
    )
    by.session.add(shipment)
    by.session.flush()
    packed = tuple(_packed(shipment, row) for row in rows)
    by.session.add_all(row.line for row in packed)
    note(by, "shipment.picking", order=seen.order, subject=f"shipment:{shipment.id}")
    return Packing(shipment=shipment, held=seen.held, picker=by.person.name if by.person else "", rows=packed)


def set_line(by: By, shipment_id: int, revision: int, line_id: int, quantity: Decimal) -> Packing:
    """Put less (or again more) of a line into the parcel than is still to be sent; nothing leaves it out.

    What is so already stays so, whichever revision the button was drawn for: a second tap changes nothing.

    Raises:
        BadQuantity: negative, more than is still to be sent, or finer than the SKU is measured.
    """
    parcel = _being_packed(by, shipment_id)
    row = next((row for row in parcel.rows if row.line.id == line_id), None)
    if row is None:
        raise NotFound
    if row.line.quantity == quantity:
        return parcel
    if parcel.revision != revision:
        raise ShipmentMoved(order_id=parcel.order.id)
    if not 0 <= quantity <= row.left or quantity != round(quantity, row.goods.sku.decimals):
        raise BadQuantity(sku_id=row.goods.sku.id, quantity=row.left)
    row.line.quantity = quantity
    parcel.shipment.revision += 1
    note(by, "shipment.line_set", order=parcel.order, subject=f"shipment:{shipment_id}", quantity=str(quantity))
    return parcel


def drop(by: By, shipment_id: int, revision: int) -> Packing:
    """Give up picking; the goods stay allocated and the order goes back into the queue."""
    parcel = open_parcel(by, shipment_id, revision)
    parcel.shipment.status = ShipmentStatus.DROPPED
    note(by, "shipment.dropped", order=parcel.order, subject=f"shipment:{shipment_id}")
    return parcel


def drop_all(by: By, seen: OrderView) -> list[Noted]:
    """Give up whatever is being picked of an order: it was cancelled. What is to be noted of it."""
    dropped = [each.shipment for each in seen.parcels if each.shipment.status is ShipmentStatus.PICKING]
    for shipment in dropped:
        shipment.status = ShipmentStatus.DROPPED
    return [event(by, "shipment.dropped", order=seen.order, subject=f"shipment:{each.id}") for each in dropped]


def packing(by: By, shipment_id: int, *, lock: bool = False) -> Packing:
    """A parcel with everything, in two statements.

    ``lock``: nobody else changes it or its order until the end of the message.

    Raises:
        NotFound: there is none.
    """
    by.need(Right.SHIPMENT_PICK)
    query = (
        select(Shipment, Order, Account, Person.name)
        .join(Order, col(Order.id) == Shipment.order_id)
        .join(Account, col(Account.id) == Order.account_id)
        .join(Person, col(Person.id) == Shipment.picked_by_id, isouter=True)
        .where(Shipment.id == shipment_id, *visible_to(by))
    )
    if lock:
        query = query.with_for_update(of=[Order, Shipment], key_share=True).execution_options(populate_existing=True)
    found = by.session.exec(query).first()
    if found is None:
        raise NotFound
    shipment, order, account, picker = found
    return Packing(
        shipment=shipment,
        held=Held(order=order, account=account, standing=standing_with(order, [shipment.status])),
        picker=picker or "",
        rows=_rows(by, shipment, lock=lock),
    )


def being_packed(by: By, order_id: int) -> Packing | None:
    """The parcel of an order that is being gathered just now, if there is one."""
    by.need(Right.SHIPMENT_PICK)
    query = select(Shipment.id).where(Shipment.order_id == order_id, Shipment.status == ShipmentStatus.PICKING)
    found = by.session.exec(query).first()
    return packing(by, found) if found is not None else None


def open_parcel(by: By, shipment_id: int, revision: int) -> Packing:
    """A parcel still being packed, as the person saw it.

    Raises:
        ShipmentMoved: somebody changed it, gave it up or sent it.
    """
    parcel = _being_packed(by, shipment_id)
    if parcel.revision != revision:
        raise ShipmentMoved(order_id=parcel.order.id)
    return parcel


def _rows(by: By, shipment: Shipment, *, lock: bool) -> tuple[PackedRow, ...]:
    """What is in a parcel, in one statement. What is locked is held: it may be changed."""

    def mine(row: RowT) -> RowT:
        return hold(by.session, row, newest=True) if lock else row

    found = _LINES.all(by.session, {"shipment": shipment.id})
    goods = gather(found)
    lines = {line.id: (line, ordered) for line, ordered, *_ in found}
    return tuple(
        PackedRow(line=mine(line), ordered=mine(each), goods=goods[each.sku_id]) for line, each in lines.values()
    )


def _being_packed(by: By, shipment_id: int) -> Packing:
    parcel = packing(by, shipment_id, lock=True)
    need(by, parcel.held, Step.PICK)
    if parcel.shipment.status is not ShipmentStatus.PICKING:
        raise ShipmentMoved(order_id=parcel.order.id)
    return parcel


def _packed(shipment: Shipment, row: OrderRow) -> PackedRow:
    """As much of an order line as the shelf has."""
    there = max(row.goods.level.on_hand, Decimal(0)) if row.goods.level else Decimal(0)
    line = ShipmentLine(shipment_id=shipment.id, order_line_id=row.line.id, quantity=min(row.unsent, there))
    return PackedRow(line=line, ordered=row.line, goods=row.goods)
