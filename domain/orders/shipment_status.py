"""The one writer of a shipment's status: takes the steps of ``rules/shipment_life``."""

from domain.actor import Actor
from domain.refusals import ShipmentMoved
from domain.rules.shipment_life import LIFE, ShipmentStep
from domain.tables.shipments import Shipment


def advance(actor: Actor, shipment: Shipment, step: ShipmentStep) -> None:
    """Write the status that a step leads to. Raises NotAllowed: never for this role; ShipmentMoved: not any more."""
    move = LIFE.move(shipment.status, step)
    if move is None:
        raise ShipmentMoved(order_id=shipment.order_id)
    if move.right:
        actor.need(move.right)
    shipment.status = move.target
