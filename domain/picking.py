"""Gathering the goods of an order into a parcel: begun, changed, or given up before it leaves."""

from decimal import Decimal

from sqlmodel import col, select

from domain.acting import By
from domain.catalogue import one
from domain.order_access import Held, find, lines_of, need
from domain.records import note
from domain.refusals import BadQuantity, NotFound, OrderMoved, ShipmentMoved
from domain.rules.order_life import Step
from domain.rules.rights import Right
from domain.tables.orders import Order, OrderLine
from domain.tables.shipments import Shipment, ShipmentLine, ShipmentStatus


def pick(by: By, order_id: int) -> Shipment:
    """Begin to gather all that is still to be sent of an order. Twice gives the same shipment.

    Raises:
        OrderMoved: the order is not approved, or nothing is left to send.
    """
    held = find(by, order_id, lock=True)
    need(by, held, Step.PICK)
    rest = {line.id: line.quantity - line.refused - line.shipped for line in lines_of(by, held.order)}
    query = select(Shipment).where(Shipment.order_id == order_id)
    before = list(by.session.exec(query))
    open_one = next((shipment for shipment in before if shipment.status is ShipmentStatus.PICKING), None)
    if open_one is not None:
        return open_one
    if not any(rest.values()):
        raise OrderMoved(order_id=order_id)
    shipment = Shipment(
        order_id=order_id,
        position=len(before) + 1,
        warehouse_id=held.order.warehouse_id,
        status=ShipmentStatus.PICKING,
        picked_by_id=by.person_id,
        created_at=by.now,
    )
    by.session.add(shipment)
    by.session.flush()
    by.session.add_all(
        ShipmentLine(shipment_id=shipment.id, order_line_id=line_id, quantity=quantity)
        for line_id, quantity in rest.items()
        if quantity
    )
    note(by, "shipment.picking", order=held.order, subject=f"shipment:{shipment.id}")
    return shipment


def set_line(by: By, shipment_id: int, revision: int, line_id: int, quantity: Decimal) -> Shipment:
    """Put less (or again more) of a line into the parcel than is still to be sent; nothing leaves it out.

    Raises:
        BadQuantity: negative, more than is still to be sent, or finer than the SKU is measured.
    """
    held, shipment = open_shipment(by, shipment_id, revision)
    found = by.session.exec(
        select(ShipmentLine, OrderLine)
        .join(OrderLine)
        .where(ShipmentLine.id == line_id, ShipmentLine.shipment_id == shipment.id)
    ).first()
    if found is None:
        raise NotFound
    line, ordered = found
    most = ordered.quantity - ordered.refused - ordered.shipped
    decimals = one(by.session, ordered.sku_id).sku.decimals
    if not 0 <= quantity <= most or quantity != round(quantity, decimals):
        raise BadQuantity(sku_id=ordered.sku_id, quantity=most)
    line.quantity = quantity
    shipment.revision += 1
    note(by, "shipment.line_set", order=held.order, subject=f"shipment:{shipment.id}", quantity=str(quantity))
    return shipment


def drop(by: By, shipment_id: int, revision: int) -> Shipment:
    """Give up picking; the goods stay allocated and the order goes back into the queue."""
    held, shipment = open_shipment(by, shipment_id, revision)
    shipment.status = ShipmentStatus.DROPPED
    note(by, "shipment.dropped", order=held.order, subject=f"shipment:{shipment.id}")
    return shipment


def drop_all(by: By, order: Order) -> None:
    """Give up whatever is being picked of an order: it was cancelled."""
    query = select(Shipment).where(Shipment.order_id == order.id, Shipment.status == ShipmentStatus.PICKING)
    for shipment in by.session.exec(query):
        shipment.status = ShipmentStatus.DROPPED
        note(by, "shipment.dropped", order=order, subject=f"shipment:{shipment.id}")


def find_shipment(by: By, shipment_id: int) -> tuple[Held, Shipment]:
    """The shipment of an order the person may see, the order locked first."""
    order_id = by.session.exec(select(Shipment.order_id).where(Shipment.id == shipment_id)).first()
    if order_id is None:
        raise NotFound
    held = find(by, order_id, lock=True)
    return held, by.session.get_one(Shipment, shipment_id, populate_existing=True)


def open_shipment(by: By, shipment_id: int, revision: int) -> tuple[Held, Shipment]:
    """A shipment still being picked, as the person saw it."""
    by.need(Right.SHIPMENT_PICK)
    held, shipment = find_shipment(by, shipment_id)
    need(by, held, Step.PICK)
    if shipment.status is not ShipmentStatus.PICKING or shipment.revision != revision:
        raise ShipmentMoved(order_id=held.order.id)
    return held, shipment


def packed_lines(by: By, shipment: Shipment) -> list[tuple[ShipmentLine, OrderLine]]:
    """What is in a parcel, with the order lines it belongs to."""
    query = select(ShipmentLine, OrderLine).join(OrderLine).where(ShipmentLine.shipment_id == shipment.id)
    return list(by.session.exec(query.order_by(col(OrderLine.position))))
