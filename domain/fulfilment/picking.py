"""Picking the goods of an order into a parcel: begun, changed, or given up before it ships."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from domain.actor import Actor
from domain.catalogue.catalogue import Goods, gather, with_goods
from domain.db.statements import Prepared, RowT, attach
from domain.events.journal import log_event
from domain.orders.access import OrderAccess, position_with, require_step, visible_to
from domain.orders.shipment_status import advance
from domain.orders.view import OrderRow, view_order
from domain.refusals import BadQuantity, NotFound, NotPaid, OrderMoved, ShipmentMoved
from domain.rules.approvals import ApprovalState
from domain.rules.order_life import OrderStatus, Step
from domain.rules.rights import Right
from domain.rules.shipment_life import LIFE, ShipmentStatus, ShipmentStep
from domain.tables.catalogue import Pack, Product, Sku
from domain.tables.columns import ID
from domain.tables.orders import Event, Order, OrderLine
from domain.tables.people import Account, Person
from domain.tables.shipments import Shipment, ShipmentLine
from domain.tables.stock import StockLevel

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


class _LineFound(NamedTuple):
    """A row of ``_LINES``, as many for a line as its goods have packs."""

    line: ShipmentLine
    ordered: OrderLine
    sku: Sku
    product: Product
    pack: Pack | None
    level: StockLevel | None


@dataclass(frozen=True, kw_only=True)
class PackedRow:
    """A line of a parcel, with the order line it belongs to and its goods."""

    line: ShipmentLine
    ordered: OrderLine
    goods: Goods

    @property
    def left(self) -> Decimal:
        """What is held for the order line and was not shipped yet, in base units."""
        return ready(self.ordered)

    @property
    def waits(self) -> Decimal:
        """What has to come in before it can be sent, in base units."""
        return self.ordered.back_ordered

    @property
    def on_shelf(self) -> Decimal:
        """What the books say is there, in base units."""
        return self.goods.level.on_hand if self.goods.level else Decimal(0)


@dataclass(frozen=True, kw_only=True)
class WarehouseParcel:
    """A parcel as the warehouse sees it. ``picker``: the name of who began it."""

    shipment: Shipment
    access: OrderAccess
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
        return self.access.order

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not any(row.line.quantity for row in self.rows)


def unsent(line: OrderLine) -> Decimal:
    """What has not been shipped yet of an order line, in base units."""
    return line.quantity - line.refused - line.shipped


def ready(line: OrderLine) -> Decimal:
    """What can be sent now of an order line: not shipped yet, and there, in base units."""
    return unsent(line) - line.back_ordered


def can_be_sent() -> ColumnElement[bool]:
    """Whether that is anything, as a condition on order lines."""
    return col(OrderLine.quantity) - col(OrderLine.refused) - col(OrderLine.shipped) > col(OrderLine.back_ordered)


def pick(actor: Actor, order_id: int) -> WarehouseParcel:
    """Begin to pick what is still to be sent, as far as it is there; idempotent. Raises OrderMoved, NotPaid."""
    view = view_order(actor, order_id, lock=True)
    require_step(actor, view.access, Step.PICK)
    check_paid(view.order)
    before = list(actor.session.exec(select(Shipment).where(Shipment.order_id == order_id)))
    begun = next((shipment for shipment in before if shipment.status is ShipmentStatus.PICKING), None)
    if begun is not None:
        return view_parcel(actor, begun.id)
    rows = [row for row in view.rows if row.unsent > 0]
    if not view.ready_to_send:
        raise OrderMoved(order_id=order_id)
    shipment = Shipment(
        order_id=order_id,
        position=len(before) + 1,
        warehouse_id=view.order.warehouse_id,
        status=LIFE.first,
        picked_by_id=actor.person_id,
        created_at=actor.now,
    )
    actor.session.add(shipment)
    actor.session.flush()
    packed = tuple(_packed(shipment, rows))
    actor.session.add_all(row.line for row in packed)
    log_event(actor, "shipment.picking", order=view.order, subject=f"shipment:{shipment.id}")
    return WarehouseParcel(
        shipment=shipment, access=view.access, picker=actor.person.name if actor.person else "", rows=packed
    )


def may_be_sent() -> tuple[ColumnElement[bool], ...]:
    """Conditions on orders that leave those that are agreed to, and paid where that comes first."""
    return col(Order.status) == OrderStatus.APPROVED, col(Order.payment_approval) != ApprovalState.OPEN


def check_paid(order: Order) -> None:
    """Whether an order that is paid first is paid. Raises NotPaid."""
    if order.is_unpaid:
        raise NotPaid(order_id=order.id, number=order.number)


def set_line(actor: Actor, shipment_id: int, revision: int, line_id: int, quantity: Decimal) -> WarehouseParcel:
    """Put less (or again more) of a line into the parcel than can be sent now; nothing leaves it out.

    What is so already stays so, whichever revision the button was drawn for: a second tap changes nothing. Raises
    BadQuantity: negative, more than can be sent now, or finer than the SKU is measured.
    """
    parcel = _being_packed(actor, shipment_id)
    row = next((row for row in parcel.rows if row.line.id == line_id), None)
    if row is None:
        raise NotFound
    if row.line.quantity == quantity:
        return parcel
    if parcel.revision != revision:
        raise ShipmentMoved(order_id=parcel.order.id)
    if not 0 <= quantity <= row.left or quantity != round(quantity, row.goods.sku.decimals):
        raise BadQuantity(sku_id=row.goods.sku.id, quantity=row.left)
    change = {"before": str(row.line.quantity), "after": str(quantity)}
    row.line.quantity = quantity
    parcel.shipment.revision += 1
    subject = f"shipment:{shipment_id}"
    log_event(actor, "shipment.line_set", order=parcel.order, subject=subject, line=line_id, **change)
    return parcel


def drop(actor: Actor, shipment_id: int, revision: int) -> WarehouseParcel:
    """Give up picking; the goods stay allocated and the order goes back into the queue."""
    parcel = open_parcel(actor, shipment_id, revision)
    advance(actor, parcel.shipment, ShipmentStep.DROP)
    log_event(actor, "shipment.dropped", order=parcel.order, subject=f"shipment:{shipment_id}")
    return parcel


def view_parcel(actor: Actor, shipment_id: int, *, lock: bool = False) -> WarehouseParcel:
    """A parcel with everything, in two statements.

    ``lock``: nobody else changes it or its order until the end of the message. Raises NotFound: there is none.
    """
    actor.need(Right.SHIPMENT_PICK)
    query = (
        select(Shipment, Order, Account, Person.name)
        .join(Order, col(Order.id) == Shipment.order_id)
        .join(Account, col(Account.id) == Order.account_id)
        .join(Person, col(Person.id) == Shipment.picked_by_id, isouter=True)
        .where(Shipment.id == shipment_id, *visible_to(actor))
    )
    if lock:
        query = query.with_for_update(of=[Order, Shipment], key_share=True).execution_options(populate_existing=True)
    found = actor.session.exec(query).first()
    if found is None:
        raise NotFound
    shipment, order, account, picker = found
    return WarehouseParcel(
        shipment=shipment,
        access=OrderAccess(order=order, account=account, position=position_with(order, [shipment.status])),
        picker=picker or "",
        rows=_rows(actor, shipment, lock=lock),
    )


def being_packed(actor: Actor, order_id: int) -> WarehouseParcel | None:
    """The parcel of an order that is being gathered just now, if there is one."""
    actor.need(Right.SHIPMENT_PICK)
    found = open_shipment(actor.session, order_id)
    return view_parcel(actor, found) if found is not None else None


def open_shipment(session: Session, order_id: int) -> int | None:
    """The id of that parcel."""
    query = select(Shipment.id).where(Shipment.order_id == order_id, Shipment.status == ShipmentStatus.PICKING)
    return session.exec(query).first()


def changed_last_by(session: Session, order_id: int, shipment_id: int) -> Person | None:
    """Who was at a parcel last."""
    query = select(Person).join(Event, col(Event.person_id) == Person.id)
    here = query.where(Event.order_id == order_id, col(Event.subject) == f"shipment:{shipment_id}")
    return session.exec(here.order_by(col(Event.id).desc())).first()


def open_parcel(actor: Actor, shipment_id: int, revision: int) -> WarehouseParcel:
    """A parcel being packed, at the revision the person saw. Raises ShipmentMoved: somebody changed it."""
    parcel = _being_packed(actor, shipment_id)
    if parcel.revision != revision:
        raise ShipmentMoved(order_id=parcel.order.id)
    return parcel


def _rows(actor: Actor, shipment: Shipment, *, lock: bool) -> tuple[PackedRow, ...]:
    """What is in a parcel, in one statement. What is locked is held: it may be changed."""

    def mine(row: RowT) -> RowT:
        return attach(actor.session, row, newest=True) if lock else row

    found = [_LineFound._make(row) for row in _LINES.all(actor.session, {"shipment": shipment.id})]
    goods = gather(found)
    return tuple(
        PackedRow(line=mine(row.line), ordered=mine(row.ordered), goods=goods[row.ordered.sku_id])
        for row in {row.line.id: row for row in found}.values()
    )


def _being_packed(actor: Actor, shipment_id: int) -> WarehouseParcel:
    parcel = view_parcel(actor, shipment_id, lock=True)
    require_step(actor, parcel.access, Step.PICK)
    if LIFE.transition(parcel.shipment.status, ShipmentStep.PACK) is None:
        raise ShipmentMoved(order_id=parcel.order.id)
    return parcel


def _packed(shipment: Shipment, rows: Sequence[OrderRow]) -> Iterator[PackedRow]:
    """As much of each order line as the shelf has; lines of one SKU share what is there."""
    there = {row.line.sku_id: row.on_shelf for row in rows}
    for row in rows:
        quantity = min(row.ready, there[row.line.sku_id])
        there[row.line.sku_id] -= quantity
        line = ShipmentLine(shipment_id=shipment.id, order_line_id=row.line.id, quantity=quantity)
        yield PackedRow(line=line, ordered=row.line, goods=row.goods)
