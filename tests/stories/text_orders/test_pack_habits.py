"""A number without a unit, once an account has always ordered the goods by the case."""

import pytest

from tests.carts import cart
from tests.orders import approve, place
from tests.world import World


def ordered(world: World, *amounts: int, sku: str = "KL330") -> None:
    """老李's confirmed orders, one after another."""
    for amount in amounts:
        world.clock.pass_(minutes=5)
        approve(world, place(world, {sku: amount}))


def test_a_bare_number_is_cases_where_it_always_was_and_one_tap_makes_it_single_ones(world: World) -> None:
    ordered(world, 48, 72)
    dealer = world.dealer.types("可乐330 3").sees("都放进购物车了", "“可乐330 3”按您一向的订法算 3箱")
    assert cart(world) == {"KL330": "72"}
    dealer.taps("✏️ 峰泡可乐 330ml罐 只要 3罐").sees("3罐")
    assert cart(world) == {"KL330": "3"}


@pytest.mark.parametrize(
    ("amounts", "said", "first"),
    [
        ((), "3", "3箱"),
        ((48,), "3", "3箱"),
        ((48, 72, 5), "3", "3罐"),
        ((5, 48, 72), "3", "3箱"),
        ((48, 72), "20", "20箱"),
    ],
    ids=["never", "only once", "last in single ones", "single ones before", "much more than ever"],
)
def test_else_it_is_asked_and_the_last_choice_stands_first(
    world: World, amounts: tuple[int, ...], said: str, first: str
) -> None:
    ordered(world, *amounts)
    dealer = world.dealer.types(f"可乐330 {said}").sees("箱", "罐").does_not_see("按您一向的订法")
    answers = [label for label in dealer.labels if said in label]
    assert first in answers[0]
    assert cart(world) == {}


def test_only_confirmed_orders_of_this_account_make_a_habit(world: World) -> None:
    for _ in range(3):
        world.clock.pass_(minutes=5)
        place(world, {"KL330": 48})
    world.dealer.types("可乐330 3").does_not_see("按您一向的订法")
    ordered(world, 48, 48, sku="KL500")
    world.english_dealer.types("可乐500 3").does_not_see("as you always order it")
    serving = world.salesperson.presses("accounts").taps("李记便利店")
    serving.types("可乐500 2，雪璃 1箱").sees("“可乐500 2”按客户一向的订法算 2箱")
