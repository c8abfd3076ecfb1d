"""Orders said as to a good salesperson: changed, taken back, repeated, with notes, and pasted from a sheet."""

from sqlmodel import select

from domain.tables.carts import Cart
from tests.carts import cart
from tests.world import World


def note(world: World) -> str:
    """The note of the only cart."""
    with world.session() as session:
        return session.exec(select(Cart)).one().note


def ordered(world: World) -> None:
    """The dealer has ordered cola and soy sauce before."""
    world.dealer.types("峰泡可乐500ml 10箱，生抽 2箱").taps("去结算").taps("✅")


def test_a_line_is_changed_with_a_word_about_what_changed(world: World) -> None:
    world.dealer.types("峰泡可乐500ml 10箱，生抽 2箱")
    world.dealer.types("可乐改成8箱").sees("✅ 改好了", "10箱 改成 8箱")
    assert cart(world) == {"KL500": "192", "JY1900": "12"}


def test_goods_are_taken_out_again_in_words(world: World) -> None:
    world.dealer.types("峰泡可乐500ml 10箱，生抽 2箱")
    world.dealer.types("生抽不要了").sees("❌ 已去掉：味满楼生抽")
    assert cart(world) == {"KL500": "240"}


def test_more_and_less_of_what_is_in_the_cart(world: World) -> None:
    world.dealer.types("生抽 2箱")
    world.dealer.types("加2箱").sees("✅")
    world.dealer.types("减1箱").sees("✅ 改好了", "4箱 改成 3箱")
    assert cart(world) == {"JY1900": "18"}


def test_which_of_two_is_meant_is_asked_before_anything_changes(world: World) -> None:
    dealer = world.dealer.types("峰泡可乐500ml 10箱，峰泡可乐330ml 2箱")
    dealer.types("可乐不要了").sees("去掉哪一种")
    assert cart(world) == {"KL500": "240", "KL330": "48"}
    dealer.taps("去掉 峰泡可乐 330ml罐").sees("✅")
    assert cart(world) == {"KL500": "240"}


def test_a_changed_line_in_doubt_is_set_and_not_added(world: World) -> None:
    dealer = world.dealer.types("峰泡可乐500ml 10箱，峰泡可乐330ml 2箱")
    dealer.types("可乐改成5箱").sees("要哪一种").taps("峰泡可乐 500ml瓶 5箱")
    assert cart(world) == {"KL500": "120", "KL330": "48"}


def test_the_same_as_last_time_with_a_change(world: World) -> None:
    ordered(world)
    world.dealer.types("跟上次一样，但可乐只要5箱，再加一箱生抽").sees("10箱 改成 5箱")
    assert cart(world) == {"KL500": "120", "JY1900": "18"}


def test_the_same_as_last_time_in_english(world: World) -> None:
    world.english_dealer.types("2 cases of soy sauce").taps("Check").taps("✅")
    world.english_dealer.types("same as last time plus 3 cases of cola 500")
    assert cart(world) == {"JY1900": "12", "KL500": "72"}


def test_the_same_as_last_time_without_a_last_time(world: World) -> None:
    world.dealer.types("老样子，再加2箱生抽").sees("🛒")
    assert cart(world) == {"JY1900": "12"}


def test_what_is_said_beside_the_goods_is_kept_as_a_note(world: World) -> None:
    dealer = world.dealer.types("老板好，生抽2箱，明天上午送到，日期要新鲜的，谢谢")
    dealer.sees("✅ 都放进购物车了", "📝 已记在备注里", "明天上午送到", "日期要新鲜的")
    assert note(world) == "明天上午送到\n日期要新鲜的"
    dealer.taps("不用备注")
    assert note(world) == ""


def test_an_impossible_quantity_is_refused_with_the_reason(world: World) -> None:
    world.dealer.types("生抽 2箱，峰泡可乐500ml 0箱").sees(
        "看懂的都放进购物车了", "🚫 “峰泡可乐500ml 0箱”：数量要大于零"
    )
    assert cart(world) == {"JY1900": "12"}


def test_rows_pasted_from_a_sheet(world: World) -> None:
    world.dealer.types("商品\t规格\t数量\t单位\n峰泡可乐\t500ml\t10\t箱\n生抽\t\t2\t箱").sees("✅ 都放进购物车了")
    assert cart(world) == {"KL500": "240", "JY1900": "12"}


def test_goods_that_came_back_are_not_ordered(world: World) -> None:
    world.dealer.types("退货：生抽 2箱").does_not_see("都放进购物车了")
    assert cart(world) == {}


def test_with_an_empty_cart_the_waiting_order_is_changed_on_one_tap(world: World) -> None:
    ordered(world)
    dealer = world.dealer.types("可乐改成8箱，生抽不要了")
    dealer.sees("要改等待审核的订单", "✏️ 峰泡可乐 500ml瓶 改成 8箱", "去掉 味满楼生抽")
    assert cart(world) == {}
    dealer.taps("改成 8箱").sees("8箱")


def test_more_goods_with_an_empty_cart_are_a_new_order(world: World) -> None:
    ordered(world)
    world.dealer.types("再来一箱生抽").sees("✅ 都放进购物车了")
    assert cart(world) == {"JY1900": "6"}
