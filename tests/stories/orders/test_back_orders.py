"""Goods that are not there: what is there goes on, the rest waits, arrives, is given up or taken off."""

from decimal import Decimal

from sqlmodel import col, select

from domain import scheduled
from domain.checks import check_all
from domain.orders import status_changes
from domain.rules.order_life import OrderStatus
from domain.stock import stock
from domain.stock.back_orders import GIVEN
from domain.stock.warehouses import home
from domain.tables.orders import Event, Order, OrderLine
from tests.orders import comes, current, place, receive, ship
from tests.world import World


def line(world: World, order: Order) -> OrderLine:
    """The first line of an order; the books agree."""
    with world.session() as session:
        assert check_all(session) == []
        of_order = select(OrderLine).where(OrderLine.order_id == order.id).order_by(col(OrderLine.position))
        return session.exec(of_order).all()[0]


def short(world: World) -> Order:
    """An order of which one case is there and two are not, on the salesperson's phone."""
    comes(world, "ZJ10", 8)
    order = place(world, {"ZJ10": 24})
    world.deliver()
    world.salesperson.hears("🔔", order.number, "⏳欠 2箱", "✅ 按现货，其余欠货", "✅ 按现货，其余取消")
    return order


def test_what_is_there_goes_on_and_the_rest_follows(world: World) -> None:
    order = short(world)
    world.salesperson.taps("✅ 按现货，其余欠货").sees("欠的到货再发", "⏳欠 2箱")
    world.deliver()
    world.dealer.hears("✅", order.number, "通过了", "⏳欠 2箱")
    world.warehouse.hears("要备货", order.number).taps("📦").sees("× 1箱", "等到货 2箱")
    world.warehouse.taps("❌ 放回")
    receive(world, ship(world, order))
    world.deliver()
    assert current(world, order).status is OrderStatus.APPROVED
    comes(world, "ZJ10", 16)
    world.dealer.hears("📦", order.number, "到了", "棉雾抽纸", "2箱")
    world.warehouse.hears("到货了，可以备货", order.number)
    receive(world, ship(world, order))
    assert current(world, order).status is OrderStatus.COMPLETED
    assert line(world, order).delivered == 24


def test_whoever_receives_sees_who_gets_it_and_every_message_says_what_waits(world: World) -> None:
    order = short(world)
    world.salesperson.taps("✅ 按现货，其余欠货")
    world.deliver()
    world.warehouse.types("ZJ10").taps("🏬").taps("✏️ 到货日期").types("12月8日")
    world.warehouse.types(order.number).taps("📦 开始").taps("🚚 发货").taps("🚚 自送")
    world.warehouse.taps("✅ 没有").sees("还没发", "剩下的到货再发").does_not_see("接着备")
    world.deliver()
    world.dealer.hears("发出一部分", order.number, "还在等", "2箱（预计 12月8日 到）").taps("✅ 收到").sees(
        "⏳欠 2箱（预计"
    )
    world.warehouse.types("入库 ZJ10 2箱").taps("✅").taps("✅").sees("📦 配给 1123-0001 李记便利店：2箱")


def test_what_is_not_there_is_taken_off(world: World) -> None:
    order = short(world)
    world.salesperson.taps("✅ 按现货，其余取消").sees("其余取消", "减 2箱", "合计 ¥127.20")
    world.deliver()
    world.dealer.hears("✅", order.number, "减 2箱", "合计 ¥127.20")
    assert line(world, order).refused == 16
    receive(world, ship(world, order))
    assert current(world, order).status is OrderStatus.COMPLETED


def test_a_line_is_cut_to_what_is_there_or_taken_off_with_a_reason(world: World) -> None:
    comes(world, "ZJ10", 8)
    order = place(world, {"ZJ10": 24, "HN250": 24})
    world.deliver()
    world.salesperson.taps("✏️").taps("棉雾抽纸").taps("✏️ 只要现货 1箱").sees("1箱", "✅ 通过")
    world.salesperson.taps("✏️").taps("火犇").taps("❌ 不做，说原因").sees("为什么不做").taps("不再供货")
    world.deliver()
    world.dealer.hears("火犇能量饮料", "不再供货")
    world.salesperson.taps("✅ 通过")
    assert current(world, order).status is OrderStatus.APPROVED
    assert line(world, order).quantity == 8
    assert line(world, order).back_ordered == 0


def test_nothing_there_can_only_be_back_ordered_or_rejected(world: World) -> None:
    place(world, {"ZJ10": 8})
    world.deliver()
    world.salesperson.hears("✅ 按现货，其余欠货", "❌ 拒绝")
    assert "其余取消" not in world.salesperson.heard[-1].text()


