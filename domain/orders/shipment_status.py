"""The one writer of a shipment's status: takes the steps of ``rules/shipment_life``."""

from domain.actor import Actor
from domain.refusals import ShipmentMoved
from domain.rules.shipment_life import LIFE, ShipmentStep
from domain.tables.shipments import Shipment


def advance(actor: Actor, shipment: Shipment, step: ShipmentStep) -> None:
    """Write the status that a step leads to. Raises NotAllowed: never for this role; ShipmentMoved: not any more."""
    row = LIFE.transition(shipment.status, step)
    if row is None:
        raise ShipmentMoved(order_id=shipment.order_id)
    if row.right:
        actor.need(row.right)
    shipment.status = row.target
