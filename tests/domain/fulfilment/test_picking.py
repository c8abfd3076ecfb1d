"""What a parcel begins with."""

from dataclasses import replace
from decimal import Decimal

from domain.fulfilment import picking
from domain.orders.view import view_order
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.orders import OrderLine
from domain.tables.shipments import Shipment
from tests.orders import place
from tests.world import World


def test_lines_of_one_sku_share_what_is_on_the_shelf(world: World) -> None:
    order = place(world, {"KL330": 600})
    with world.session() as session:
        row = view_order(world.actor(session, "老李"), order.id).rows[0]
    again = replace(row, line=OrderLine(**{**row.line.model_dump(), "id": 1}))
    parcel = Shipment(
        order_id=order.id,
        position=1,
        warehouse_id=order.warehouse_id,
        status=ShipmentStatus.PICKING,
        created_at=world.clock(),
    )
    packed = [each.line.quantity for each in picking._packed(parcel, [row, again])]
    assert packed == [Decimal(600), Decimal(400)]
