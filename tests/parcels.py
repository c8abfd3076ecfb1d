"""Looking at an order's parcels."""

from sqlmodel import col, select

from domain.tables.orders import Order
from domain.tables.shipments import Shipment
from tests.world import World


def parcels_of(world: World, order: Order) -> list[Shipment]:
    """All of them, the given-up ones too, first to last."""
    with world.session() as session:
        query = select(Shipment).where(Shipment.order_id == order.id).order_by(col(Shipment.position))
        return list(session.exec(query))