def test_goods_that_went_missing_since_the_card_was_drawn_are_asked_about(world: World) -> None:
    order = place(world, {"HN250": 48})
    world.deliver()
    sku = world.sku("HN250").id
    with world.database.transaction() as session:
        stock.count(world.actor(session, "老周"), home(session), sku, Decimal(24))
    world.salesperson.taps("✅ 通过").sees("⏳欠 1箱", "✅ 按现货，其余欠货")
    assert current(world, order).status is OrderStatus.SUBMITTED
    world.salesperson.taps("✅ 按现货，其余取消").sees("其余取消")
    world.deliver()
    assert line(world, order).refused == 24


def test_goods_of_an_agreed_order_that_go_missing_are_told(world: World) -> None:
    order = place(world, {"HN250": 48})
    world.deliver()
    world.salesperson.taps("✅ 通过")
    world.deliver()
    sku = world.sku("HN250").id
    with world.database.transaction() as session:
        stock.count(world.actor(session, "老周"), home(session), sku, Decimal(24))
    world.deliver()
    world.dealer.hears("⏳", order.number, "暂时不够", "1箱")
    world.salesperson.hears("⚠️ 库存不够了", order.number)


def test_the_salesperson_gives_up_what_is_waited_for(world: World) -> None:
    order = short(world)
    world.salesperson.taps("✅ 按现货，其余欠货")
    receive(world, ship(world, order))
    world.salesperson.types(f"订单 {order.number}").taps("❌ 欠货不等了").sees("不要了", "棉雾抽纸", "2箱")
    world.salesperson.taps("不再供货").sees("不再等货", "已完成")
    world.deliver()
    world.dealer.hears("❌", order.number, "不再供货", "2箱")
    assert current(world, order).status is OrderStatus.COMPLETED
    assert current(world, order).total == Decimal("127.20")
    assert line(world, order).back_ordered == 0


def test_an_order_that_only_waits_is_cancelled_when_nobody_waits_any_more(world: World) -> None:
    order = place(world, {"ZJ10": 8})
    world.deliver()
    world.salesperson.taps("✅ 按现货，其余欠货").sees("等到货")
    world.dealer.types(f"订单 {order.number}").taps("❌ 欠货不等了").types("太久了，不要了").taps("❌")
    assert current(world, order).status is OrderStatus.CANCELLED
    assert line(world, order).back_ordered == 0


def test_the_buyer_declines_what_arrived_and_the_next_in_turn_gets_it(world: World) -> None:
    order = short(world)
    world.salesperson.taps("✅ 按现货，其余欠货")
    other = place(world, {"ZJ10": 16}, "Ann")
    comes(world, "ZJ10", 16)
    world.dealer.taps("❌ 这批不要了").sees("不要了，已记下", "减 2箱")
    assert line(world, order).refused == 16
    assert line(world, other).back_ordered == 0
    world.deliver()
    world.salesperson.hears("❌", order.number, "2箱")


def test_a_dealer_is_asked_after_a_while_whether_they_still_want_it(world: World) -> None:
    order = short(world)
    world.salesperson.taps("✅ 按现货，其余欠货")
    world.clock.pass_(days=15)
    for _ in range(2):
        with world.database.transaction() as session:
            scheduled.ask_still_wanted(world.actor(session))
    world.deliver()
    world.dealer.hears("还要吗", order.number, "2箱").taps("✅ 继续等").sees("继续等")
    assert len([each for each in world.dealer.heard if "还要吗" in each.text()]) == 1
    assert line(world, order).back_ordered == 16


def test_a_damaged_record_of_what_arrived_says_there_is_nothing_instead_of_failing(world: World) -> None:
    short(world)
    world.salesperson.taps("✅ 按现货，其余欠货")
    comes(world, "ZJ10", 16)
    with world.database.transaction() as session:
        given = session.exec(select(Event).where(Event.kind == GIVEN)).one()
        given.facts = {**given.facts, "lines": None}
    world.dealer.taps("❌ 这批不要了").sees("没找到")


def test_nobody_learns_whose_cancelled_order_their_goods_come_from(world: World) -> None:
    comes(world, "ZJ10", 8)
    other = place(world, {"ZJ10": 8}, "Ann")
    order = place(world, {"ZJ10": 8})
    world.deliver()
    world.salesperson.taps("✅ 按现货，其余欠货")
    world.dealer.types("棉雾抽纸 1箱").types("购物车").sees("⏳ 先订上，到货再发")
    with world.database.transaction() as session:
        status_changes.cancel(world.actor(session, "Ann"), other.id, "不要了")
    world.deliver()
    world.dealer.hears("📦", order.number, "到了").does_not_see("Ann")
    world.dealer.types(order.number).taps("🚚 到哪了").sees("系统 把到的货分给了这单").does_not_see("Ann", "Harbour")


def test_a_cart_says_how_much_of_it_is_there(world: World) -> None:
    comes(world, "ZJ10", 8)
    world.dealer.types("棉雾抽纸 3箱").types("购物车").sees("⏳ 现货 1箱，其余 2箱 到货再发")
    world.english_dealer.types("tissues 3 cases").types("cart").sees("⏳ 1 case in stock; the other 2 cases")
