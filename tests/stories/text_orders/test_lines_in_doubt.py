"""Lines of an order that wait for an answer: dropped all at once, answered by name, or asked how many of."""

import pytest
from sqlmodel import select

from domain.tables.carts import CartLine
from domain.tables.catalogue import Sku
from tests.world import World

THREE = "可乐 5箱，火犇 1箱，生抽 3提"


def cart(world: World) -> dict[str, str]:
    """Base units by code in the only cart."""
    with world.session() as session:
        rows = session.exec(select(Sku, CartLine).join(CartLine)).all()
        return {sku.code: f"{line.quantity.normalize():f}" for sku, line in rows}


@pytest.mark.parametrize("words", ["都不要了", "那几个都不要了", "算了", "全部不要", "none of them", "forget it"])
def test_all_that_wait_are_dropped_at_once_and_said_back(world: World, words: str) -> None:
    dealer = world.dealer.types(THREE).sees("“可乐 5箱”要哪一种", "接下来问：“生抽 3提”")
    dealer.types(words).sees("没要：可乐 5箱；生抽 3提", "别的都在购物车里")
    dealer.types("购物车").does_not_see("还没定")
    assert cart(world) == {"HN250": "24"}


def test_a_button_drops_all_that_wait(world: World) -> None:
    world.dealer.types(THREE).taps("这 2 种都不要").sees("没要：可乐 5箱；生抽 3提")
    world.dealer.types(THREE).types("购物车").taps("没定的都不要").sees("没要：可乐 5箱；生抽 3提")


def test_one_that_waits_needs_no_button_for_all(world: World) -> None:
    world.dealer.types("可乐 5箱，火犇 1箱").does_not_see("种都不要")


def test_not_this_one_drops_only_the_line_asked_about(world: World) -> None:
    world.dealer.types(THREE).types("不要").sees("生抽 3提").types("购物车").sees("还没定、不在这单里：生抽 3提")


def test_what_was_left_out_is_not_said_to_be_in_the_cart(world: World) -> None:
    world.dealer.types("可乐 5箱").taps("不要这一种").sees("没要：可乐 5箱", "购物车还是空的").does_not_see(
        "都放进购物车了"
    )


def test_an_old_button_drops_no_lines_that_came_later(world: World) -> None:
    dealer = world.dealer.types("可乐 5箱，生抽 3提")
    message, old = dealer.find("种都不要")
    dealer.types("可乐 8箱").taps_button(old, message)
    dealer.types("购物车").sees("可乐 5箱", "可乐 8箱", "生抽 3提")


def test_another_line_that_waits_is_answered_by_name(world: World) -> None:
    dealer = world.dealer.types("可乐 5箱，生抽 3提")
    dealer.types("生抽 2桶").sees("“可乐 5箱”要哪一种", "味满楼生抽 1.9L桶 × 2桶")
    dealer.types("购物车").sees("还没定、不在这单里：可乐 5箱").does_not_see("生抽 3提")
    assert cart(world) == {"JY1900": "2"}


def test_a_line_is_answered_after_something_else_was_said(world: World) -> None:
    world.dealer.types("生抽 3提，可乐 5箱").types("购物车").types("500ml瓶的").sees("500ml瓶 × 5箱", "生抽 3提")
    assert cart(world) == {"KL500": "120"}


def test_words_that_fit_two_lines_answer_neither(world: World) -> None:
    dealer = world.dealer.types("生抽 3提\n可乐 5箱\n可乐 2件").types("500ml瓶的")
    assert cart(world) == {}
    dealer.types("购物车").sees("可乐 5箱", "可乐 2件")


@pytest.mark.parametrize(
    "words", ["还有那个雪璃来几罐", "雪璃来几罐", "雪璃要几罐", "雪璃拿几罐", "雪璃来些", "来几罐雪璃"]
)
def test_goods_without_a_number_are_asked_how_many_and_are_no_note(world: World, words: str) -> None:
    dealer = world.dealer.types(f"火犇 1箱，{words}").sees(words, "要多少").does_not_see("备注")
    dealer.types("5罐").sees("5罐")
    dealer.types("购物车").does_not_see("还没定")
    assert cart(world) == {"HN250": "24", "XB330": "5"}


def test_which_of_several_and_how_many_is_settled_by_the_card(world: World) -> None:
    dealer = world.dealer.types("火犇 1箱，可乐来几箱").sees("要哪一种、多少").taps("500ml瓶").taps("加入购物车")
    dealer.types("购物车").does_not_see("还没定").sees("500ml瓶")


@pytest.mark.parametrize("words", ["雪璃一箱几罐", "雪璃几罐一箱", "一箱雪璃几罐"])
def test_how_many_are_in_a_pack_is_still_a_question(world: World, words: str) -> None:
    world.dealer.types(words).sees("1箱=24罐")
    assert cart(world) == {}


def test_a_button_in_single_ones_says_price_and_stock_of_single_ones(world: World) -> None:
    labels = world.dealer.types("可乐 1").labels
    assert "✅ 峰泡可乐 500ml瓶 1瓶 · ¥2.50/瓶 · 有1,000瓶" in labels
    assert "✅ 峰泡可乐 500ml瓶 1箱 · ¥60.00/箱 · 有41箱" in labels


@pytest.mark.parametrize("said", ["纸 500", "noodles 330", "可乐500 5箱，纸 500"])
def test_a_size_beside_other_goods_answers_nothing(world: World, said: str) -> None:
    dealer = world.dealer.types("帮我把火犇换成可乐").sees("要哪一种、多少").types(said)
    dealer.does_not_see("选好数量").types("购物车").sees("还没定、不在这单里：帮我把火犇换成可乐")
    assert cart(world) == ({"KL500": "120"} if "5箱" in said else {})
