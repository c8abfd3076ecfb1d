"""The most of a SKU that was ever on hand."""

from decimal import Decimal

from domain.reports.stock import most_ever
from domain.stock import stock
from domain.stock.warehouses import home
from tests.world import World


def test_it_is_the_highest_that_the_moves_of_a_sku_ever_made(world: World) -> None:
    sku = world.sku("ZJ10").id
    with world.database.transaction() as session:
        actor, place = world.actor(session, "老周"), home(session)
        assert most_ever(actor, sku) == 0
        for came, counted in ((24, 8), (80, 40), (8, 48)):
            stock.receive(actor, place, sku, Decimal(came))
            stock.count(actor, place, sku, Decimal(counted))
        assert most_ever(actor, sku) == 88
