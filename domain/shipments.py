"""Parcels leave the house and arrive: shipping in whole or in part, and receipt."""

from domain import orders, stock
from domain.acting import By
from domain.concerned import concerned
from domain.picking import Packing, find_shipment, open_parcel, packed_lines
from domain.records import note, tell
from domain.refusals import BadWords, EmptyParcel, ShipmentMoved
from domain.rules.rights import Right
from domain.tables.notices import NoticeKind
from domain.tables.shipments import Shipment, ShipmentStatus

CARRIER_MOST = 40
NUMBER_MOST = 60


def ship(by: By, shipment_id: int, revision: int, carrier: str, tracking_number: str = "") -> Packing:
    """Send what was picked: stock leaves, everyone concerned hears. ``carrier`` is a common one's key, or its name.

    Raises:
        BadWords: carrier or tracking number too long, or no carrier.
        EmptyParcel: there is nothing in it.
        ShelfShort: the shelf holds less than the books said.
        ShipmentMoved: it is not the parcel the person saw.
    """
    carrier, tracking_number = carrier.strip(), tracking_number.strip()
    if not 0 < len(carrier) <= CARRIER_MOST:
        raise BadWords(most=CARRIER_MOST)
    if len(tracking_number) > NUMBER_MOST:
        raise BadWords(most=NUMBER_MOST)
    parcel = open_parcel(by, shipment_id, revision)
    if parcel.empty:
        raise EmptyParcel(shipment_id=shipment_id)
    shipment, order = parcel.shipment, parcel.order
    hear = concerned(by, order, parcel.held.account)
    sent = tuple(row for row in parcel.rows if row.line.quantity)
    stock.take_out(by, order, shipment, {row.goods.sku.id: row.line.quantity for row in sent})
    for row in parcel.rows:
        row.ordered.shipped += row.line.quantity
    shipment.status = ShipmentStatus.SHIPPED
    shipment.carrier, shipment.tracking_number, shipment.shipped_at = carrier, tracking_number, by.now
    note(by, "shipment.shipped", order=order, subject=f"shipment:{shipment.id}", carrier=carrier)
    tell(by, hear.outside, NoticeKind.ORDER_SHIPPED, order=order, shipment=shipment.id)
    by.session.flush()
    return parcel


def receive(by: By, shipment_id: int) -> Shipment:
    """The receiver says the goods are here; when nothing is missing the order is complete. Twice changes nothing.

    Raises:
        ShipmentMoved: it is not on its way yet.
    """
    by.need(Right.SHIPMENT_RECEIVE)
    held, shipment = find_shipment(by, shipment_id)
    if shipment.status is ShipmentStatus.DELIVERED:
        return shipment
    if shipment.status is not ShipmentStatus.SHIPPED:
        raise ShipmentMoved(order_id=held.order.id)
    hear = concerned(by, held.order, held.account)
    for line, ordered in packed_lines(by, shipment):
        ordered.delivered += line.quantity
    shipment.status, shipment.delivered_at, shipment.received_by_id = ShipmentStatus.DELIVERED, by.now, by.person_id
    note(by, "shipment.delivered", order=held.order, subject=f"shipment:{shipment.id}")
    by.session.flush()
    tell(by, hear.outside, NoticeKind.ORDER_RECEIVED, order=held.order, shipment=shipment.id)
    orders.complete(by, held.order)
    return shipment
