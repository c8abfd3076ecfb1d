"""Goods that only some may see do not exist for the others, whichever way they ask."""

import pytest

from domain.catalogue import catalogue
from tests.carts import in_cart, put
from tests.limits import LI, put_in_group, show_only
from tests.orders import approve, place
from tests.promotions import promote, run
from tests.world import World

HIDDEN, UNKNOWN = "KL500", "ZZ987"


def hide(world: World) -> None:
    """From 李记便利店, to whom it was never shown."""
    show_only(world, HIDDEN, "Harbour Mart")


@pytest.mark.parametrize(
    "words", ["{code}", "{code} 10箱", "我要{code} 3箱", "{code}多少钱", "{code}有货吗", "有没有{code}"]
)
def test_asked_for_by_its_code_it_is_answered_as_one_that_there_is_not(world: World, words: str) -> None:
    hide(world)
    answered = [world.dealer.types(words.format(code=code)).text.replace(code, "…") for code in (HIDDEN, UNKNOWN)]
    assert answered[0] == answered[1]
    assert in_cart(world) == {}


@pytest.mark.parametrize(
    "words", ["可乐", "峰泡可乐 500ml", "fengpao", "fpkl", "可乐 2箱", "500ml 3箱", "雪碧 1箱，可乐500 2箱"]
)
def test_by_no_words_it_comes_up(world: World, words: str) -> None:
    hide(world)
    world.dealer.types(words).does_not_see("500ml瓶", HIDDEN)
    world.dealer.types("购物车").does_not_see("可乐 500ml")


def test_whoever_may_see_it_finds_it(world: World) -> None:
    hide(world)
    world.english_dealer.types(HIDDEN).sees("500ml")
    world.salesperson.types("给李记便利店下单").types(HIDDEN).does_not_see("500ml瓶")
    world.admin.types(HIDDEN).sees("500ml")


def test_a_scan_of_it_finds_nothing(world: World) -> None:
    hide(world)
    for who, found in (("老李", []), ("Ann", [world.sku(HIDDEN).id]), ("陈总", [world.sku(HIDDEN).id])):
        with world.database.transaction() as session:
            world.actor(session, who)
            assert catalogue.with_code(session, HIDDEN) == found


def test_a_row_of_a_list_is_one_that_is_not_understood(world: World) -> None:
    hide(world)
    told = world.dealer.types(f"货号\t数量\n{HIDDEN}\t2\nXB330\t3").text
    assert "500ml" not in told
    assert set(in_cart(world)) <= {"XB330"}


@pytest.mark.parametrize("label", ["🛒", "➕"])
def test_an_old_card_answers_as_for_goods_that_there_are_not(world: World, label: str) -> None:
    _, pressed = world.dealer.types(HIDDEN).find(label)
    hide(world)
    world.dealer.taps_button(pressed).sees("没找到").does_not_see("500ml", "可乐")
    assert in_cart(world) == {}


def test_its_family_is_shown_without_it(world: World) -> None:
    world.dealer.types("KL330").sees("330ml")
    hide(world)
    world.dealer.types("KL330").sees("330ml").does_not_see("500ml")


def test_the_order_again_leaves_it_out(world: World) -> None:
    approve(world, place(world, {HIDDEN: 24, "XB330": 24}))
    hide(world)
    world.dealer.types("再来一单")
    assert in_cart(world) == {"XB330": 24}
    world.dealer.types("常订").does_not_see("500ml")


def test_an_order_of_nothing_else_cannot_be_placed_again(world: World) -> None:
    approve(world, place(world, {HIDDEN: 24}))
    hide(world)
    world.dealer.types("再来一单").sees("没找到").does_not_see("500ml")
    assert in_cart(world) == {}


def test_a_nickname_of_it_means_nothing(world: World) -> None:
    world.dealer.types("叫法 红瓶=KL500").sees("红瓶")
    hide(world)
    world.dealer.types("红瓶 2箱").does_not_see("500ml")
    world.dealer.types("我的叫法").does_not_see("500ml", "红瓶")
    assert in_cart(world) == {}


def test_what_stood_in_the_cart_is_off_sale_there(world: World) -> None:
    put(world, KL500=24, XB330=24)
    hide(world)
    world.dealer.types("结算").sees("⚠️").does_not_see("✅ 提交").taps("按")
    assert in_cart(world) == {"XB330": 24}


def test_the_shelves_do_not_count_it(world: World) -> None:
    before = world.dealer.types("分类").text
    hide(world)
    after = world.dealer.types("分类").text
    assert before != after


def test_a_group_sees_it_and_everybody_again(world: World) -> None:
    put_in_group(world, "特约", LI)
    show_only(world, HIDDEN, "特约")
    world.dealer.types(HIDDEN).sees("500ml")
    world.english_dealer.types(HIDDEN).does_not_see("500ml")
    show_only(world, HIDDEN)
    world.english_dealer.types(HIDDEN).sees("500ml")


def test_a_promotion_of_nothing_else_is_not_named_nor_found_by_its_old_button(world: World) -> None:
    promote(world, promotion="大瓶特价", kind="特价", sku=HIDDEN, price="2.00")
    promote(world, promotion="大瓶赠品", kind="满赠", reach="10", gift_sku=HIDDEN, gift_quantity="1")
    pressed = world.dealer.types("有什么优惠").sees("大瓶特价", "大瓶赠品").find("大瓶特价")[1]
    hide(world)
    world.dealer.types("有什么优惠").does_not_see("大瓶", "可乐")
    world.dealer.taps_button(pressed).sees("没找到").does_not_see("大瓶", "可乐")
    world.english_dealer.types("promotions").sees("大瓶特价", "大瓶赠品")
    world.admin.types("有什么优惠").sees("大瓶特价")


def test_a_promotion_of_other_goods_too_names_these_alone(world: World) -> None:
    row = {"promotion": "两种特价", "kind": "特价", "price": "1.00"}
    run(world, {**row, "sku": HIDDEN}, {**row, "sku": "XB330"})
    hide(world)
    world.dealer.types("有什么优惠").sees("两种特价", "雪璃").does_not_see("可乐")


def test_a_gift_of_it_is_not_given(world: World) -> None:
    row = {"promotion": "满赠", "kind": "满赠", "reach": "10", "gift_quantity": "1"}
    run(world, {**row, "gift_sku": HIDDEN}, {**row, "gift_sku": "QS550"})
    hide(world)
    dealer = world.dealer.types("雪璃 2箱").taps("🛒").sees("🎁 赠品：").does_not_see("可乐")
    dealer.taps("✅ 去结算").taps("✅")
    world.salesperson.types("订单").taps("1123-0001").sees("（赠品）").does_not_see("可乐")
