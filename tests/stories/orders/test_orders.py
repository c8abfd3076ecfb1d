"""Dealers look their orders up, order again and let their customers follow."""

from domain.carts import carts
from domain.catalogue import catalogue
from domain.rules.order_life import OrderStatus
from tests.orders import approve, current, place, receive, ship
from tests.world import World


def test_a_dealer_without_orders_is_told_how_to_begin(world: World) -> None:
    world.dealer.types("订单").sees("还没有订单").sees("🏠")


def test_a_dealer_finds_an_order_in_the_list_and_opens_it(world: World) -> None:
    place(world, {"KL330": 54}, said="可乐两箱多")
    world.dealer.types("订单").sees("1123-0001", "¥99.00", "待审核").taps("1123-0001")
    world.dealer.sees("D20261123-0001 · 待审核", "峰泡可乐 330ml罐", "2箱 6罐", "¥99.00", "可乐两箱多", "梧桐路18号")


def test_an_english_dealer_reads_the_same_card_in_english(world: World) -> None:
    place(world, {"KL330": 54}, who="Ann")
    world.english_dealer.types("orders").taps("1123-0001")
    world.english_dealer.sees(
        "waiting for approval", "Fengpao Cola 330ml can × 2 cases 6 cans · ¥99.00", "7 Quay Street"
    )


def test_the_list_shows_eight_orders_and_leads_to_older_ones(world: World) -> None:
    for _ in range(9):
        place(world, {"KL330": 24})
        world.clock.pass_(minutes=1)
    world.dealer.types("订单").sees("1123-0009", "1123-0002").does_not_see("1123-0001", "◀️")
    world.dealer.taps("▶️").sees("1123-0001").does_not_see("1123-0002", "▶️")
    world.dealer.taps("◀️").sees("1123-0009")


def test_a_dealer_sees_no_other_accounts_orders(world: World) -> None:
    other = place(world, {"KL330": 24}, who="Ann")
    world.dealer.types("订单").sees("还没有订单")
    approve(world, other)
    world.dealer.types("订单").does_not_see(other.number)


def test_ordering_again_fills_the_cart_and_a_second_tap_adds_nothing(world: World) -> None:
    place(world, {"KL330": 48, "QS550": 24})
    world.dealer.types("订单").taps("1123-0001").taps("🔁").sees("已放进购物车")
    world.dealer.types("订单").taps("1123-0001").taps("🔁")
    assert _cart(world) == {"KL330": 48, "QS550": 24}


def test_ordering_again_names_what_is_no_longer_sold(world: World) -> None:
    place(world, {"KL330": 48, "QS550": 24})
    _off_sale(world, "QS550")
    world.dealer.types("订单").taps("1123-0001").taps("🔁").sees("青岚山泉水", "没有放进去")
    assert _cart(world) == {"KL330": 48}


def test_when_nothing_of_an_order_is_sold_any_more_the_cart_stays_as_it_was(world: World) -> None:
    place(world, {"QS550": 24})
    _off_sale(world, "QS550")
    world.dealer.types("订单").taps("1123-0001").taps("🔁").sees("青岚山泉水")
    assert _cart(world) == {}


def test_a_dealer_shares_an_order_and_the_customer_follows_it_without_prices(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    ship(world, order)
    world.dealer.types("订单").taps("1123-0001").taps("分享")
    code = world.dealer.last[0].title.split("邀请码 ")[1].split(" ")[0]
    customer = world.phone("neighbour")
    customer.starts(code)
    customer.types("订单").sees("1123-0001").does_not_see("¥").taps("1123-0001")
    customer.sees("已发货", "SF1001", "2箱").does_not_see("¥", "小王", "老周", "梧桐路")
    customer.does_not_see("✅", "⚠️")
    assert current(world, order).status is OrderStatus.APPROVED


def test_a_customer_does_not_see_orders_that_were_not_shared(world: World) -> None:
    place(world, {"KL330": 48})
    world.customer.types("订单").sees("还没有订单")


def test_the_warehouse_sees_no_prices(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    world.warehouse.types("订单").taps("1123-0001").sees("李记便利店", "2箱", "📦 开始备货").does_not_see("¥")


def test_a_completed_order_asks_its_buyer_for_stars_only(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    receive(world, ship(world, order))
    world.dealer.types("订单").taps("1123-0001").sees("已完成", "⭐5", "⭐1")
    world.salesperson.types("订单").taps("1123-0001").sees("已完成").does_not_see("⭐")


def _cart(world: World) -> dict[str, int]:
    with world.database.transaction() as session:
        view = carts.view(world.actor(session, "老李"))
        return {row.goods.sku.code: int(row.line.quantity) for row in view.rows}


def _off_sale(world: World, code: str) -> None:
    sku = world.sku(code)
    with world.database.transaction() as session:
        catalogue.put_on_sale(world.actor(session, "陈总"), sku.id, on_sale=False)
