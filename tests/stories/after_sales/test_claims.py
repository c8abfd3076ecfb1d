"""Goods came short, broken or wrong: claimed by taps or words, decided on, credited or sent again."""

from datetime import timedelta
from decimal import Decimal

from domain.rules.order_life import OrderStatus
from domain.rules.return_life import ReturnStatus
from domain.rules.returns import Outcome
from tests.orders import receive, ship
from tests.returns import came, find_order, is_whole, lines_of, on_hand, owed, picture, requests_of, sent
from tests.world import World


def test_two_broken_cans_are_claimed_and_credited_at_what_was_paid(world: World) -> None:
    came(world)
    before, there = owed(world), on_hand(world)
    world.dealer.types("0001").taps("↩️ 售后").sees("哪一样").taps("峰泡可乐").sees("怎么了").taps("💥 破了")
    world.dealer.sees("多少").types("2").sees("想怎么办").taps("💰 退款").sees("2罐", "破了", "退款").taps(
        "✅ 交给业务员"
    )
    world.dealer.sees("交给小王了", "R20261123-0001")
    world.deliver()
    world.salesperson.hears("李记便利店", "有问题", "峰泡可乐", "2罐", "破了")
    world.salesperson.taps("✅ 同意").sees("同意了，也处理好了")
    world.deliver()
    (line,) = lines_of(world)
    world.dealer.hears("小王", "同意了", "处理好了", "¥")
    assert line.credited == Decimal("3.67")  # ¥88.00 × 2 ÷ 48
    assert owed(world) == before - line.credited
    assert on_hand(world) == there
    world.dealer.types("我的售后").sees("R1123-0001", "处理好了")
    is_whole(world)


def test_missing_bottles_are_sent_again_at_no_price(world: World) -> None:
    came(world)
    before = owed(world)
    world.dealer.types("少了两瓶可乐").sees("峰泡可乐", "2罐", "少了", "想怎么办").taps("📦 补发").taps("✅ 交给业务员")
    world.deliver()
    world.salesperson.taps("✅ 同意").sees("补发单")
    world.deliver()
    world.dealer.hears("补发单 1123-0002")
    again = find_order(world, "D20261123-0002")
    assert (again.status, again.total) == (OrderStatus.APPROVED, Decimal(0))
    receive(world, ship(world, again))
    world.deliver()
    world.dealer.types("0002").sees("（补发）", "峰泡可乐", "2罐")
    assert owed(world) == before
    assert find_order(world, "D20261123-0002").status is OrderStatus.COMPLETED
    is_whole(world)


def test_a_parcel_with_something_wrong_counts_as_received_by_its_claim(world: World) -> None:
    sent(world)
    world.dealer.types("我的货到哪了").taps("⚠️").taps("峰泡可乐").taps("➖ 少了").types("3").taps("💰 退款")
    world.dealer.taps("✅ 交给业务员").sees("少了")
    world.dealer.types("我的货到哪了").does_not_see("⚠️")
    assert [each.quantity for each in lines_of(world)] == [3]
    is_whole(world)


def test_the_salesperson_agrees_to_less_and_to_another_outcome(world: World) -> None:
    came(world)
    world.dealer.types("可乐破了5罐").taps("📦 补发").taps("✅ 交给业务员")
    world.deliver()
    world.salesperson.taps("✏️ 峰泡可乐").sees("同意多少").types("3").sees("同意 3罐").taps("✏️ 峰泡可乐")
    world.salesperson.taps("💰 退款").sees("退款").taps("✅ 同意")
    world.deliver()
    world.dealer.hears("同意 3罐", "退款", "¥")
    (line,) = lines_of(world)
    assert (line.quantity, line.agreed, line.outcome) == (Decimal(5), Decimal(3), Outcome.REFUND)
    is_whole(world)


def test_a_no_has_a_reason_and_frees_the_goods(world: World) -> None:
    came(world)
    world.dealer.types("可乐破了48罐").taps("💰 退款").taps("✅ 交给业务员")
    world.dealer.types("0001").taps("↩️ 售后").sees("没有可以申请售后的货")
    world.deliver()
    world.salesperson.taps("❌ 不同意").sees("为什么").types("照片看不出来破损").taps("❌ 就按这个原因")
    world.deliver()
    world.dealer.hears("没有同意", "照片看不出来破损")
    world.dealer.types("0001").taps("↩️ 售后").sees("哪一样")
    assert requests_of(world)[0].status is ReturnStatus.REFUSED
    is_whole(world)


def test_a_second_line_joins_the_request_that_waits(world: World) -> None:
    came(world)
    world.dealer.types("少了两瓶可乐").taps("💰 退款").taps("✅ 交给业务员").taps("➕ 还有一样").taps("峰泡可乐")
    world.dealer.taps("💥 破了").taps("1罐").taps("💰 退款").taps("✅ 交给业务员").sees("2罐", "少了", "1罐", "破了")
    assert len(requests_of(world)) == 1
    world.deliver()
    world.salesperson.taps("✅ 同意")
    assert sum(each.credited for each in lines_of(world)) == Decimal("5.50")  # ¥88.00 × 3 ÷ 48, whatever the cents
    is_whole(world)


def test_a_photo_goes_along_or_comes_later(world: World) -> None:
    came(world)
    world.dealer.types("可乐破了2罐").taps("💰 退款").sends_file("can.png", picture()).sees("连照片一起")
    world.deliver()
    assert world.salesperson.heard[-1].picture == lines_of(world)[0].photo
    world.dealer.types("少了一罐可乐").taps("💰 退款").taps("✅ 交给业务员").sends_file("box.png", picture("red"))
    world.dealer.sees("照片加上了")
    assert all(each.photo for each in lines_of(world))
    is_whole(world)


def test_more_than_came_is_refused_with_what_is_left(world: World) -> None:
    came(world)
    world.dealer.types("可乐破了49罐").sees("最多 2箱")
    world.dealer.types("可乐破了47罐").taps("💰 退款").taps("✅ 交给业务员")
    world.dealer.types("可乐破了2罐").sees("最多 1罐")
    is_whole(world)


def test_after_its_time_nothing_can_be_claimed(world: World) -> None:
    came(world)
    world.dealer.types("0001").taps("↩️ 售后").taps("峰泡可乐").taps("💥 破了").taps("1罐")
    message, button = world.dealer.find("💰 退款")
    world.clock.at += timedelta(days=15)
    world.dealer.taps_button(button, message).sees("过了申请期限")
    world.dealer.types("0001").taps("↩️ 售后").sees("没有可以申请售后的货")
    is_whole(world)


def test_what_was_asked_for_is_taken_back_once(world: World) -> None:
    came(world)
    world.dealer.types("少了两瓶可乐").taps("💰 退款").taps("✅ 交给业务员")
    world.deliver()
    message, yes = world.salesperson.find("✅ 同意")
    world.dealer.taps("❌ 撤回").sees("撤回了")
    world.salesperson.taps_button(yes, message).sees("已经有变化", "已撤回")
    assert requests_of(world)[0].status is ReturnStatus.WITHDRAWN
    is_whole(world)
