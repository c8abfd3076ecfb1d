"""What an account ordered before Dinghuo: the same once more, the last price, and what it orders most."""

from pathlib import Path

from tests.carts import cart, in_cart, off_sale
from tests.orders import approve, place
from tests.past_orders import bring
from tests.world import World

LI = "李记便利店"
OLD = (
    f"XS-1,{LI},2026-10-05,KL330,1,箱,40\n"
    f"XS-2,{LI},2026-11-02,KL500,2,箱,58\n"
    f"XS-2,{LI},2026-11-02,QS550,24,瓶,0.85\n"
    f"XS-2,{LI},2026-11-02,QS550,12,瓶,0\n"
)


def test_the_same_as_last_time_is_the_last_order_of_before(world: World, tmp_path: Path) -> None:
    world.dealer.types("老样子").sees("还没有下过单")
    bring(world, tmp_path, OLD)
    world.dealer.types("菜单").taps("🔁").sees("XS-2", "峰泡可乐", "青岚山泉水")
    assert in_cart(world) == {"KL500": 48, "QS550": 24}
    world.english_dealer.types("same as last time").does_not_see("XS-2")


def test_in_words_with_more_beside_it(world: World, tmp_path: Path) -> None:
    bring(world, tmp_path, OLD)
    off_sale(world, "QS550")
    world.dealer.types("老样子，再加2箱生抽").sees("XS-2", "青岚山泉水", "没有放进去")
    assert cart(world) == {"KL500": "48", "JY1900": "12"}


def test_nothing_of_it_is_sold_any_more(world: World, tmp_path: Path) -> None:
    bring(world, tmp_path, OLD)
    off_sale(world, "QS550")
    off_sale(world, "KL500")
    world.dealer.types("老样子，再加2箱生抽").sees("XS-2", "都不卖了")
    assert cart(world) == {"JY1900": "12"}


def test_an_order_here_comes_before_what_was_before(world: World, tmp_path: Path) -> None:
    bring(world, tmp_path, OLD)
    place(world, {"XB330": 24})
    world.dealer.types("老样子").sees("D20261123-0001")
    assert in_cart(world) == {"XB330": 24}


def test_what_was_ordered_elsewhere_since_comes_before_an_order_here(world: World, tmp_path: Path) -> None:
    place(world, {"XB330": 24})
    world.clock.pass_(days=3)
    bring(world, tmp_path, f"XS-3,{LI},2026-11-25,KL330,1,箱,40\n")
    world.dealer.types("老样子").sees("XS-3")
    assert in_cart(world) == {"KL330": 24}


def test_the_last_price_is_that_of_before_until_something_is_bought_here(world: World, tmp_path: Path) -> None:
    bring(world, tmp_path, OLD)
    world.dealer.types("可乐500 2箱").types("购物车").sees("上次 ¥58.00/箱")
    world.english_dealer.types("cola500 2 cases").types("cart").does_not_see("58.00")
    world.dealer.types("清空购物车")
    approve(world, place(world, {"KL500": 48}))
    world.dealer.types("可乐500 2箱").types("购物车").does_not_see("上次")


def test_who_decides_sees_the_last_price_too(world: World, tmp_path: Path) -> None:
    bring(world, tmp_path, OLD)
    place(world, {"KL500": 48})
    world.salesperson.types("0001").sees("上次 ¥58.00/箱")


def test_what_is_bought_most_and_what_a_bare_number_means(world: World, tmp_path: Path) -> None:
    bring(world, tmp_path, f"{OLD}XS-3,{LI},2026-11-03,KL500,3,箱,58\n")
    dealer = world.dealer.types("常买").sees("峰泡可乐 500ml瓶", "峰泡可乐 330ml罐", "青岚山泉水")
    labels = "".join(dealer.labels)
    assert labels.index("500ml") < labels.index("330ml")
    dealer.types("可乐500 3").sees("按您一向的订法算 3箱")
