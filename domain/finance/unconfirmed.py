"""Parcels that nobody says were received: where goods are billed on receipt, they are billed after some days.

Confirming them later books nothing twice. An automatic receipt would do the same by confirming.
"""

from datetime import timedelta

from sqlmodel import col, exists, select

from domain import settings
from domain.actor import Actor
from domain.finance import ledger
from domain.rules.business_settings import RECEIPT_DAYS
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.ledger import PostedLine
from domain.tables.orders import Order
from domain.tables.people import Account
from domain.tables.shipments import Shipment


def bill(actor: Actor, most: int) -> int:
    """Bill parcels that left so many days ago; how many. One that somebody is at work on waits for the next run."""
    since = actor.now - timedelta(days=settings.value(actor.session, RECEIPT_DAYS))
    billed = exists().where(col(PostedLine.shipment_id) == Shipment.id)
    query = (
        select(Shipment, Order, Account)
        .join(Order, col(Order.id) == Shipment.order_id)
        .join(Account, col(Account.id) == Order.account_id)
        .where(Shipment.status == ShipmentStatus.SHIPPED, col(Shipment.billed_on_receipt), ~billed)
        .where(col(Shipment.shipped_at) <= since)
        .order_by(col(Shipment.shipped_at))
        .limit(most)
        .with_for_update(of=Shipment, skip_locked=True, key_share=True)
    )
    found = actor.session.exec(query).all()
    for shipment, order, account in found:
        ledger.bill_received(actor, order, account, shipment)
    return len(found)
