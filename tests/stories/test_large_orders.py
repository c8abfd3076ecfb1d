"""A cart of thousands of lines goes the way of every other, by the same statements."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from domain.checks import check_all
from domain.rules.order_life import OrderStatus
from domain.tables.orders import Order
from tests.large_orders import LARGE, bulk_ids, fill_cart, stock_many
from tests.world import World


def test_a_cart_of_many_hundred_lines_is_submitted_approved_shipped_and_received(world: World) -> None:
    _fill(world, LARGE)
    _sell(world)
    assert _statuses(world) == {OrderStatus.COMPLETED}
    with world.session() as session:
        assert check_all(session) == []


def test_an_order_of_many_hundred_lines_goes_back_into_the_cart(world: World) -> None:
    _fill(world, LARGE)
    _submit(world)
    world.dealer.presses("orders").taps("1123-").taps("↩️").sees("🛒")
    assert _statuses(world) == {OrderStatus.WITHDRAWN}
    _submit(world)
    world.salesperson.types("0002").taps("❌").types("先不做").sees("先不做")
    with world.session() as session:
        assert check_all(session) == []


@contextmanager
def _counted(world: World) -> Iterator[list[str]]:
    sent: list[str] = []

    def statement(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        sent.append(sql)

    event.listen(world.database.engine, "before_cursor_execute", statement)
    yield sent
    event.remove(world.database.engine, "before_cursor_execute", statement)


def _fill(world: World, count: int, *, stock: bool = True) -> None:
    with world.database.transaction() as session:
        ids = stock_many(session, count) if stock else bulk_ids(session)[:count]
        fill_cart(world.by(session, "老李"), ids)


def _statuses(world: World) -> set[OrderStatus]:
    with world.session() as session:
        return {OrderStatus(each) for each in session.exec(select(Order.status))}


def _submit(world: World) -> None:
    world.dealer.presses("cart").taps("✅").taps("✅").sees("下单成功")


def _sell(world: World) -> None:
    _submit(world)
    world.deliver()
    world.salesperson.taps("✅ 通过").sees("已通过")
    world.deliver()
    world.warehouse.taps("📦 备货").taps("🚚").taps("顺丰").types("SF1234567890").sees("SF1234567890")
    world.deliver()
    world.dealer.taps("✅ 收到").sees("⭐")
    world.deliver()


def _call_off(world: World) -> None:
    _submit(world)
    world.deliver()
    world.salesperson.taps("✅ 通过").sees("已通过")
    world.deliver()
    world.salesperson.taps("❌").types("客户不要了").sees("客户不要了")
    world.deliver()


@pytest.mark.parametrize("run", [_sell, _call_off], ids=["sale", "called off"])
def test_an_order_of_many_lines_sends_the_statements_of_a_small_one(world: World, run: Callable[[World], None]) -> None:
    """Not one more, and none longer: whatever grows with a cart is too long for some database one day."""
    _fill(world, 400)
    with _counted(world) as many:
        run(world)
    _fill(world, 3, stock=False)
    with _counted(world) as few:
        run(world)
    assert sorted(set(many)) == sorted(set(few))
    assert len(many) == len(few)
