"""Receipt by itself: a parcel that nobody confirms counts as received some days after it left, or its carrier says so.

Its buyers are reminded some days before, in a message that names the day. Each is done once: the reminder is an event
of the parcel, and what was received is no longer on its way.
"""

from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import String, cast, literal
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import and_, col, or_, select

from domain import settings
from domain.actor import Actor
from domain.events.journal import log_event, notify
from domain.events.recipients import recipients_of
from domain.fulfilment import shipments
from domain.refusals import Refusal
from domain.rules.business_settings import DELIVERED_DAYS, RECEIPT_DAYS
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event, Order
from domain.tables.people import Account
from domain.tables.shipments import Shipment

log = structlog.get_logger()

REMINDED = "shipment.receipt_reminded"
#: So long before it counts as received its buyers are reminded.
NOTICE = timedelta(days=2)
_NONE = timedelta()


def remind(actor: Actor, most: int) -> int:
    """Tell the buyers of parcels that left long ago on which day these count as received; how many, not at night."""
    if settings.is_quiet(actor):
        return 0
    left, there = (timedelta(days=settings.value(actor.session, each)) for each in (RECEIPT_DAYS, DELIVERED_DAYS))
    is_late = or_(
        col(Shipment.shipped_at) <= actor.now - max(left - NOTICE, _NONE),
        col(Shipment.carrier_delivered_at) <= actor.now - max(there - NOTICE, _NONE),
    )
    query = (
        select(Shipment, Order, Account)
        .join(Order, col(Order.id) == Shipment.order_id)
        .join(Account, col(Account.id) == Order.account_id)
        .join(Event, _is_reminder(), isouter=True)
        .where(Shipment.status == ShipmentStatus.SHIPPED, col(Event.id).is_(None))
        .where(is_late)
        .order_by(col(Shipment.shipped_at), col(Shipment.id))
        .limit(most)
        .with_for_update(of=Shipment, skip_locked=True, key_share=True)
    )
    found = actor.session.exec(query).all()
    day = (actor.now + NOTICE).astimezone(actor.supplier.zone).date()
    for shipment, order, account in found:
        facts = {"shipment": shipment.id, "day": day.isoformat()}
        notify(actor, recipients_of(actor, order, account).buyers, NoticeKind.RECEIPT_REMINDER, order=order, **facts)
        log_event(actor, REMINDED, order=order, subject=f"shipment:{shipment.id}", day=day.isoformat())
    return len(found)


def receive(actor: Actor, most: int) -> int:
    """Receive parcels whose buyers were reminded and said nothing; how many. One that cannot be holds up no others."""
    query = (
        select(Shipment.id)
        .join(Event, _is_reminder())
        .where(Shipment.status == ShipmentStatus.SHIPPED, col(Event.at) <= actor.now - NOTICE)
        .order_by(col(Event.at), col(Shipment.id))
        .limit(most)
    )
    return sum(_receive(actor, shipment_id) for shipment_id in actor.session.exec(query).all())


def _receive(actor: Actor, shipment_id: int) -> bool:
    try:
        with actor.session.begin_nested():
            return shipments.receive_unconfirmed(actor, shipment_id)
    except (Refusal, SQLAlchemyError):
        log.exception("parcel cannot be received by itself", shipment=shipment_id)
        return False


def _is_reminder() -> Any:
    subject = literal("shipment:").concat(cast(Shipment.id, String))
    same_order = col(Event.order_id) == Shipment.order_id
    return and_(same_order, col(Event.kind) == REMINDED, col(Event.subject) == subject)
