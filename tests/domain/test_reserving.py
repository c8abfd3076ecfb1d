"""What an order gets of the stock, and what it is told where it gets too little."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from sqlmodel import col, select

from domain import carts, orders
from domain.carts import Wanted
from domain.catalogue import one
from domain.refusals import NotEnoughStock
from domain.rules.order_life import OrderStatus
from domain.tables.people import Channel
from domain.tables.stock import StockLevel
from tests.grounds import Kind
from tests.together import PATIENCE, is_waiting, wait_until
from tests.trading import order_now, placed
from tests.world import World


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


def test_a_refusal_names_the_goods_that_are_short_and_not_those_that_were_there(world: World) -> None:
    more_than_half = {"KL330": 600, "HN250": 49}
    with pytest.raises(NotEnoughStock) as refused:
        placed(world, more_than_half)
    assert refused.value.facts == {"sku_id": world.sku("HN250").id, "available": 48}
    assert world.stock("KL330").reserved == 0


def test_an_order_goes_on_in_the_message_that_placed_it(world: World) -> None:
    cola = Wanted(sku_id=world.sku("KL330").id, quantity=Decimal(48))
    with world.database.transaction() as session:
        by = world.by(session, "老李")
        cart = carts.add(by, [cola])
        order = orders.submit(by, cart_id=cart.cart.id, revision=cart.cart.revision, total_seen=cart.total).order
        assert one(session, cola.sku_id).available == 1000 - 48
        assert orders.withdraw(by, order.id, order.revision).cart.rows[0].line.quantity == 48
        assert one(session, cola.sku_id).available == 1000
    assert order_now(world, order).status is OrderStatus.WITHDRAWN


@pytest.mark.parametrize("kind", [Kind.POSTGRESQL])
def test_who_waits_for_goods_that_come_free_gets_them(world: World) -> None:
    taken = placed(world, {"HN250": 48})
    with world.session() as other, ThreadPoolExecutor(1) as dealer:
        orders.reject(world.by(other, "小王"), taken.id, taken.revision, "先留着")
        other.flush()
        mine = dealer.submit(placed, world, {"KL330": 1, "HN250": 40}, "Ann")
        wait_until(lambda: is_waiting(world))
        other.commit()
        mine.result(PATIENCE)
    assert world.stock("HN250").reserved == 40


@pytest.mark.parametrize("kind", [Kind.POSTGRESQL])
def test_who_waits_for_goods_that_somebody_takes_is_told_what_is_left(world: World) -> None:
    here = select(StockLevel).where(col(StockLevel.sku_id) == world.sku("HN250").id)
    with world.session() as other, ThreadPoolExecutor(1) as dealer:
        other.exec(here.with_for_update()).one().on_hand = Decimal(20)
        other.flush()
        mine = dealer.submit(placed, world, {"HN250": 40}, "Ann")
        wait_until(lambda: is_waiting(world))
        other.commit()
        with pytest.raises(NotEnoughStock) as refused:
            mine.result(PATIENCE)
    assert refused.value.facts == {"sku_id": world.sku("HN250").id, "available": 20}
