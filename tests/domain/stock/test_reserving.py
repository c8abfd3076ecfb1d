"""What an order gets of the stock, and what it is told where it gets too little."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from domain.carts import carts
from domain.carts.carts import CartWish
from domain.catalogue.catalogue import gather, one
from domain.orders import placing, status_changes
from domain.refusals import NotEnoughStock
from domain.rules.order_life import OrderStatus
from domain.stock import reserving
from domain.stock.holds import Demand
from domain.tables.orders import OrderLine
from domain.tables.people import Channel
from domain.tables.stock import StockLevel
from tests.grounds import Kind
from tests.orders import current, place
from tests.together import PATIENCE, is_waiting, wait_until
from tests.world import World

#: The only line there is once more, as another kind.
ONE_MORE = """
INSERT INTO orderline (id, order_id, position, sku_id, kind, quantity, price, amount, said)
SELECT id + 1, order_id, 2, sku_id, :kind, quantity, price, amount, said FROM orderline
"""


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


def test_a_refusal_names_the_goods_that_are_short_and_not_those_that_were_there(world: World) -> None:
    more_than_half = {"KL330": 600, "HN250": 49}
    with pytest.raises(NotEnoughStock) as refused:
        place(world, more_than_half)
    assert refused.value.facts == {"sku_id": world.sku("HN250").id, "available": 48, "missing": 1}
    assert world.stock("KL330").reserved == 0


def test_several_lines_of_one_sku_are_held_together(world: World) -> None:
    order = place(world, {"KL330": 48})
    with world.database.transaction() as session:
        actor = world.actor(session, "老李")
        line = session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).one()
        both = [Demand(line_id=line.id, sku_id=line.sku_id, quantity=Decimal(each)) for each in (5, 7)]
        reserving.reserve(actor, order, both)
    assert world.stock("KL330").reserved == 48 + 5 + 7


def test_goods_on_several_lines_have_their_packs_once(world: World) -> None:
    with world.session() as session:
        cola = one(session, world.sku("KL330").id)
    rows = [(cola.sku, cola.product, pack, cola.level) for pack in cola.packs]
    assert cola.packs
    assert gather([*rows, *rows]) == {cola.sku.id: cola}


def test_a_sku_stands_once_as_goods_and_beside_that_as_something_else(world: World) -> None:
    place(world, {"KL330": 48})
    with world.session() as session:
        session.execute(text(ONE_MORE), {"kind": "gift"})
        session.rollback()
        with pytest.raises(IntegrityError):
            session.execute(text(ONE_MORE), {"kind": "goods"})


def test_an_order_goes_on_in_the_message_that_placed_it(world: World) -> None:
    cola = CartWish(sku_id=world.sku("KL330").id, quantity=Decimal(48))
    with world.database.transaction() as session:
        actor = world.actor(session, "老李")
        cart = carts.add(actor, [cola])
        order = placing.submit(actor, cart_id=cart.cart.id, revision=cart.cart.revision, total_seen=cart.total).order
        assert one(session, cola.sku_id).available == 1000 - 48
        assert status_changes.withdraw(actor, order.id, order.revision).cart.rows[0].line.quantity == 48
        assert one(session, cola.sku_id).available == 1000
    assert current(world, order).status is OrderStatus.WITHDRAWN


@pytest.mark.parametrize("kind", [Kind.POSTGRESQL])
def test_who_waits_for_goods_that_come_free_gets_them(world: World) -> None:
    taken = place(world, {"HN250": 48})
    with world.session() as other, ThreadPoolExecutor(1) as dealer:
        status_changes.reject(world.actor(other, "小王"), taken.id, taken.revision, "先留着")
        other.flush()
        mine = dealer.submit(place, world, {"KL330": 1, "HN250": 40}, "Ann")
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
        mine = dealer.submit(place, world, {"HN250": 40}, "Ann")
        wait_until(lambda: is_waiting(world))
        other.commit()
        with pytest.raises(NotEnoughStock) as refused:
            mine.result(PATIENCE)
    assert refused.value.facts == {"sku_id": world.sku("HN250").id, "available": 20, "missing": 20}
