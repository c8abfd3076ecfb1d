"""What staff type beside what is open: another dealer's order, other goods' amounts, a parcel's number, menu words."""

from tests.orders import approve, parcels_of, place
from tests.world import World


def _cart_of_served(world: World) -> str:
    return world.salesperson.types("购物车").text


def test_an_order_for_a_dealer_of_somebody_else_goes_into_no_cart(world: World) -> None:
    world.salesperson.types("给李记便利店下单")
    for words in ("给顺发超市下单：KL500 5箱", "order for 顺发超市: KL500 5箱", "代顺发超市下单 KL500 5箱"):
        world.salesperson.types(words).sees("顺发超市", "什么都没加", "👥")
        assert "KL500" not in _cart_of_served(world)
        assert "500ml" not in _cart_of_served(world)


def test_ordering_for_them_means_whom_one_orders_for(world: World) -> None:
    world.salesperson.types("给他下单 KL500 2箱").sees("替哪家客户下单")
    world.salesperson.types("给李记便利店下单")
    world.salesperson.types("给他下单 KL500 2箱").sees("500ml", "2箱")
    world.salesperson.types("给客户下单").sees("替哪家客户下单")


def test_an_amount_after_other_goods_were_shown_counts_only_with_a_tap(world: World) -> None:
    world.warehouse.types("盘点 KL330").sees("架上实际有多少")
    world.warehouse.types("库存 KL500").sees("KL500")
    world.warehouse.types("5箱").sees("KL330", "盘点是 5箱？")
    assert world.stock("KL330").on_hand == 1000
    world.warehouse.taps("✅ 盘点就是这么多").sees("KL330", "→ 5箱")


def test_a_price_after_other_goods_were_shown_counts_only_with_a_tap(world: World) -> None:
    world.admin.types("KL330 改价").types("KL500 下架").types("3.10").sees("330ml", "改价为 3.10？")
    assert str(world.sku("KL330").price) != "3.1000"
    world.admin.taps("✅ 就改成这个价").sees("已改价", "3.10")


def test_carrier_and_number_are_typed_where_the_carriers_are_shown(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    world.warehouse.types("待备货").taps(order.number[-9:]).taps("📦 开始备货").taps("🚚 发货")
    world.warehouse.types("中通 75312345678901").sees("要发货", "中通 75312345678901")
    assert [each.tracking_number for each in parcels_of(world, order)] == [""]
    world.warehouse.taps("🚚 就这样发货").sees("已发货")
    assert [(each.carrier, each.tracking_number) for each in parcels_of(world, order)] == [("zto", "75312345678901")]


def test_carrier_and_number_are_typed_at_the_picking_sheet(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    world.warehouse.types("待备货").taps(order.number[-9:]).taps("📦 开始备货")
    world.warehouse.types("顺丰 SF1234567890123").sees("要发货", "SF1234567890123").taps("🚚 就这样发货").sees("已发货")


def test_the_words_of_the_own_menu_work_when_it_is_not_shown(world: World) -> None:
    world.salesperson.types("给李记便利店下单").types("KL500").types("结束代客下单").sees("不再代 李记便利店 下单")
    world.salesperson.types("KL500").types("待审核").sees("现在没有订单在等")
    world.salesperson.types("KL500").types("代客下单").sees("替哪家客户下单")
    world.salesperson.types("KL500").types("货到哪了").does_not_see("没找到")
    world.admin.types("帮助").types("商品与价格").sees("🏷 商品与价格")
    world.admin.types("KL500").types("人员与邀请").sees("人员")
    world.finance.types("KL500").types("今日数据").sees("今日数据")
    world.warehouse.types("帮助").types("库存").sees("在售")


def test_which_of_the_orders_means_one_that_may_be_turned_down(world: World) -> None:
    first = place(world, {"KL330": 24})
    approve(world, first)
    world.clock.pass_(days=1)
    second = place(world, {"KL330": 24})
    assert first.number[-4:] == second.number[-4:]
    world.salesperson.types(f"拒绝 {second.number[-4:]} 没货了").sees(second.number, "没货了", "点一下才拒绝")


def test_goods_we_do_not_have_are_named_alone(world: World) -> None:
    world.warehouse.types("入库 王老吉 10箱").sees("没找到“王老吉”")
    world.warehouse.types("盘点 雪花 30箱").sees("没找到“雪花”")
    world.warehouse.types("王老吉还有多少").sees("没找到“王老吉”")
    world.admin.types("雪花下架").sees("没找到“雪花”")
    world.salesperson.types("王老吉多少钱").sees("没找到“王老吉”")


def test_a_sentence_is_not_searched_for_as_goods(world: World) -> None:
    for words in ("客户说先不要了", "谁在备货", "王老板的手机换了", "昨天送货的人没来"):
        world.salesperson.types(words).sees("没听明白").does_not_see("没找到")


def test_whether_an_order_arrived_is_no_change_of_its_address(world: World) -> None:
    order = place(world, {"KL330": 24})
    approve(world, order)
    for words in ("送到了吗", "送到没", "is {} delivered"):
        text = words.format(order.number[-9:]) if "{}" in words else f"{order.number[-9:]} {words}"
        world.warehouse.types(text).sees(order.number).does_not_see("地址和日期改不了", "您问的是哪一单")


def test_figures_of_another_day_are_not_todays(world: World) -> None:
    for words in ("昨天的数据", "上周卖了多少", "sales last month"):
        world.finance.types(words).sees("只有今天的", "今日数据")
    world.finance.types("今天的数据").does_not_see("只有今天的")


def test_what_is_no_account_is_not_said_to_be_one(world: World) -> None:
    place(world, {"KL330": 24})
    world.finance.types("本月应收").sees("没有客户欠款").does_not_see("本月：")
    world.finance.types("李记便利店欠款").sees("李记便利店 没有欠款")
