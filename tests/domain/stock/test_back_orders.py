"""What lines wait for, and how goods come to them."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlmodel import col, select

from domain.actor import Actor
from domain.checks import check_all
from domain.fulfilment import picking
from domain.orders import status_changes
from domain.orders.view import OrderRow, view_order
from domain.refusals import NotEnoughStock, OrderMoved, ShelfShort
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.orders import Event, Order
from domain.tables.people import Account, Channel
from tests.orders import approve, change, pick, place, ship
from tests.world import World


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


def act(world: World, who: str, what: Callable[[Actor], object]) -> None:
    with world.database.transaction() as session:
        what(world.actor(session, who))


def comes(world: World, code: str, amount: int) -> None:
    sku = world.sku(code).id
    act(world, "老周", lambda actor: stock.receive(actor, home(actor.session), sku, Decimal(amount)))


def counted(world: World, code: str, found: int) -> None:
    sku = world.sku(code).id
    act(world, "老周", lambda actor: stock.count(actor, home(actor.session), sku, Decimal(found)))


def row(world: World, order: Order) -> OrderRow:
    """The only line of an order."""
    with world.session() as session:
        return view_order(world.actor(session), order.id).rows[0]


def held_and_waits(world: World, order: Order) -> tuple[int, int]:
    """What the only line holds, and what it waits for; the books agree."""
    with world.session() as session:
        assert check_all(session) == []
    line = row(world, order)
    return int(line.ready), int(line.short)


def test_what_is_not_there_waits_and_holds_nothing(world: World) -> None:
    comes(world, "ZJ10", 5)
    first, second = place(world, {"ZJ10": 8}), place(world, {"ZJ10": 16}, "Ann")
    assert held_and_waits(world, first) == (5, 3)
    assert held_and_waits(world, second) == (0, 16)
    assert world.stock("ZJ10").reserved == 5
    assert world.stock("ZJ10").available == 0


def test_goods_that_may_not_be_back_ordered_are_refused_beyond_what_is_there(world: World) -> None:
    comes(world, "ZJ10", 5)
    with pytest.raises(NotEnoughStock) as refused:
        place(world, {"ZJ10": 8, "HN250": 49})
    assert refused.value.facts == {"sku_id": world.sku("HN250").id, "available": 48, "missing": 1}
    assert world.stock("ZJ10").reserved == 0


def test_what_arrives_goes_to_the_oldest_first(world: World) -> None:
    first, second = place(world, {"ZJ10": 8}), place(world, {"ZJ10": 16}, "Ann")
    comes(world, "ZJ10", 10)
    assert held_and_waits(world, first) == (8, 0)
    assert held_and_waits(world, second) == (2, 14)
    comes(world, "ZJ10", 20)
    assert held_and_waits(world, second) == (16, 0)
    assert world.stock("ZJ10").available == 6


def test_an_account_of_higher_priority_gets_its_goods_first_and_loses_them_last(world: World) -> None:
    first, second = place(world, {"ZJ10": 8}), place(world, {"ZJ10": 8}, "Ann")
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == "Harbour Mart")).one().priority = 5
    comes(world, "ZJ10", 8)
    assert held_and_waits(world, second) == (8, 0)
    assert held_and_waits(world, first) == (0, 8)
    comes(world, "ZJ10", 8)
    counted(world, "ZJ10", 10)
    assert held_and_waits(world, second) == (8, 0)
    assert held_and_waits(world, first) == (2, 6)


def test_an_approved_order_gets_its_goods_as_an_allocation(world: World) -> None:
    order = place(world, {"ZJ10": 8})
    approve(world, order)
    comes(world, "ZJ10", 3)
    assert held_and_waits(world, order) == (3, 5)
    assert world.stock("ZJ10").allocated == 3
    assert world.stock("ZJ10").reserved == 0
    with world.session() as session:
        noted = session.exec(select(Event).where(Event.kind == "order.goods_given")).one()
        assert list(noted.facts["lines"].values()) == ["3.000"]


def test_what_is_given_back_goes_to_who_waits(world: World) -> None:
    comes(world, "ZJ10", 8)
    first, second = place(world, {"ZJ10": 8}), place(world, {"ZJ10": 8}, "Ann")
    act(world, "小王", lambda actor: status_changes.reject(actor, first.id, 1, "不做"))
    assert held_and_waits(world, second) == (8, 0)


def test_who_takes_less_gives_up_first_what_they_wait_for(world: World) -> None:
    comes(world, "ZJ10", 8)
    first, second = place(world, {"ZJ10": 16}), place(world, {"ZJ10": 8}, "Ann")
    change(world, first, "ZJ10", 8)
    assert held_and_waits(world, first) == (8, 0)
    change(world, first, "ZJ10", 4)
    assert held_and_waits(world, first) == (4, 0)
    assert held_and_waits(world, second) == (4, 4)
    change(world, first, "ZJ10", 24)
    assert held_and_waits(world, first) == (4, 20)


def test_a_shelf_that_holds_less_takes_from_the_newest(world: World) -> None:
    first = place(world, {"HN250": 24})
    world.clock.pass_(minutes=1)
    second = place(world, {"HN250": 24}, "Ann")
    approve(world, second)
    counted(world, "HN250", 30)
    assert held_and_waits(world, first) == (24, 0)
    assert held_and_waits(world, second) == (6, 18)
    counted(world, "HN250", 40)
    assert held_and_waits(world, second) == (16, 8)
    with pytest.raises(NotEnoughStock):
        change(world, first, "HN250", 25)


def test_a_count_that_was_a_slip_gives_everything_back(world: World) -> None:
    order = place(world, {"HN250": 24})
    sku = world.sku("HN250").id
    with world.database.transaction() as session:
        slip = stock.count(world.actor(session, "老周"), home(session), sku, Decimal(4)).move
    assert slip is not None
    assert held_and_waits(world, order) == (4, 20)
    act(world, "老周", lambda actor: stock.undo(actor, slip.id))
    assert held_and_waits(world, order) == (24, 0)


def test_only_what_is_there_is_picked_and_the_rest_follows_when_it_comes(world: World) -> None:
    comes(world, "ZJ10", 5)
    order = place(world, {"ZJ10": 8})
    approve(world, order)
    ship(world, order)
    assert held_and_waits(world, order) == (0, 3)
    with pytest.raises(OrderMoved):
        pick(world, order)
    comes(world, "ZJ10", 3)
    ship(world, order)
    assert held_and_waits(world, order) == (0, 0)
    assert world.stock("ZJ10").on_hand == 0


def test_goods_found_missing_while_they_are_packed_do_not_leave(world: World) -> None:
    order = place(world, {"HN250": 24})
    approve(world, order)
    parcel = pick(world, order)
    counted(world, "HN250", 10)
    with pytest.raises(ShelfShort):
        ship(world, order)
    with world.database.transaction() as session:
        packed = picking.view_parcel(world.actor(session, "老周"), parcel.id)
        assert packed.rows[0].line.quantity == 24
        assert packed.rows[0].left == 10


def test_an_order_that_is_over_waits_for_nothing(world: World) -> None:
    order = place(world, {"ZJ10": 8})
    act(world, "老李", lambda actor: status_changes.cancel(actor, order.id, "不要了"))
    comes(world, "ZJ10", 8)
    with world.session() as session:
        assert check_all(session) == []
        assert not session.exec(select(Event).where(col(Event.kind) == "order.goods_given")).all()
    assert world.stock("ZJ10").available == 8
