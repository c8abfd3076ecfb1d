"""Dealers change, take back and call off orders that still wait."""

from decimal import Decimal

from sqlmodel import select

from domain.carts import carts
from domain.rules.order_life import OrderStatus
from domain.tables.orders import Order, OrderLine
from storage.integrity import examine
from tests.orders import approve, current, pick, place
from tests.world import World


def test_a_dealer_takes_an_order_back_into_the_cart(world: World) -> None:
    order = place(world, {"KL330": 48})
    _card(world)
    world.dealer.taps("↩️").sees("已撤回购物车")
    assert current(world, order).status is OrderStatus.WITHDRAWN
    assert world.stock("KL330").reserved == 0
    assert _cart(world) == {"KL330": Decimal(48)}


def test_taking_back_twice_leaves_the_cart_as_the_first_tap_made_it(world: World) -> None:
    place(world, {"KL330": 48})
    _card(world)
    message, button = world.dealer.find("↩️")
    world.dealer.taps_button(button, message)
    world.dealer.taps_button(button, message).sees("您", "已撤回")
    assert _cart(world) == {"KL330": Decimal(48)}


def test_a_dealer_adds_a_case_with_a_button_and_confirms(world: World) -> None:
    order = place(world, {"KL330": 48, "QS550": 24})
    _card(world)
    world.dealer.taps("✏️").taps("峰泡可乐").sees("现在 2箱").taps("➕").sees("2箱 → 改成 3箱")
    assert _line(world, order, "KL330") == 48
    world.dealer.taps("✅ 改成 3箱").sees("已改成 3箱", "¥153.60")
    assert _line(world, order, "KL330") == 72
    assert world.stock("KL330").reserved == 72
    assert current(world, order).revision == 2


def test_a_dealer_types_the_new_quantity(world: World) -> None:
    order = place(world, {"KL330": 48})
    _card(world)
    world.dealer.taps("✏️").taps("峰泡可乐").types("1箱6罐").sees("已改成 1箱 6罐")
    assert _line(world, order, "KL330") == 30


def test_an_unreadable_quantity_is_asked_for_again(world: World) -> None:
    order = place(world, {"KL330": 48})
    _card(world)
    world.dealer.taps("✏️").taps("峰泡可乐").types("多一点嘛").sees("没看懂").types("5箱").sees("已改成 5箱")
    assert _line(world, order, "KL330") == 120


def test_more_than_there_is_changes_nothing(world: World) -> None:
    order = place(world, {"HN250": 24})
    _card(world)
    world.dealer.taps("✏️").taps("火犇").types("10箱").sees("火犇能量饮料")
    assert _line(world, order, "HN250") == 24
    assert world.stock("HN250").reserved == 24
    assert current(world, order).revision == 1


def test_a_line_is_taken_out_but_the_last_one_only_with_the_order(world: World) -> None:
    order = place(world, {"KL330": 48, "QS550": 24})
    _card(world)
    world.dealer.taps("✏️").taps("青岚").taps("❌ 删掉").sees("删掉", "¥88.00").does_not_see("青岚")
    assert world.stock("QS550").reserved == 0
    world.dealer.taps("✏️").taps("峰泡可乐").does_not_see("❌ 删掉").taps("❌ 取消订单").sees(
        "取消订单 D20261123-0001？"
    )
    assert current(world, order).status is OrderStatus.SUBMITTED


def test_a_change_that_was_overtaken_says_what_happened(world: World) -> None:
    order = place(world, {"KL330": 48})
    _card(world)
    world.dealer.taps("✏️").taps("峰泡可乐").taps("➕")
    approve(world, order)
    world.dealer.taps("✅ 改成").sees("小王", "已通过")
    assert _line(world, order, "KL330") == 48


def test_a_dealer_cancels_with_a_common_reason(world: World) -> None:
    order = place(world, {"KL330": 48})
    _card(world)
    world.dealer.taps("❌ 取消订单").sees("取消订单 D20261123-0001？", "¥88.00").taps("下错单").sees(
        "已取消", "原因：下错单了"
    )
    assert current(world, order).status is OrderStatus.CANCELLED
    assert world.stock("KL330").reserved == 0


def test_a_dealer_types_another_reason(world: World) -> None:
    order = place(world, {"KL330": 48})
    _card(world)
    world.dealer.taps("❌ 取消订单").types("店要装修").sees("已取消", "店要装修")
    assert current(world, order).reason == "店要装修"


def test_the_reason_is_read_in_each_readers_language(world: World) -> None:
    place(world, {"KL330": 48}, who="Ann")
    world.english_dealer.types("orders").taps("1123-0001").taps("❌ Cancel").taps("mistake").sees("Ordered by mistake")
    world.salesperson.types("订单").taps("1123-0001").sees("下错单了")


def test_a_dealer_thinks_better_of_cancelling(world: World) -> None:
    order = place(world, {"KL330": 48})
    _card(world)
    world.dealer.taps("❌ 取消订单").taps("不取消").sees("待审核")
    assert current(world, order).status is OrderStatus.SUBMITTED


