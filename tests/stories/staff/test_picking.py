"""The warehouse: the queue, the pick list, sending all or a part, and two people at the same parcel."""

from collections.abc import Mapping
from decimal import Decimal

from domain.orders import status_changes
from domain.rules.shipment_life import ShipmentStatus
from domain.stock import stock
from domain.tables.orders import Order
from handlers.conversation.callback_data import button
from handlers.conversation.turn import Tapped
from handlers.conversation.verbs import Verb
from tests.orders import COLA, approve, parcels_of, place
from tests.world import World


def test_the_queue_shows_what_waits_and_the_oldest_first(world: World) -> None:
    place(world, {"KL330": 48})
    world.clock.pass_(hours=1)
    first = place(world, {"QS550": 24, "KL330": 24}, "Ann")
    approve(world, first)
    world.warehouse.types("菜单").taps("📦 待备货")
    world.warehouse.sees("共 1 单", "1123-0002", "Harbour Mart", "2种", "待备货").does_not_see("1123-0001")


def test_an_empty_queue_says_so(world: World) -> None:
    world.warehouse.types("菜单").taps("📦 待备货").sees("没有要备货的单子")


def test_the_queue_turns_pages(world: World) -> None:
    for number in range(1, 11):
        approve(world, place(world, {"KL330": number}))
    world.warehouse.types("菜单").taps("📦 待备货").sees("共 10 单", "1123-0008").does_not_see("1123-0009")
    world.warehouse.taps("▶️").sees("1123-0009", "1123-0010").does_not_see("1123-0008").taps("◀️").sees("1123-0001")


def test_the_pick_list_says_what_to_take_and_what_is_there(world: World) -> None:
    _begun(world, {"KL330": 54})
    world.warehouse.sees(
        "备货单 D20261123-0001",
        "李记便利店",
        "KL330 峰泡可乐 330ml罐",
        "2箱 6罐（54罐）",
        "架上 41箱 16罐",
        "梧桐路18号",
    )


def test_a_parcel_is_sent_with_a_common_carrier_and_everybody_hears(world: World) -> None:
    order = _begun(world, {"KL330": 48})
    world.warehouse.taps("🚚 发货").sees("顺丰", "自送").taps("顺丰").sees("单号").types("SF1234567")
    world.warehouse.sees("已发货", "顺丰 SF1234567", "峰泡可乐 330ml罐 × 2箱", "全部发完")
    world.deliver()
    world.dealer.hears("SF1234567")
    world.salesperson.hears("D20261123-0001")
    assert _amounts(world, "KL330") == (952, 0)
    assert [(parcel.status, parcel.carrier) for parcel in parcels_of(world, order)] == [(ShipmentStatus.SHIPPED, "sf")]
    world.warehouse.taps("📦 待备货").sees("没有要备货的单子")


def test_a_part_is_sent_and_the_rest_stays_in_the_queue(world: World) -> None:
    _begun(world, {"KL330": 72, "QS550": 24})
    world.warehouse.taps("✏️ KL330").sees("还要发：3箱", "这次装：3箱").taps("➖ 少1箱").sees("这次装：2箱")
    world.warehouse.taps("⬅️ 备货单").sees("× 2箱（48罐）", "待发 3箱").taps("✏️ QS550").taps("❌ 这次不发")
    world.warehouse.taps("⬅️ 备货单").sees("这次不发", "待发 1箱")
    _sent(world)
    world.warehouse.sees("峰泡可乐 330ml罐 × 2箱", "还没发", "峰泡可乐 330ml罐 × 1箱", "青岚山泉水 550ml瓶 × 1箱")
    world.warehouse.taps("📦 接着备剩下的").sees("× 1箱（24罐）", "QS550")
    _sent(world)
    world.warehouse.sees("全部发完")
    assert _amounts(world, "KL330") == (928, 0)
    assert _amounts(world, "QS550") == (976, 0)


def test_a_quantity_is_typed_in_packs(world: World) -> None:
    _begun(world, {"KL330": 72})
    world.warehouse.taps("✏️ KL330").types("1箱6罐").sees("× 1箱 6罐（30罐）", "待发 3箱")


def test_more_than_is_still_to_be_sent_is_refused(world: World) -> None:
    _begun(world, {"KL330": 72})
    world.warehouse.taps("✏️ KL330").types("100箱").sees("峰泡可乐", "3箱").types("2箱").sees("待发 3箱")


def test_words_that_are_no_quantity_are_asked_again(world: World) -> None:
    _begun(world, {"KL330": 72})
    world.warehouse.taps("✏️ KL330").types("很多").sees("数量没看懂").types("24罐").sees("× 1箱（24罐）")


