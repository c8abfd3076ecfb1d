"""Parcels leave the house and arrive: shipping in whole or in part, and receipt."""

from domain import orders, stock
from domain.acting import By
from domain.order_access import buyers_of
from domain.picking import find_shipment, open_shipment, packed_lines
from domain.records import approvers, followers, note, tell
from domain.refusals import BadWords, ShipmentMoved
from domain.rules.rights import Right
from domain.tables.notices import NoticeKind
from domain.tables.shipments import Shipment, ShipmentStatus, TrackingEvent

CARRIER_MOST = 40
NUMBER_MOST = 60


def ship(by: By, shipment_id: int, revision: int, carrier: str, tracking_number: str = "") -> Shipment:
    """Send what was picked: stock leaves, everyone concerned hears.

    Raises:
        BadWords: carrier or tracking number too long, or no carrier.
        BadQuantity: the parcel is empty.
        NotEnoughStock: the shelf holds less than the books said.
    """
    carrier, tracking_number = carrier.strip(), tracking_number.strip()
    if not 0 < len(carrier) <= CARRIER_MOST:
        raise BadWords(most=CARRIER_MOST)
    if len(tracking_number) > NUMBER_MOST:
        raise BadWords(most=NUMBER_MOST)
    held, shipment = open_shipment(by, shipment_id, revision)
    packed = [(line, ordered) for line, ordered in packed_lines(by, shipment) if line.quantity]
    if not packed:
        raise ShipmentMoved(order_id=held.order.id)
    stock.take_out(by, held.order, shipment, {ordered.sku_id: line.quantity for line, ordered in packed})
    for line, ordered in packed:
        ordered.shipped += line.quantity
    shipment.status = ShipmentStatus.SHIPPED
    shipment.carrier, shipment.tracking_number, shipment.shipped_at = carrier, tracking_number, by.now
    by.session.add(TrackingEvent(shipment_id=shipment.id, at=by.now, kind="shipped"))
    note(by, "shipment.shipped", order=held.order, subject=f"shipment:{shipment.id}", carrier=carrier)
    concerned = [*buyers_of(by, held.order), *approvers(by, held.account), *followers(by, held.order)]
    tell(by, concerned, NoticeKind.ORDER_SHIPPED, order=held.order, shipment=shipment.id)
    by.session.flush()
    return shipment


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
    for line, ordered in packed_lines(by, shipment):
        ordered.delivered += line.quantity
    shipment.status, shipment.delivered_at, shipment.received_by_id = ShipmentStatus.DELIVERED, by.now, by.person_id
    by.session.add(TrackingEvent(shipment_id=shipment.id, at=by.now, kind="delivered"))
    note(by, "shipment.delivered", order=held.order, subject=f"shipment:{shipment.id}")
    by.session.flush()
    concerned = [*approvers(by, held.account), *buyers_of(by, held.order), *followers(by, held.order)]
    tell(by, concerned, NoticeKind.ORDER_RECEIVED, order=held.order, shipment=shipment.id)
    orders.complete(by, held.order)
    return shipment
