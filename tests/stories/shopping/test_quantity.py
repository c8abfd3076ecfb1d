"""How much: by buttons, by packs, and typed while the card is open."""

import pytest
from sqlmodel import select

from domain.tables.carts import CartLine
from tests.orders import place
from tests.world import World


def in_cart(world: World, code: str) -> str | None:
    """Base units of a SKU in any cart."""
    with world.session() as session:
        line = session.exec(select(CartLine).where(CartLine.sku_id == world.sku(code).id)).first()
        return f"{line.quantity.normalize():f}" if line else None


def test_plus_minus_and_packs_choose_and_the_cart_button_says_what_it_does(world: World) -> None:
    dealer = world.dealer
    dealer.types("生抽").sees("🛒 加入购物车 1箱 ¥76.80")
    dealer.taps("➕").sees("🛒 加入购物车 2箱 ¥153.60").taps("➖").sees("加入购物车 1箱")
    dealer.taps("➕").taps("🛒 加入").sees("✅", "2箱", "¥153.60", "去结算")
    assert in_cart(world, "JY1900") == "12"


def test_a_card_has_one_way_to_add(world: World) -> None:
    world.dealer.types("生抽")
    assert [label for label in world.dealer.labels if "🛒" in label] == ["🛒 加入购物车 1箱 ¥76.80"]
    world.dealer.taps("➕").taps("🛒").sees("✅", "2箱", "¥153.60", "去结算")
    assert in_cart(world, "JY1900") == "12"


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("10", "240"), ("10箱", "240"), ("3 cases", "72"), ("半箱", "12"), ("两箱", "48"), ("１０箱", "240"),
        ("要5箱", "120"), ("1箱6瓶", "30"), ("x3", "72"), ("一打", "12"), ("一箱半", "36"),
    ],
)  # fmt: skip
def test_a_typed_quantity_goes_into_the_cart(world: World, typed: str, base: str) -> None:
    world.dealer.types("峰泡可乐500ml").types(typed).sees("✅", "购物车")
    assert in_cart(world, "KL500") == base


def test_a_bare_number_is_in_the_unit_of_the_card(world: World) -> None:
    world.dealer.types("峰泡可乐500ml").sees("加1箱", "只写数字按“箱”算").types("10").sees("10箱")
    assert in_cart(world, "KL500") == "240"
    world.dealer.types("禾稼米线").sees("只写数字按“kg”算").types("2.5").sees("2.5kg")
    assert in_cart(world, "MM5") == "2.5"


def test_a_unit_the_goods_have_not_is_asked_about(world: World) -> None:
    world.dealer.types("峰泡可乐500ml").types("5提").sees("没有这个单位", "箱、瓶").types("5箱").sees("✅")
    assert in_cart(world, "KL500") == "120"


def test_other_words_leave_the_card(world: World) -> None:
    world.dealer.types("峰泡可乐500ml").types("生抽").sees("味满楼生抽")
    assert in_cart(world, "KL500") is None


def test_tapping_twice_changes_nothing_more(world: World) -> None:
    dealer = world.dealer.types("生抽")
    message, put = dealer.find("🛒 加入")
    dealer.taps_button(put, message).taps_button(put, message)
    assert in_cart(world, "JY1900") == "6"


def test_the_card_knows_what_is_in_the_cart(world: World) -> None:
    dealer = world.dealer.types("生抽").taps("🛒 加入")
    dealer.types("生抽").sees("购物车里已有 1箱").taps("移出购物车").sees("移出购物车")
    assert in_cart(world, "JY1900") is None


def test_goods_by_weight_take_fractions(world: World) -> None:
    world.dealer.types("米线").types("10斤").sees("✅")
    assert in_cart(world, "MM5") == "5"


def test_too_little_stock_is_said_at_once(world: World) -> None:
    world.dealer.types("火犇").types("5箱").sees("现货只有 2箱")
    world.dealer.types("抽纸").sees("可以先订").types("2箱").sees("到货就发")


def test_zero_and_nonsense_are_refused_kindly(world: World) -> None:
    world.dealer.types("生抽").types("-5").sees("要大于 0")
    world.dealer.types("9999999").sees("太大")
    assert in_cart(world, "JY1900") is None


def test_more_than_tenfold_of_what_is_in_the_cart_is_asked_about(world: World) -> None:
    world.dealer.types("峰泡可乐500ml").types("1箱").types("峰泡可乐500ml").types("15")
    world.dealer.sees("购物车里现在是 1箱，改成 15箱，对吗？")
    assert in_cart(world, "KL500") == "24"
    world.dealer.types("12").sees("改成 12箱，对吗？").taps("✅ 就要 12箱").sees("购物车里现在是 12箱")
    assert in_cart(world, "KL500") == "288"
    world.dealer.types("购物车").taps("✏️ 峰泡可乐").types("6瓶").sees("已选 6瓶").types("20箱").sees(
        "改成 20箱，对吗？"
    )
    assert in_cart(world, "KL500") == "6"
    world.dealer.taps("✅ 就要 20箱").sees("已选 20箱")
    assert in_cart(world, "KL500") == "480"


def test_more_than_tenfold_of_what_was_ever_taken_is_asked_about(world: World) -> None:
    place(world, {"KL500": 24})
    world.dealer.types("峰泡可乐500ml").types("10箱").sees("购物车里现在是 10箱")
    world.dealer.types("购物车").taps("✏️ 峰泡可乐").taps("❌")
    world.dealer.types("峰泡可乐500ml").types("11箱").sees("以前一次最多拿 1箱，这次要 11箱，对吗？")
    assert in_cart(world, "KL500") is None
    world.english_dealer.types("cola 500").types("11 cases").sees("11 cases").does_not_see("right?")


def test_a_quantity_that_cannot_be_is_refused_and_not_asked_about(world: World) -> None:
    world.dealer.types("峰泡可乐500ml").types("1箱").types("峰泡可乐500ml").types("99999999").does_not_see("对吗")
    assert in_cart(world, "KL500") == "24"


def test_what_is_sold_out_is_said_to_be_so(world: World) -> None:
    world.dealer.types("火犇").sees("火犇能量饮料")
    place(world, {"HN250": 48}, who="Ann")
    world.dealer.types("1箱").sees("⚠️ 现在没货").does_not_see("现货只有")
