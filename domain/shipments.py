"""Parcels leave the house and arrive: shipping in whole or in part, and receipt."""

from decimal import Decimal

from domain import orders, stock
from domain.acting import By
from domain.concerned import concerned
from domain.order_view import OrderView, Parcel, after_act, view, view_with_parcel
from domain.picking import Packing, open_parcel, packing
from domain.records import note, tell
from domain.refusals import BadWords, EmptyParcel, OrderMoved, ShipmentMoved
from domain.rules.rights import Right
from domain.tables.notices import NoticeKind
from domain.tables.shipments import ShipmentStatus

CARRIER_MOST = 40
NUMBER_MOST = 60
WORDS_MOST = 300


def ship(by: By, shipment_id: int, revision: int, carrier: str, tracking_number: str = "") -> Packing:
    """Send what was picked: stock leaves, everyone concerned hears. ``carrier`` is a common one's key, or its name.

    Raises:
        BadWords: carrier or tracking number too long, or no carrier.
        EmptyParcel: there is nothing in it.
        ShelfShort: the shelf holds less than the books said.
        ShipmentMoved: it is not the parcel the person saw.
    """
    carrier, tracking_number = _waybill(carrier, tracking_number)
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


def to_renumber(by: By, shipment_id: int, revision: int) -> Packing:
    """A parcel on its way, as the person saw it, whose number is to be put right.

    Raises:
        OrderMoved: it has not left yet, was received, or somebody else corrected it.
    """
    parcel = packing(by, shipment_id, lock=True)
    if parcel.shipment.status is not ShipmentStatus.SHIPPED or parcel.revision != revision:
        raise OrderMoved(order_id=parcel.order.id)
    return parcel


def renumber(by: By, shipment_id: int, revision: int, carrier: str, tracking_number: str) -> OrderView:
    """Put carrier and number of a parcel on its way right: whoever heard that it left hears of it.

    Raises:
        BadWords: as for ``ship``.
        OrderMoved: as for ``to_renumber``.
    """
    carrier, tracking_number = _waybill(carrier, tracking_number)
    parcel = to_renumber(by, shipment_id, revision)
    shipment, order = parcel.shipment, parcel.order
    before = (shipment.carrier, shipment.tracking_number)
    if before != (carrier, tracking_number):
        hear = concerned(by, order, parcel.held.account)
        shipment.carrier, shipment.tracking_number = carrier, tracking_number
        shipment.revision += 1
        facts = {"before": before, "after": (carrier, tracking_number)}
        note(by, "shipment.renumbered", order=order, subject=f"shipment:{shipment.id}", **facts)
        tell(by, hear.outside, NoticeKind.ORDER_RENUMBERED, order=order, shipment=shipment.id, **facts)
        by.session.flush()
    return view(by, order.id)


def receive(by: By, shipment_id: int) -> OrderView:
    """The receiver says the goods are here; when nothing is left to come the order is complete. Twice changes nothing.

    Raises:
        ShipmentMoved: it is not on its way.
    """
    by.need(Right.SHIPMENT_RECEIVE)
    seen = view_with_parcel(by, shipment_id, lock=True)
    parcel = next((each for each in seen.parcels if each.shipment.id == shipment_id), None)
    if parcel is None or parcel.shipment.status is ShipmentStatus.PICKING:
        raise ShipmentMoved(order_id=seen.order.id)
    if parcel.shipment.status is ShipmentStatus.DELIVERED:
        return seen
    return _received(by, seen, parcel)


def to_receive_short(by: By, shipment_id: int) -> OrderView:
    """The order of a parcel on its way, for asking what is missing or broken.

    Raises:
        OrderMoved: it has not left yet, or was received already.
    """
    by.need(Right.SHIPMENT_RECEIVE)
    seen = view_with_parcel(by, shipment_id, lock=True)
    there = (each for each in seen.parcels if each.shipment.id == shipment_id)
    if not any(each.shipment.status is ShipmentStatus.SHIPPED for each in there):
        raise OrderMoved(order_id=seen.order.id)
    return seen


def receive_short(by: By, shipment_id: int, words: str) -> OrderView:
    """The goods are here, and something is missing or broken: who looks after the account and the warehouse hear.

    Raises:
        BadWords: empty or longer than fits.
        OrderMoved: as for ``to_receive_short``.
    """
    if not 0 < len(words) <= WORDS_MOST:
        raise BadWords(most=WORDS_MOST)
    seen = to_receive_short(by, shipment_id)
    return _received(by, seen, next(each for each in seen.parcels if each.shipment.id == shipment_id), words)


def _received(by: By, seen: OrderView, parcel: Parcel, words: str = "") -> OrderView:
    hear, shipment = concerned(by, seen.order, seen.held.account), parcel.shipment
    for row in seen.rows:
        row.line.delivered += parcel.contents.get(row.line.id, Decimal(0))
    shipment.status, shipment.delivered_at, shipment.received_by_id = ShipmentStatus.DELIVERED, by.now, by.person_id
    shipment.receipt_words = words
    note(by, "shipment.delivered", order=seen.order, subject=f"shipment:{shipment.id}", reason=words)
    warned = (*hear.approvers, *hear.warehouse) if words else ()
    others = [each for each in hear.outside if each not in warned]
    tell(by, warned, NoticeKind.ORDER_RECEIVED_SHORT, order=seen.order, shipment=shipment.id)
    tell(by, others, NoticeKind.ORDER_RECEIVED, order=seen.order, shipment=shipment.id)
    orders.complete(by, seen, hear)
    return after_act(by, seen)


def _waybill(carrier: str, tracking_number: str) -> tuple[str, str]:
    """Carrier and number as they are kept.

    Raises:
        BadWords: one is too long, or there is no carrier.
    """
    carrier, tracking_number = carrier.strip(), tracking_number.strip()
    if not 0 < len(carrier) <= CARRIER_MOST:
        raise BadWords(most=CARRIER_MOST)
    if len(tracking_number) > NUMBER_MOST:
        raise BadWords(most=NUMBER_MOST)
    return carrier, tracking_number