def test_a_salesperson_may_still_cancel_when_picking_began(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    pick(world, order)
    _card(world)
    world.dealer.does_not_see("❌")
    world.salesperson.types("订单").taps("1123-0001").taps("❌ 取消订单").types("客户倒闭了").sees("已取消")
    assert current(world, order).status is OrderStatus.CANCELLED
    assert world.stock("KL330").allocated == 0


def test_a_change_is_taken_back_for_ten_minutes_and_the_approver_hears(world: World) -> None:
    order = place(world, {"KL330": 48})
    _card(world)
    world.dealer.taps("✏️").taps("峰泡可乐").types("5箱").sees("已改成 5箱", "↩️ 撤销这次修改")
    message, button = world.dealer.find("↩️ 撤销这次修改")
    world.clock.pass_(minutes=9)
    world.dealer.taps_button(button, message).sees("已撤销修改", "已改成 2箱").does_not_see("↩️ 撤销这次修改")
    world.dealer.taps_button(button, message).sees("2箱")
    assert _line(world, order, "KL330") == 48
    assert world.stock("KL330").reserved == 48
    assert current(world, order).revision == 3
    world.deliver()
    world.salesperson.hears("5箱 → 2箱", "✅ 通过")


def test_a_removed_line_comes_back_with_its_stock(world: World) -> None:
    order = place(world, {"KL330": 48, "QS550": 24})
    before = current(world, order).total
    _card(world)
    world.dealer.taps("✏️").taps("青岚").taps("❌ 删掉").taps("↩️ 撤销这次修改").sees("已撤销修改", "青岚")
    assert _line(world, order, "QS550") == 24
    assert world.stock("QS550").reserved == 24
    assert current(world, order).total == before
    assert examine(world.database) == []
    world.deliver()
    world.salesperson.hears("青岚山泉水 550ml瓶 1箱：又要了")
    approve(world, order)
    assert world.stock("QS550").allocated == 24


def test_a_line_whose_stock_somebody_else_took_does_not_come_back(world: World) -> None:
    order = place(world, {"KL330": 48, "HN250": 30})
    _card(world)
    world.dealer.taps("✏️").taps("火犇").taps("❌ 删掉")
    place(world, {"HN250": 30}, who="Ann")
    world.dealer.taps("↩️ 撤销这次修改").sees("火犇能量饮料")
    assert _line(world, order, "HN250") == 0
    assert world.stock("HN250").reserved == 30


def test_what_somebody_changed_since_is_not_taken_back(world: World) -> None:
    order = place(world, {"KL330": 48})
    _card(world)
    world.dealer.taps("✏️").taps("峰泡可乐").types("5箱")
    undo = world.dealer.find("↩️ 撤销这次修改")[1]
    _card(world)
    world.dealer.taps("✏️").taps("峰泡可乐").types("6箱")
    world.dealer.taps_button(undo).sees("您在 11月23日 10:00 又改过 峰泡可乐", "现在是 6箱", "没有撤销").taps(
        "📦"
    ).sees("待审核")
    assert _line(world, order, "KL330") == 144


def test_after_ten_minutes_or_a_decision_a_change_stays(world: World) -> None:
    order = place(world, {"KL330": 48})
    _card(world)
    world.dealer.taps("✏️").taps("峰泡可乐").types("5箱")
    undo = world.dealer.find("↩️ 撤销这次修改")[1]
    world.english_dealer.taps_button(undo).does_not_see("5 cases", "0001")
    world.clock.pass_(minutes=11)
    world.dealer.taps_button(undo).sees("超过 10 分钟").taps("📦 查看订单").sees("待审核")
    approve(world, order)
    world.dealer.taps_button(undo).sees("小王", "已通过")
    assert _line(world, order, "KL330") == 120


def test_a_quantity_more_than_tenfold_is_asked_about(world: World) -> None:
    order = place(world, {"KL330": 24})
    _card(world)
    world.dealer.taps("✏️").taps("峰泡可乐").types("30").sees("从 1箱 改成 30箱，对吗？")
    assert _line(world, order, "KL330") == 24
    world.dealer.taps("✅ 改成 30箱").sees("已改成 30箱")
    world.dealer.taps("✏️").taps("峰泡可乐").types("6罐").sees("从 30箱 改成 6罐，对吗？").types("3箱").sees(
        "已改成 3箱"
    )
    assert _line(world, order, "KL330") == 72


def test_taking_back_speaks_english(world: World) -> None:
    order = place(world, {"KL330": 24}, who="Ann")
    world.english_dealer.types("orders").taps("1123-0001").taps("✏️").taps("Cola").types("20").sees("is that right?")
    world.english_dealer.taps("✅ Change to 20 cases").taps("↩️ Undo this change").sees("Change taken back")
    assert _line(world, order, "KL330") == 24


def _card(world: World) -> None:
    world.dealer.types("订单").taps("1123-0001")


def _line(world: World, order: Order, code: str) -> Decimal:
    sku = world.sku(code)
    with world.session() as session:
        query = select(OrderLine).where(OrderLine.order_id == order.id, OrderLine.sku_id == sku.id)
        return session.exec(query).one().quantity


def _cart(world: World) -> dict[str, Decimal]:
    with world.database.transaction() as session:
        return {row.goods.sku.code: row.line.quantity for row in carts.view(world.actor(session, "老李")).rows}
