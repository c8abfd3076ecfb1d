"""What help and examples promise is so: they name what is there, and what the platform can take."""

import pytest

from domain.tables.people import Channel
from tests.orders import place
from tests.world import World


def example_in(text: str) -> str:
    """The order number that help gives as its example."""
    line = next(line for line in text.splitlines() if "订单号" in line)
    return line.split("订单号", 1)[1].split("“", 1)[1].split("”")[0]


@pytest.mark.parametrize("who", ["li", "wang", "chen"])
def test_the_order_that_help_names_is_one_that_is_there(world: World, who: str) -> None:
    order = place(world)
    phone = world.phone(who)
    phone.types("帮助").sees("怎么用")
    phone.types(example_in(phone.text)).sees(order.number[5:])


@pytest.mark.parametrize("who", ["li", "wang", "chen"])
def test_where_no_order_is_yet_the_example_is_none_that_could_be_goods(world: World, who: str) -> None:
    phone = world.phone(who)
    phone.types("帮助").sees("怎么用")
    phone.types(example_in(phone.text)).sees("没有找到订单")


def test_who_looks_for_goods_is_offered_what_the_platform_takes(world: World) -> None:
    world.dealer.types("菜单").taps("🔍").sees("拍条码发照片")
    assert ("表格" in world.dealer.text) is (world.channel is not Channel.WECHAT)
