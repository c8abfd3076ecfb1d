"""A cart of thousands of lines goes the way of every other, by the same statements."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from psycopg import RawCursor
from sqlalchemy import event, text
from sqlmodel import select, update

from domain.checks import check_all
from domain.rules.order_life import OrderStatus
from domain.tables.orders import Order
from domain.tables.people import Address
from handlers.conversation.turn import Incoming, Tapped
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


def test_on_the_event_loop_nobody_reads_so_many_lines(world: World) -> None:
    """A press is answered there as long as that takes but moments; nothing was done when it does not."""
    _fill(world, LARGE)
    pressed = Incoming(channel=world.channel, identity="li", key="1", body=Tapped(data="cart"))
    assert world.door.answer_inline(pressed) is None
    assert world.door.answer(pressed).replies


def test_cards_say_how_many_lines_they_leave_out_and_all_can_be_read(world: World) -> None:
    _fill(world, LARGE)
    _submit(world)
    world.deliver()
    world.salesperson.hears("新订单", f"还有 {LARGE - 10} 种商品")
    world.salesperson.taps("🛒 商品明细").sees("百货0000号", "▶️").taps("▶️").sees("百货0015号", "◀️")
    world.salesperson.taps("✅").sees("已通过", f"还有 {LARGE - 20} 种商品")
    world.deliver()
    world.dealer.hears("通过了", f"还有 {LARGE - 20} 种商品")
    world.warehouse.hears("要备货", f"还有 {LARGE - 20} 种商品")
    world.warehouse.taps("🛒 商品明细").sees("百货0000号").does_not_see("¥").taps("▶️").sees("百货0015号")
    world.warehouse.taps("⬅️").taps("📦 开始备货").taps("🚚").taps("顺丰").types("SF1000000001").sees(
        f"还有 {LARGE - 20} 种商品"
    )
    world.deliver()
    world.dealer.hears("发货了", "SF1", f"还有 {LARGE - 20} 种商品")


@contextmanager
def _counted(world: World) -> Iterator[list[str]]:
    sent: list[str] = []

    def statement(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        sent.append(sql)

    event.listen(world.database.engine, "before_cursor_execute", statement)
    yield sent
    event.remove(world.database.engine, "before_cursor_execute", statement)


@contextmanager
def _worked(world: World) -> Iterator[dict[str, int]]:
    """How many rows PostgreSQL looks at for each statement, at most: each is tried out and undone before it is sent."""
    most: dict[str, int] = {}

    def statement(connection: Any, _cursor: Any, sql: str, given: Any, _context: Any, is_many: bool) -> None:  # noqa: FBT001
        if is_many or sql.split(maxsplit=1)[0] not in {
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "WITH",
        }:
            return
        driver = connection.connection.dbapi_connection
        with driver.cursor() if isinstance(given, dict) else RawCursor(driver) as cursor:
            cursor.execute("SAVEPOINT tried")
            ((plan,),) = cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", given).fetchall()
            cursor.execute("ROLLBACK TO tried")
        most[sql] = max(most.get(sql, 0), _rows(plan[0]["Plan"]))

    event.listen(world.database.engine, "before_cursor_execute", statement)
    yield most
    event.remove(world.database.engine, "before_cursor_execute", statement)


def _rows(plan: dict[str, Any]) -> int:
    """Of the step of a plan that looked at the most, those thrown away included, each time it was done."""
    seen = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Join Filter")
    here = int(sum(plan.get(name, 0) for name in seen) * plan["Actual Loops"])
    return max([here, *(_rows(each) for each in plan.get("Plans", ()))])


def _fill(world: World, count: int, *, stock: bool = True) -> None:
    with world.database.transaction() as session:
        ids = stock_many(session, count) if stock else bulk_ids(session)[:count]
        fill_cart(world.actor(session, "老李"), ids)


def _was_asked(world: World) -> None:
    """Who receives at an address is asked once, at the first order."""
    with world.database.transaction() as session:
        session.exec(update(Address).values(receiver_asked=True))


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
    world.warehouse.taps("📦 开始备货").taps("🚚").taps("顺丰").types("SF1234567890").sees("SF1234567890")
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
    _was_asked(world)
    _fill(world, 400)
    with _counted(world) as many:
        run(world)
    _fill(world, 3, stock=False)
    with _counted(world) as few:
        run(world)
    assert sorted(set(many)) == sorted(set(few))
    assert len(many) == len(few)


@pytest.mark.parametrize("run", [_sell, _call_off], ids=["sale", "called off"])
def test_no_statement_looks_at_each_line_for_each_line(world: World, run: Callable[[World], None]) -> None:
    """Also where the database knows small orders only: what it expects of a large one is wrong by far then."""
    if world.database.is_sqlite:
        pytest.skip("SQLite's plans do not depend on what it expects")
    with world.database.transaction() as session:
        stock_many(session, LARGE)
    _fill(world, 3, stock=False)
    run(world)
    with world.database.engine.begin() as connection:
        for table in ("hold", "orderline", "stocklevel", "cartline", "shipmentline"):
            connection.execute(text(f"ALTER TABLE {table} SET (autovacuum_enabled = false)"))
        connection.execute(text("ANALYZE"))
    _fill(world, LARGE, stock=False)
    with _worked(world) as worked:
        run(world)
    assert {sql: rows for sql, rows in worked.items() if rows > 10 * LARGE} == {}
