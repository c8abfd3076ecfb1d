"""Goods that came for the service sentences: many yesterday, some more today."""

from collections.abc import Mapping
from decimal import Decimal

from sqlmodel import select

from domain.carts import carts
from domain.carts.carts import CartWish
from domain.fulfilment import picking, shipments
from domain.orders import placing, status_changes
from domain.tables.catalogue import Sku
from tests.corpus.service_world import BUYER, CASE, SALESPERSON, WAREHOUSE
from tests.world import World

#: What a case holds where it is not as many as of drinks.
_CASES = {"P1060": 22, "P0004": 100, "P1030": 15}


def goods_came(world: World) -> None:
    """Many goods came yesterday, some more today."""
    _deliver(world, {"P1002": 3, "P1018": 2, "P1060": 1, "P1078": 2, "P0004": 1, "P1030": 2, "P1040": 2})
    world.clock.pass_(days=1)
    _deliver(world, {"P1008": 2, "P1070": 1})


def _deliver(world: World, cases: Mapping[str, int]) -> None:
    """So many cases of each are ordered, agreed to, sent and received."""
    with world.database.transaction() as session:
        ids = {code: session.exec(select(Sku.id).where(Sku.code == code)).one() for code in cases}
        buyer, selling, storing = (world.actor(session, each.name) for each in (BUYER, SALESPERSON, WAREHOUSE))
        wishes = [
            CartWish(sku_id=ids[code], quantity=Decimal(number * _CASES.get(code, CASE)))
            for code, number in cases.items()
        ]
        cart = carts.add(buyer, wishes)
        order = placing.submit(buyer, cart_id=cart.cart.id, revision=cart.cart.revision, total_seen=cart.total).order
        status_changes.approve(selling, order.id, 1)
        parcel = picking.pick(storing, order.id)
        shipments.ship(storing, parcel.id, parcel.revision, "sf", f"SF66600000000{len(cases):02}")
        shipments.confirm_receipt(buyer, parcel.id)