def test_a_carrier_can_be_typed_and_have_no_number(world: World) -> None:
    order = _begun(world)
    world.warehouse.taps("🚚 发货").taps("✏️ 其他").types("灯笼快运").sees("灯笼快运").taps("✅ 没有单号")
    world.warehouse.sees("已发货", "灯笼快运")
    assert [(each.carrier, each.tracking_number) for each in parcels_of(world, order)] == [("灯笼快运", "")]


def test_the_own_truck_needs_no_number(world: World) -> None:
    order = _begun(world)
    world.warehouse.taps("🚚 发货").taps("🚚 自送").sees("司机").types("没有").sees("已发货", "自送")
    assert [(each.carrier, each.tracking_number) for each in parcels_of(world, order)] == [("own", "")]


def test_an_endless_carrier_name_is_refused_and_asked_again(world: World) -> None:
    _begun(world)
    world.warehouse.taps("🚚 发货").taps("✏️ 其他").types("快" * 41).sees("40").types("灯笼快运").sees("单号")


def test_an_empty_parcel_is_not_sent(world: World) -> None:
    _begun(world)
    ship = world.warehouse.find("🚚 发货")[1]
    world.warehouse.taps("✏️ KL330").taps("❌ 这次不发").taps("⬅️ 备货单")
    assert not any("🚚" in label for label in world.warehouse.labels)
    world.warehouse.taps_button(ship).sees("备货单")


def test_what_the_shelf_has_not_is_left_out_at_first(world: World) -> None:
    _begun(world, {"ZJ10": 8, "KL330": 24})
    world.warehouse.sees("ZJ10 棉雾抽纸 10包提，等到货 1箱", "× 1箱（24罐）")


def test_a_short_shelf_is_refused_and_can_be_counted_or_sent_short(world: World) -> None:
    _begun(world, {"HN250": 48})
    _stolen(world, "HN250", "30")
    world.warehouse.types("备货单").taps_button(world.warehouse.find("🚚 发货")[1]).taps("顺丰").types("SF1000000001")
    world.warehouse.sees("火犇能量饮料 250ml罐 不够", "2箱", "1箱 6罐", "✏️ 盘点 HN250")
    assert _amounts(world, "HN250") == (30, 30)
    world.warehouse.taps("✏️ 只装 1箱 6罐").taps("⬅️ 备货单")
    _sent(world)
    world.warehouse.sees("还没发", "18罐")
    assert _amounts(world, "HN250") == (0, 0)


def test_a_parcel_is_put_back_and_begun_again(world: World) -> None:
    order = _begun(world)
    world.warehouse.taps("❌ 放回").sees("已放回待备货").taps("📦 重新备货").sees("备货单")
    assert [each.status for each in parcels_of(world, order)] == [ShipmentStatus.DROPPED, ShipmentStatus.PICKING]
    assert world.stock("KL330").allocated == 48


def test_looking_at_an_order_of_the_queue_begins_nothing(world: World) -> None:
    order = place(world, {"KL330": 54, "QS550": 24})
    approve(world, order)
    world.warehouse.types("菜单").taps("📦 待备货").sees("看清楚了再点 📦 开始备货").types("1")
    world.warehouse.sees("D20261123-0001 · 待备货", "李记便利店", "× 2箱 6罐", "架上 41箱 16罐", "梧桐路18号")
    world.warehouse.types("菜单").taps("📦 待备货").taps("1123-0001").sees("📦 开始备货")
    assert parcels_of(world, order) == []
    world.dealer.types("订单").taps("1123-0001").sees("❌ 取消订单")


def test_a_dealer_cancels_until_picking_begins_and_again_once_it_is_given_up(world: World) -> None:
    order = _begun(world)
    world.dealer.types("订单").taps("1123-0001").sees("备货中").does_not_see("❌ 取消订单")
    world.warehouse.taps("❌ 放回").sees("已放回待备货")
    world.dealer.types("订单").taps("1123-0001").sees("待备货").taps("❌ 取消订单").taps("暂时不需要").sees("已取消")
    world.warehouse.taps("📦 重新备货").sees("老李", "已取消")
    assert [each.status for each in parcels_of(world, order)] == [ShipmentStatus.DROPPED]


def test_who_opens_an_order_being_picked_goes_on_with_it(world: World) -> None:
    order = _begun(world)
    world.admin.types("菜单").taps("📦 待备货").taps("1123-0001").sees("备货中").taps("📦 接着备货").sees("老周 正在备")
    assert len(parcels_of(world, order)) == 1


def test_picking_twice_is_one_parcel(world: World) -> None:
    order = place(world)
    approve(world, order)
    world.warehouse.types("菜单").taps("📦 待备货").taps("1123-0001")
    button = world.warehouse.find("📦 开始备货")[1]
    world.warehouse.taps_button(button)
    world.warehouse.taps_button(button).sees("备货单")
    assert len(parcels_of(world, order)) == 1


