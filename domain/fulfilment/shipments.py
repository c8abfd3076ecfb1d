"""Shipping and receiving parcels: whole or partial shipments, and receipt."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from domain.actor import Actor
from domain.events.journal import log_event, notify
from domain.events.recipients import Recipients, recipients_of
from domain.finance import credit, ledger
from domain.fulfilment import stops
from domain.fulfilment.picking import WarehouseParcel, check_paid, open_parcel, view_parcel
from domain.orders import status_changes
from domain.orders.shipment_status import advance
from domain.orders.view import OrderView, Parcel, after_act, view_order, view_order_of_parcel
from domain.refusals import BadWords, EmptyParcel, OrderMoved, ShipmentMoved
from domain.rules.finance.credit_doors import Door
from domain.rules.rights import Right
from domain.rules.shipment_life import LIFE, ShipmentStatus, ShipmentStep
from domain.stock import reserving
from domain.stock.holds import Demand
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order
from domain.tables.shipments import Shipment

CARRIER_MOST = 40
NUMBER_MOST = 60
WORDS_MOST = 300
_NOTHING: Mapping[int, Decimal] = {}


def ship(
    actor: Actor,
    shipment_id: int,
    revision: int,
    carrier: str,
    tracking_number: str = "",
    *,
    driver_id: int | None = None,
) -> WarehouseParcel:
    """Send what was picked: stock leaves, it is billed, everyone concerned hears.

    ``carrier`` is a common one's key, or its name. ``driver_id``: who of ours brings it, and hears of it.

    Raises BadWords: carrier or tracking number too long, or no carrier; EmptyParcel: there is nothing in it;
    ShelfShort: the shelf holds less than the books said; ShipmentMoved: it is not the parcel the person saw;
    CreditHeld, CreditStopped: its account is beyond its credit; NotPaid: it is paid first, and the money is gone.
    """
    carrier, tracking_number = _waybill(carrier, tracking_number)
    credit.lock_for(actor, shipment_id=shipment_id)
    parcel = open_parcel(actor, shipment_id, revision)
    if parcel.empty:
        raise EmptyParcel(shipment_id=shipment_id)
    shipment, order = parcel.shipment, parcel.order
    check_paid(order)
    credit.held(actor, Door.SHIP, order)
    recipients = recipients_of(actor, order, parcel.access.account)
    sent = tuple(row for row in parcel.rows if row.line.quantity)
    leaving = [Demand(line_id=row.ordered.id, sku_id=row.goods.sku.id, quantity=row.line.quantity) for row in sent]
    reserving.take_out(actor, order, shipment, leaving)
    for row in parcel.rows:
        row.ordered.shipped += row.line.quantity
    advance(actor, shipment, ShipmentStep.SHIP)
    shipment.carrier, shipment.tracking_number, shipment.shipped_at = carrier, tracking_number, actor.now
    shipment.driver_id = driver_id
    contents = [(row.line.quantity, row.ordered) for row in sent]
    ledger.bill_shipped(actor, order, parcel.access.account, shipment, contents)
    _left(actor, order, shipment, recipients)
    return parcel


def _left(actor: Actor, order: Order, shipment: Shipment, recipients: Recipients) -> None:
    """Note that a parcel is on its way, for everyone concerned and for who of ours brings it."""
    facts: dict[str, Any] = {"carrier": shipment.carrier}
    if shipment.driver_id is not None:
        facts["driver"] = shipment.driver_id
    log_event(actor, "shipment.shipped", order=order, subject=f"shipment:{shipment.id}", **facts)
    stops.tell_driver(actor, order, shipment)
    notify(actor, recipients.all_but_warehouse, NoticeKind.ORDER_SHIPPED, order=order, shipment=shipment.id)
    actor.session.flush()


def correctable_parcel(actor: Actor, shipment_id: int, revision: int) -> WarehouseParcel:
    """A parcel on its way whose number may be corrected. Raises OrderMoved: it is elsewhere by now."""
    parcel = view_parcel(actor, shipment_id, lock=True)
    if LIFE.transition(parcel.shipment.status, ShipmentStep.CORRECT_TRACKING) is None or parcel.revision != revision:
        raise OrderMoved(order_id=parcel.order.id)
    return parcel


def correct_tracking(actor: Actor, shipment_id: int, revision: int, carrier: str, tracking_number: str) -> OrderView:
    """Correct carrier and number of a parcel on its way, and tell who was told of it. Raises BadWords, OrderMoved."""
    carrier, tracking_number = _waybill(carrier, tracking_number)
    parcel = correctable_parcel(actor, shipment_id, revision)
    shipment, order = parcel.shipment, parcel.order
    before = (shipment.carrier, shipment.tracking_number)
    if before != (carrier, tracking_number):
        told = recipients_of(actor, order, parcel.access.account).all_but_warehouse
        shipment.carrier, shipment.tracking_number = carrier, tracking_number
        shipment.driver_id = None
        shipment.revision += 1
        facts = {"before": before, "after": (carrier, tracking_number)}
        log_event(actor, "shipment.renumbered", order=order, subject=f"shipment:{shipment.id}", **facts)
        notify(actor, told, NoticeKind.TRACKING_CORRECTED, order=order, shipment=shipment.id, **facts)
        actor.session.flush()
    return view_order(actor, order.id)


def confirm_receipt(actor: Actor, shipment_id: int, disputed: Mapping[int, Decimal] = _NOTHING) -> OrderView:
    """The receiver has the goods; the order may be complete. Idempotent.

    ``disputed``: so much of order lines is claimed at once; where goods are billed now, that much is not.
    Raises ShipmentMoved: it is not on its way.
    """
    actor.need(Right.SHIPMENT_RECEIVE)
    view = view_order_of_parcel(actor, shipment_id, lock=True)
    parcel = next((each for each in view.parcels if each.shipment.id == shipment_id), None)
    if parcel is None or parcel.shipment.status is ShipmentStatus.PICKING:
        raise ShipmentMoved(order_id=view.order.id)
    if parcel.shipment.status is ShipmentStatus.DELIVERED:
        return view
    return _received(actor, view, parcel, disputed=disputed)


def receive_unconfirmed(actor: Actor, shipment_id: int) -> bool:
    """Nobody said that the goods are there, and none said that they are not; False where somebody did meanwhile."""
    view = view_order_of_parcel(actor, shipment_id, lock=True)
    parcel = view.parcel(shipment_id)
    if parcel.shipment.status is not ShipmentStatus.SHIPPED:
        return False
    _received(actor, view, parcel, step=ShipmentStep.RECEIVE_UNCONFIRMED)
    return True


def to_confirm_short(actor: Actor, shipment_id: int) -> OrderView:
    """The order of a parcel on its way, to ask what is missing. Raises OrderMoved: it is not on its way."""
    actor.need(Right.SHIPMENT_RECEIVE)
    view = view_order_of_parcel(actor, shipment_id, lock=True)
    there = (each for each in view.parcels if each.shipment.id == shipment_id)
    if not any(LIFE.transition(each.shipment.status, ShipmentStep.RECEIVE) for each in there):
        raise OrderMoved(order_id=view.order.id)
    return view


def confirm_short_receipt(actor: Actor, shipment_id: int, words: str) -> OrderView:
    """The goods are here, some missing or broken; approvers and warehouse are told. Raises BadWords, OrderMoved."""
    if not 0 < len(words) <= WORDS_MOST:
        raise BadWords(most=WORDS_MOST)
    view = to_confirm_short(actor, shipment_id)
    return _received(actor, view, view.parcel(shipment_id), words)


def _received(
    actor: Actor,
    view: OrderView,
    parcel: Parcel,
    words: str = "",
    step: ShipmentStep = ShipmentStep.RECEIVE,
    disputed: Mapping[int, Decimal] = _NOTHING,
) -> OrderView:
    recipients, shipment = recipients_of(actor, view.order, view.access.account), parcel.shipment
    for row in view.rows:
        row.line.delivered += parcel.contents.get(row.line.id, Decimal(0))
    advance(actor, shipment, step)
    shipment.delivered_at, shipment.received_by_id = actor.now, actor.person_id
    shipment.receipt_words = words
    ledger.bill_received(actor, view.order, view.access.account, shipment, disputed)
    log_event(actor, "shipment.delivered", order=view.order, subject=f"shipment:{shipment.id}", reason=words)
    warned = (*recipients.approvers, *recipients.warehouse) if words else ()
    others = [each for each in recipients.all_but_warehouse if each not in warned]
    notify(actor, warned, NoticeKind.ORDER_RECEIVED_SHORT, order=view.order, shipment=shipment.id)
    notify(actor, others, NoticeKind.ORDER_RECEIVED, order=view.order, shipment=shipment.id)
    status_changes.complete(actor, view, recipients)
    return after_act(actor, view)


def _waybill(carrier: str, tracking_number: str) -> tuple[str, str]:
    """Carrier and number as they are kept. Raises BadWords: one is too long, or there is no carrier."""
    carrier, tracking_number = carrier.strip(), tracking_number.strip()
    if not 0 < len(carrier) <= CARRIER_MOST:
        raise BadWords(most=CARRIER_MOST)
    if len(tracking_number) > NUMBER_MOST:
        raise BadWords(most=NUMBER_MOST)
    return carrier, tracking_number
