"""Orders and questions in the dealer's own words."""

from decimal import Decimal

import pytest
from sqlmodel import select

from domain.tables.catalogue import Sku
from tests.carts import cart
from tests.world import World


def test_a_clear_order_goes_straight_into_the_cart(world: World) -> None:
    dealer = world.dealer.types("峰泡可乐500ml 10箱，生抽两箱\n矿泉水 x5箱")
    dealer.sees("✅ 都放进购物车了", "10箱", "¥600.00", "去结算")
    assert cart(world) == {"KL500": "240", "JY1900": "12", "QS550": "120"}


def test_an_english_order_goes_into_the_cart(world: World) -> None:
    world.english_dealer.types("3 cases of cola 500 and 2 boxes of soy sauce").sees("All in your cart", "3 cases")
    assert cart(world) == {"KL500": "72", "JY1900": "12"}


def test_doubtful_lines_are_asked_one_after_the_other(world: World) -> None:
    dealer = world.dealer.types("可乐 10箱\n生抽 2箱\n生抽 x3\n茅台 1箱")
    dealer.sees("“可乐 10箱”要哪一种", "没看懂：“茅台 1箱”", "接下来问：“生抽 x3”", "味满楼生抽 1.9L桶 × 2箱")
    dealer.taps("峰泡可乐 330ml罐 10箱").sees("生抽 x3", "峰泡可乐 330ml罐 × 10箱 · ¥439.99")
    dealer.taps("3桶").sees("看懂的都放进购物车了", "去结算")
    assert cart(world) == {"JY1900": "15", "KL330": "240"}


def test_answering_a_line_twice_changes_nothing_more(world: World) -> None:
    dealer = world.dealer.types("可乐 10箱\n生抽 x3")
    message, answer = dealer.find("330ml罐 10箱")
    dealer.taps_button(answer, message).taps_button(answer, message).sees("生抽 x3")
    assert cart(world) == {"KL330": "240"}


def test_a_line_can_be_left_out(world: World) -> None:
    world.dealer.types("可乐 10箱").taps("❌").sees("购物车还是空的")
    assert cart(world) == {}


def test_a_unit_the_goods_have_not_is_asked_about(world: World) -> None:
    world.dealer.types("生抽 3提").sees("味满楼生抽").taps("3箱").sees("✅")
    assert cart(world) == {"JY1900": "18"}


def test_words_without_a_quantity_are_a_search(world: World) -> None:
    world.dealer.types("有没有生抽").sees("味满楼生抽", "🛒")
    assert cart(world) == {}


def test_zero_and_negative_are_not_taken(world: World) -> None:
    world.dealer.types("生抽 0箱").does_not_see("✅ 都放进")
    world.dealer.types("生抽 -5箱").does_not_see("✅ 都放进")
    assert cart(world) == {}


def test_a_salesperson_is_asked_for_whom(world: World) -> None:
    world.salesperson.types("生抽 2箱").sees("客户")


def test_where_is_my_order_without_any(world: World) -> None:
    for words in ("我的货到哪了", "到哪了", "物流", "where is my order", "track"):
        world.dealer.types(words).does_not_see("没找到“").sees("🏠")


def test_an_order_that_ends_in_a_question_is_still_an_order(world: World) -> None:
    world.dealer.types("生抽 2箱，什么时候能到？").sees("✅ 都放进购物车了")
    assert cart(world) == {"JY1900": "12"}


def test_a_question_about_goods_on_the_way_is_no_order(world: World) -> None:
    world.dealer.types("我的10箱生抽到哪了").does_not_see("购物车了")
    assert cart(world) == {}


def test_more_than_the_rules_allow_is_asked_about(world: World) -> None:
    with world.session() as session:
        sku = session.exec(select(Sku).where(Sku.code == "JY1900")).one()
        sku.minimum, sku.multiple = Decimal(12), Decimal(6)
        session.commit()
    world.dealer.types("生抽 1箱").sees("不能这样订").taps("改成 2箱").sees("✅")
    assert cart(world) == {"JY1900": "12"}
    world.dealer.types("生抽 1箱").sees("✅ 都放进购物车了")
    assert cart(world) == {"JY1900": "18"}


def test_an_old_answer_still_works_after_another_order(world: World) -> None:
    dealer = world.dealer.types("可乐 10箱")
    message, answer = dealer.find("330ml罐 10箱")
    dealer.types("生抽 2箱").sees("可乐 10箱").taps_button(answer, message).sees("峰泡可乐 330ml罐 × 10箱")
    assert cart(world) == {"JY1900": "12", "KL330": "240"}


def test_another_answer_to_the_same_line_takes_the_place_of_the_first(world: World) -> None:
    dealer = world.dealer.types("可乐 10箱")
    other = dealer.find("500ml瓶 10箱")
    first = dealer.find("330ml罐 10箱")
    dealer.taps_button(first[1], first[0]).taps_button(first[1], first[0])
    assert cart(world) == {"KL330": "240"}
    dealer.taps_button(other[1], other[0])
    assert cart(world) == {"KL500": "240"}


def test_a_line_that_waits_is_not_dropped_by_the_next_order(world: World) -> None:
    world.dealer.types("可乐 10箱").sees("哪一种").types("生抽 2箱").sees("可乐 10箱")
    world.dealer.types("购物车").sees("可乐 10箱", "味满楼生抽").taps("去结算").sees("可乐 10箱")
    world.dealer.types("第一个").sees("峰泡可乐")


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("500的", {"KL500": "240"}), ("500ml的", {"KL500": "240"}), ("罐装的来3箱", {"KL330": "72"}),
        ("第二个要3箱", {"KL500": "72"}), ("都要", {"KL330": "240", "KL500": "240"}),
        ("both", {"KL330": "240", "KL500": "240"}), ("500的3箱，330的2箱", {"KL500": "72", "KL330": "48"}),
        ("可乐500 5箱", {"KL500": "120"}), ("都不要", {}),
    ],
)  # fmt: skip
def test_a_line_in_doubt_is_answered_in_words(world: World, said: str, held: dict[str, str]) -> None:
    world.dealer.types("可乐 10箱").sees("哪一种").types(said)
    assert cart(world) == held
    world.dealer.types("购物车").does_not_see("还没定")


def test_hello_brings_the_menu_and_thanks_a_kind_word(world: World) -> None:
    world.dealer.types("你好").sees("🔍", "🛒")
    world.dealer.types("谢谢老板").sees("不客气")
    world.english_dealer.types("Thank you!").sees("welcome")


def test_a_line_still_in_doubt_is_not_forgotten_at_the_checkout(world: World) -> None:
    world.dealer.types("雪璃 2箱，峰泡可乐 3箱").sees("峰泡可乐 3箱")
    world.dealer.taps("✅ 去结算").sees("还没定", "峰泡可乐 3箱")
    world.dealer.taps("❓ 回去选好").sees("峰泡可乐 3箱").taps("330ml").taps("✅ 去结算").does_not_see("还没定")


def test_an_order_placed_leaves_nothing_in_doubt(world: World) -> None:
    world.dealer.types("雪璃 2箱，峰泡可乐 3箱").taps("✅ 去结算").taps("✅ 提交订单")
    world.dealer.types("雪璃 1箱").taps("✅ 去结算").does_not_see("还没定")
