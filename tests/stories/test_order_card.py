"""What an approver sees on a card, and what a press that comes too late is answered."""

from decimal import Decimal

from sqlmodel import select

from domain.rules.order_life import OrderStatus
from domain.tables.people import Account
from tests.trading import approved, order_now, placed, shipped
from tests.world import World


def test_an_approver_sees_stock_and_that_it_is_a_first_order(world: World) -> None:
    placed(world, {"KL330": 48, "ZJ10": 16})
    world.salesperson.types("订单").taps("1123-0001")
    world.salesperson.sees("李记便利店", "老李", "✓有货", "⚠️缺 2箱", "第一次下单").does_not_see("额度")


def test_an_approver_sees_the_last_order_and_the_credit_left(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == "李记便利店")).one().credit_limit = Decimal(1000)
    approved(world, placed(world, {"KL330": 24}))
    world.clock.pass_(days=1)
    placed(world, {"KL330": 48})
    world.salesperson.types("订单").taps("1124-0001")
    world.salesperson.sees("上次下单 1123-0001 · 11月23日 · ¥44.00", "¥868.00")


def test_a_press_on_an_approved_order_says_who_was_faster(world: World) -> None:
    order = placed(world, {"KL330": 24})
    world.admin.types("订单").taps("1123-0001").sees("✅ 通过")
    approved(world, order)
    world.clock.pass_(minutes=5)
    world.admin.taps("✅ 通过").sees("小王", "5分钟前已通过", "待备货").does_not_see("✅ 通过")
    assert order_now(world, order).decided_at is not None


def test_a_dealer_who_cancels_after_picking_began_is_told_so_and_nothing_changes(world: World) -> None:
    order = placed(world, {"KL330": 24})
    approved(world, order)
    world.dealer.types("订单").taps("1123-0001").sees("❌ 取消订单")
    shipped(world, order)
    before = world.stock("KL330")
    world.dealer.taps("❌ 取消订单").sees("老周", "已发货").does_not_see("❌")
    assert order_now(world, order).status is OrderStatus.APPROVED
    assert world.stock("KL330") == before


def test_somebody_elses_order_does_not_exist_for_a_dealer(world: World) -> None:
    placed(world, {"KL330": 24}, who="Ann")
    world.english_dealer.types("orders").taps("1123-0001")
    foreign = world.english_dealer.find("❌")[1]
    world.dealer.taps_button(foreign).does_not_see("Harbour", "¥")
