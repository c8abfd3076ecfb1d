"""The most of a SKU that was ever on hand."""

from decimal import Decimal

from domain import stock
from domain.catalogue import home
from domain.stock_view import most_ever
from tests.world import World


def test_it_is_the_highest_that_the_moves_of_a_sku_ever_made(world: World) -> None:
    sku = world.sku("ZJ10").id
    with world.database.transaction() as session:
        by, place = world.by(session, "老周"), home(session)
        assert most_ever(by, sku) == 0
        for came, counted in ((24, 8), (80, 40), (8, 48)):
            stock.receive(by, place, sku, Decimal(came))
            stock.count(by, place, sku, Decimal(counted))
        assert most_ever(by, sku) == 88
