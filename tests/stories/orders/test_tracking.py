"""Where is my order: the way of the goods until they are there, and how it went."""

import pytest

from domain.rules.order_life import OrderStatus
from tests.orders import approve, current, place, receive, ship
from tests.world import World


def test_with_one_order_under_way_a_dealer_sees_it_at_once(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    _where(world)
    world.dealer.sees("D20261123-0001 · 待备货", "待发 2箱", "您 已下单", "小王 已通过")


def test_with_nothing_under_way_a_dealer_is_told_kindly(world: World) -> None:
    _where(world)
    world.dealer.sees("没有在途的订单")


def test_with_several_under_way_a_dealer_chooses(world: World) -> None:
    place(world, {"KL330": 48})
    place(world, {"QS550": 48})
    _where(world)
    world.dealer.sees("哪一单", "1123-0001", "1123-0002").taps("1123-0002").sees("青岚山泉水")


def test_a_part_shipment_tells_line_by_line_what_is_still_to_come(world: World) -> None:
    order = place(world, {"KL330": 72, "QS550": 24})
    approve(world, order)
    world.clock.pass_(hours=3)
    ship(world, order, {"KL330": 48}, number="SF777")
    _where(world)
    world.dealer.sees(
        "部分发货", "× 3箱\n   已发 2箱 · 待发 1箱", "× 1箱\n   待发 1箱", "第1包", "顺丰 SF777", "11月23日 13:00"
    )


def test_two_parcels_are_received_one_by_one_and_then_the_order_is_complete(world: World) -> None:
    order = place(world, {"KL330": 72})
    approve(world, order)
    ship(world, order, {"KL330": 48})
    ship(world, order, number="SF2")
    _where(world)
    world.dealer.taps("✅ 收到第1包").sees("第1包已签收", "已收 2箱", "SF2").does_not_see("✅ 收到第1包", "⭐")
    world.dealer.taps("✅ 收到第2包").sees("订单完成", "⭐5")
    assert current(world, order).status is OrderStatus.COMPLETED


def test_receiving_a_parcel_twice_counts_it_once(world: World) -> None:
    order = place(world, {"KL330": 72})
    approve(world, order)
    ship(world, order, {"KL330": 48})
    _where(world)
    message, button = world.dealer.find("✅ 收到第1包")
    world.dealer.taps_button(button, message)
    world.dealer.taps_button(button, message).sees("已收 2箱", "待发 1箱")
    assert current(world, order).status is OrderStatus.APPROVED


def test_a_dealer_gives_stars_and_words(world: World) -> None:
    order = place(world, {"KL330": 72})
    approve(world, order)
    receive(world, ship(world, order))
    world.dealer.types("订单").taps("1123-0001").taps("⭐4").sees("⭐⭐⭐⭐").types("送货很快").sees("送货很快")
    after = current(world, order)
    assert (after.rating, after.rating_words) == (4, "送货很快")


def test_the_first_stars_stand(world: World) -> None:
    order = place(world, {"KL330": 72})
    approve(world, order)
    receive(world, ship(world, order))
    world.dealer.types("订单").taps("1123-0001")
    five, one = world.dealer.find("⭐5"), world.dealer.find("⭐1")
    world.dealer.taps_button(five[1], five[0]).taps_button(five[1], five[0]).sees("⭐⭐⭐⭐⭐")
    world.dealer.taps_button(one[1], one[0]).sees("您", "已评价")
    assert current(world, order).rating == 5


def test_a_salesperson_cannot_confirm_a_dealers_receipt(world: World) -> None:
    order = place(world, {"KL330": 72})
    approve(world, order)
    ship(world, order)
    _where(world)
    button = world.dealer.find("✅ 收到")[1]
    world.salesperson.types("订单").taps("1123-0001").does_not_see("✅ 收到").taps_button(button)
    assert current(world, order).status is OrderStatus.APPROVED


def test_an_english_timeline(world: World) -> None:
    order = place(world, {"KL330": 24}, who="Ann")
    approve(world, order)
    ship(world, order)
    world.english_dealer.types("orders").taps("1123-0001").taps("🚚")
    world.english_dealer.sees(
        "· shipped", "You placed the order", "小王 approved the order", "老周 shipped goods (parcel 1)"
    )


def _where(world: World) -> None:
    world.dealer.types("订单")
    if any("🚚" in label for label in world.dealer.labels):
        world.dealer.taps("🚚")
    else:
        world.dealer.types("菜单").taps("🚚")


@pytest.mark.parametrize("words", ["我的货到哪了", "where is my order", "查一下订单"])
def test_a_dealer_asks_in_plain_words(world: World, words: str) -> None:
    approve(world, place(world, {"KL330": 48}))
    world.dealer.types(words).sees("D20261123-0001 · 待备货")


@pytest.mark.parametrize("words", ["0001", "#1", "d20261123-1", "1123-0001", "订单1"])
def test_a_dealer_sends_an_order_number_in_any_form(world: World, words: str) -> None:
    place(world, {"KL330": 48})
    world.dealer.types(words).sees("D20261123-0001 · 待审核")


def test_a_number_of_another_account_is_not_found(world: World) -> None:
    place(world, {"KL330": 48}, who="Ann")
    world.dealer.types("D20261123-0001").sees("没有找到订单 D20261123-0001").does_not_see("Harbour")


def test_the_same_number_on_two_days_is_asked_about(world: World) -> None:
    place(world, {"KL330": 48})
    world.clock.pass_(days=1)
    place(world, {"QS550": 48})
    world.dealer.types("订单1").sees("哪一单", "1123-0001", "1124-0001").taps("1123-0001").sees("峰泡可乐")
