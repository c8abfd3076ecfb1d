"""Whoever says what is wrong with goods has them: the parcels they are in count as received."""

from collections.abc import Mapping
from decimal import Decimal

from sqlmodel import col, select

from domain.actor import Actor
from domain.after_sales import disputes
from domain.fulfilment import shipments
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.shipments import Shipment, ShipmentLine


def confirm(
    actor: Actor,
    order_line_id: int,
    there: Decimal,
    quantity: Decimal,
    disputed: Mapping[int, Decimal] | None = None,
) -> None:
    """Confirm parcels of a line, the oldest first, until so much of it came; ``there``: what came already.

    ``disputed``: how much of which lines is claimed, and not billed with them.
    """
    query = (
        select(col(Shipment.id), col(ShipmentLine.quantity))
        .join(ShipmentLine, col(ShipmentLine.shipment_id) == Shipment.id)
        .where(ShipmentLine.order_line_id == order_line_id, Shipment.status == ShipmentStatus.SHIPPED)
        .order_by(col(Shipment.position))
    )
    for shipment_id, packed in actor.session.exec(query).all():
        if there >= quantity:
            return
        shipments.confirm_receipt(actor, shipment_id, disputes.still_billed(actor, disputed or {}))
        there += packed
