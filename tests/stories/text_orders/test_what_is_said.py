"""What people are told is true: what is kept for them, what changed in their cart, what left the house."""

import pytest

from tests.carts import fill, in_cart, put
from tests.orders import approve, place, ship
from tests.world import World


def test_goods_that_have_to_come_in_first_are_not_said_to_be_kept(world: World) -> None:
    put(world, ZJ10=80)
    done = (
        world.dealer.types("购物车").taps("✅ 去结算").taps("✅ 提交").sees("下单成功", "棉雾抽纸", "10箱", "到货再发")
    )
    done.does_not_see("留好", "留着")


def test_of_a_mixed_order_only_what_is_there_is_said_to_be_kept(world: World) -> None:
    put(world, ZJ10=80, KL330=48)
    done = world.dealer.types("购物车").taps("✅ 去结算").taps("✅ 提交").sees("⏳ 棉雾抽纸", "其余的已经留好")
    done.does_not_see("⏳ 峰泡可乐")


def test_what_is_all_there_is_said_to_be_kept(world: World) -> None:
    put(world, KL330=48)
    world.dealer.types("购物车").taps("✅ 去结算").taps("✅ 提交").sees("货已经给您留好了").does_not_see("⏳")
    put(world, who="Ann", KL330=48)
    world.english_dealer.types("cart").taps("✅ Check").taps("✅").sees("kept for you")


def test_the_last_parcel_is_not_a_part_of_the_order(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    ship(world, order, {"KL330": 24}, number="SF1")
    world.deliver()
    world.dealer.hears("发出一部分", "SF1", "其余的备好就发")
    ship(world, order, number="SF2")
    world.deliver()
    world.dealer.hears("最后一批也发出了", "SF2")
    assert not any("一部分" in reply.text() and "SF2" in reply.text() for reply in world.dealer.heard)


def test_an_order_in_one_parcel_is_neither_a_part_nor_a_last_one(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    ship(world, order)
    world.deliver()
    world.dealer.hears("发货了")
    assert not any("一部分" in reply.text() or "最后" in reply.text() for reply in world.dealer.heard)


def test_a_cart_brought_down_to_stock_names_the_lines(world: World) -> None:
    put(world, HN250=72, KL330=24)
    world.dealer.types("购物车").taps("按能订的调整")
    world.dealer.sees("火犇能量饮料 250ml罐：原来 3箱，现在 2箱").does_not_see("峰泡可乐 330ml罐：")
    place(world, {"HN250": 48}, "Ann")
    world.dealer.types("购物车").taps("按能订的调整").sees("火犇能量饮料 250ml罐 2箱", "拿掉了")
    assert in_cart(world) == {"KL330": 24}


def test_nothing_to_bring_down_is_said_as_such(world: World) -> None:
    put(world, KL330=24)
    world.dealer.presses("fit").sees("不用调").does_not_see("调好")


def test_a_file_on_a_full_cart_says_what_was_there(world: World) -> None:
    put(world, KL500=72, XB330=24)
    world.dealer.sends_file("order.csv", "商品,数量\n可乐500,10箱\n生抽,2箱\n".encode())
    world.dealer.sees("峰泡可乐 500ml瓶：原来 3箱，现在 13箱").does_not_see(
        "生抽 1.9L桶：原来", "雪璃柠檬汽水 330ml罐："
    )
    assert in_cart(world)["KL500"] == 13 * 24


def test_more_in_words_says_what_was_there(world: World) -> None:
    put(world, KL500=72)
    world.dealer.types("可乐500 10箱").sees("原来 3箱，现在 13箱")
    put(world, who="Ann", KL500=72)
    world.english_dealer.types("cola 500 10 cases").sees("was 3 cases, now 13 cases")


def test_an_answer_to_a_question_says_what_was_there(world: World) -> None:
    put(world, KL500=72)
    world.dealer.types("峰泡可乐 10箱").taps("500ml瓶").sees("原来 3箱，现在 13箱")


def test_an_order_again_into_a_full_cart_says_what_was_there(world: World) -> None:
    order = place(world, {"KL500": 240, "XB330": 48})
    fill(world, {"KL500": 72, "QS550": 24})
    card = world.dealer.types(order.number).taps("🔁")
    card.sees("峰泡可乐 500ml瓶：原来 3箱，现在 10箱", "原来就有、还在：青岚山泉水 550ml瓶 1箱")
    card.does_not_see("雪璃柠檬汽水 330ml罐：")
    assert in_cart(world) == {"KL500": 240, "XB330": 48, "QS550": 24}
    world.dealer.types("照上次再来").sees("原来就有、还在")


def test_an_order_taken_back_into_a_full_cart_says_what_was_there(world: World) -> None:
    order = place(world, {"KL500": 240})
    fill(world, {"KL500": 72})
    world.dealer.types(order.number).taps("↩️").sees("原来 3箱，现在 13箱")


def test_an_order_taken_back_brings_its_note_and_day_back(world: World) -> None:
    put(world, KL500=240)
    world.dealer.types("购物车").taps("✅ 去结算").taps("✏️ 写备注").types("送货前先打个电话")
    world.dealer.types("购物车").taps("✅ 去结算").taps("✏️ 改时间").taps("明天")
    world.dealer.types("购物车").taps("✅ 去结算").taps("✅ 提交")
    world.dealer.taps("📦 订单").taps("↩️").sees("备注也带回来了：送货前先打个电话")
    world.dealer.types("购物车").sees("送货前先打个电话", "明天")


def test_an_order_again_brings_its_note_once_and_no_day(world: World) -> None:
    put(world, KL500=240)
    world.dealer.types("购物车").taps("✅ 去结算").taps("✏️ 写备注").types("送货前先打个电话")
    world.dealer.types("购物车").taps("✅ 去结算").taps("✏️ 改时间").taps("明天")
    world.dealer.types("购物车").taps("✅ 去结算").taps("✅ 提交").taps("📦 订单").taps("🔁").sees("备注也带回来了")
    cart = world.dealer.types("购物车").sees("送货前先打个电话").does_not_see("明天")
    assert cart.text.count("送货前先打个电话") == 1
    world.dealer.types("照上次再来").does_not_see("备注也带回来了")
    assert world.dealer.types("购物车").text.count("送货前先打个电话") == 1


def test_a_count_below_the_books_is_told_without_a_sign(world: World) -> None:
    world.warehouse.types("可乐330").taps("🏬").taps("盘点").types("8箱")
    world.warehouse.sees("少了 33箱 16罐").does_not_see("少了 −", "少了 -")


@pytest.mark.parametrize("said", ["English", "中文", "换成英文", "speak Chinese"])
def test_the_name_of_a_language_offers_the_languages(world: World, said: str) -> None:
    world.dealer.types("可乐330").types(said).sees("中文", "English")
