"""Goods go back: agreed to, on their way, counted; what was counted decides on stock and money."""

from decimal import Decimal

from domain.rules.return_life import ReturnStatus
from tests.returns import came, is_whole, lines_of, on_hand, owed, requests_of
from tests.world import World


def asked(world: World, words: str = "我要退1箱可乐") -> None:
    came(world)
    world.dealer.types(words).sees("为什么退").taps("🙅 不想要了")
    if "📦 补发" not in world.dealer.text:
        world.dealer.taps("1箱")
    world.dealer.taps("💰 退款").sees("要退款").taps("✅ 交给业务员")
    world.deliver()
    world.salesperson.hears("李记便利店", "想退货", "1箱").taps("✅ 同意").sees("等货退回来")
    world.deliver()


def test_what_was_counted_decides(world: World) -> None:
    asked(world)
    there, before = on_hand(world), owed(world)
    world.dealer.hears("同意了", "把货准备好")
    world.dealer.taps("🚚 退货寄出了").sees("告诉仓库了")
    world.deliver()
    world.warehouse.hears("李记便利店", "在路上", "1箱")
    world.warehouse.taps("✏️ 点数").sees("实收多少").types("20 坏3").sees("好的 20罐", "坏的 3罐")
    world.warehouse.taps("✅ 只到了点的这些").sees("收好了")
    world.deliver()
    (line,) = lines_of(world)
    assert (line.good, line.bad, line.credited) == (Decimal(20), Decimal(3), Decimal("42.17"))  # ¥88.00 × 23 ÷ 48
    assert on_hand(world) == there + 20
    assert owed(world) == before - line.credited
    world.dealer.hears("处理好了", "¥42.17")
    world.salesperson.hears("处理好了", "坏的 3罐")
    world.dealer.types("对账单").sees("退")
    is_whole(world)


def test_all_here_and_good_by_one_tap_and_only_once(world: World) -> None:
    asked(world)
    there = on_hand(world)
    message, all_good = world.warehouse.find("✅ 都到了")
    world.warehouse.taps_button(all_good, message).sees("收好了")
    world.warehouse.taps_button(all_good, message).sees("已经有变化")
    assert on_hand(world) == there + 24
    assert requests_of(world)[0].status is ReturnStatus.SETTLED
    is_whole(world)


def test_a_return_is_taken_back_until_the_goods_are_on_their_way(world: World) -> None:
    asked(world)
    world.dealer.types("我的售后").taps("R1123-0001").taps("❌ 撤回").sees("已撤回")
    world.deliver()
    world.warehouse.hears("撤回")
    world.warehouse.types("菜单").does_not_see("售后（")
    is_whole(world)


def test_two_returns_of_a_line_share_its_amount_to_the_cent(world: World) -> None:
    came(world)
    for _ in range(3):
        world.dealer.types("我要退16罐可乐").taps("🙅 不想要了").taps("💰 退款").taps("✅ 交给业务员")
        world.deliver()
        world.salesperson.taps("✅ 同意")
        world.deliver()
        world.warehouse.taps("✅ 都到了")
    assert sum(each.credited for each in lines_of(world)) == Decimal("88.00")
    assert owed(world) == 0
    is_whole(world)