def test_a_second_tap_on_less_takes_no_more_away(world: World) -> None:
    _begun(world, {"KL330": 72})
    world.warehouse.taps("✏️ KL330")
    message, button = world.warehouse.find("➖ 少1箱")
    world.warehouse.taps_button(button, message).sees("这次装：2箱")
    world.warehouse.taps_button(button, message).sees("这次装：2箱")


def test_a_second_tap_on_the_last_step_sends_nothing_twice(world: World) -> None:
    order = _begun(world)
    world.warehouse.taps("🚚 发货").taps("顺丰")
    message, button = world.warehouse.find("✅ 没有单号")
    world.warehouse.taps_button(button, message).sees("已发货")
    world.warehouse.taps_button(button, message).sees("已发货").does_not_see("没有单号")
    assert len(parcels_of(world, order)) == 1
    assert world.stock("KL330").on_hand == 952


def test_two_at_the_same_parcel_see_each_other(world: World) -> None:
    order = _begun(world, {"KL330": 72})
    world.admin.types("菜单").taps("📦 待备货").taps("1123-0001").taps("📦 接着备货").sees("老周 正在备这一单")
    world.warehouse.taps("✏️ KL330").taps("➖ 少1箱")
    world.admin.taps("🚚 发货").sees("老周 刚改过这个包裹", "× 2箱（48罐）", "待发 3箱")
    world.admin.taps("🚚 发货").taps("中通").types("ZT9000000009").sees("已发货")
    world.warehouse.taps("⬅️ 备货单").sees("陈总", "已发货")
    assert len(parcels_of(world, order)) == 1


def test_a_forged_line_is_not_found(world: World) -> None:
    order = _begun(world)
    (parcel,) = parcels_of(world, order)
    forged = button("✏️", Verb.PARCEL_LINE, parcel.id, parcel.revision, 12345)
    world.warehouse.send(Tapped(data=forged.data)).does_not_see("出了点问题")


def test_an_order_cancelled_meanwhile_is_not_sent(world: World) -> None:
    order = _begun(world)
    world.warehouse.taps("🚚 发货").taps("顺丰")
    with world.database.transaction() as session:
        status_changes.cancel(world.actor(session, "小王"), order.id, "客户不要了")
    world.warehouse.types("SF1000000001").sees("小王", "已取消")
    assert world.stock("KL330").on_hand == 1000


def test_a_long_order_is_picked_page_by_page(world: World) -> None:
    codes = ("KL330", "KL500", "XB330", "QS550", "JY1900", "ZJ10", "HN250")
    _begun(world, dict.fromkeys(codes, 8))
    world.warehouse.sees("KL330").does_not_see("HN250").taps("▶️").sees("HN250").does_not_see("KL500")
    world.warehouse.taps("✏️ HN250").types("6").sees("HN250", "× 6罐", "待发 8罐")


def test_the_warehouse_works_in_english_too(world: World) -> None:
    order = place(world, {"KL330": 48}, "Ann")
    approve(world, order)
    world.warehouse.types("language").taps("English").taps("📦 To pick").sees("To pick: 1 order", "1 product")
    world.warehouse.taps("1123-0001").taps("📦 Start picking").sees("Fengpao Cola 330ml can", "2 cases (48 cans)")
    world.warehouse.taps("✏️ KL330").types("1 case")
    world.warehouse.sees("× 1 case (24 cans)", "2 cases to send")
    world.warehouse.taps("🚚").taps("SF Express").types("SF1000000001").sees("shipped")


def test_a_dealer_cannot_pick(world: World) -> None:
    order = _begun(world)
    ship = world.warehouse.find("🚚 发货")
    world.dealer.taps_button(ship[1]).does_not_see("顺丰")
    assert [each.status for each in parcels_of(world, order)] == [ShipmentStatus.PICKING]


def _begun(world: World, lines: Mapping[str, int] = COLA) -> Order:
    """An order that was approved and that the warehouse has begun to pick."""
    order = place(world, lines)
    approve(world, order)
    world.warehouse.types("菜单").taps("📦 待备货").taps("1123-0001").taps("📦 开始备货")
    return order


def _amounts(world: World, code: str) -> tuple[int, int]:
    """What is on hand and what is allocated."""
    level = world.stock(code)
    return int(level.on_hand), int(level.allocated)


def _sent(world: World) -> None:
    world.warehouse.taps("🚚 发货").taps("顺丰").types("SF1000000100").sees("已发货")


def _stolen(world: World, code: str, left: str) -> None:
    """Somebody counts the shelf meanwhile, and finds less."""
    level = world.stock(code)
    with world.database.transaction() as session:
        stock.count(world.actor(session, "陈总"), level.warehouse_id, level.sku_id, Decimal(left))
