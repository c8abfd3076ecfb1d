"""Ordering with promotions: what the cart says, what the order keeps, and what happens to it afterwards."""

from decimal import Decimal

import pytest
from sqlmodel import select

from domain.checks import check_all
from domain.orders import line_change, status_changes
from domain.rules.order_life import OrderStatus
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.lines import LineKind
from domain.tables.orders import Order, OrderLine
from domain.tables.promotions import DiscountShare, PromotionUse
from domain.tables.stock import StockLevel
from tests.orders import receive, ship
from tests.promotions import promote, run
from tests.world import World

D = Decimal


def newest(world: World) -> Order:
    with world.session() as session:
        return session.exec(select(Order).order_by(Order.id.desc())).first()  # type: ignore[attr-defined, return-value]


def lines(world: World, order: Order) -> list[OrderLine]:
    with world.session() as session:
        found = session.exec(select(OrderLine).where(OrderLine.order_id == order.id).order_by(OrderLine.position))  # type: ignore[arg-type]
        return list(found)


def sound(world: World) -> None:
    """Nothing in the books contradicts anything else."""
    with world.session() as session:
        assert check_all(session) == []


def test_a_cart_says_how_much_more_brings_something_and_the_order_keeps_its_share(world: World) -> None:
    promote(world, promotion="年末满减", kind="满减", reach="500", off="50")
    dealer = world.dealer.types("可乐330 5箱, 矿泉水 5箱").taps("🛒").sees("💡 再买 ¥172.00 减 ¥50.00", "¥328.00")
    dealer.types("红牛 2箱").types("购物车").sees("💰 年末满减：减 ¥50.00", "¥479.60").taps("✅ 去结算")
    dealer.sees("年末满减：减 ¥50.00").taps("✅").sees("¥479.60")
    order = newest(world)
    assert order.total == D("479.60")
    kept = lines(world, order)
    assert sum(line.discount for line in kept) == D(50)
    assert all(0 < line.discount < line.amount for line in kept)
    with world.session() as session:
        use = session.exec(select(PromotionUse)).one()
        assert (use.order_id, use.discount) == (order.id, D(50))
        assert len(session.exec(select(DiscountShare)).all()) == 3
    sound(world)
    world.deliver()
    world.salesperson.hears("年末满减", "¥479.60")


def test_a_gift_is_a_line_of_its_own_that_takes_stock(world: World) -> None:
    promote(world, promotion="买五送一", kind="买赠", sku="KL330", reach="5", unit="箱", gift_quantity="1", each="是")
    world.dealer.types("可乐330 10箱").taps("🛒").sees("🎁 赠品：峰泡可乐 330ml罐 2箱").taps("✅ 去结算").taps("✅")
    goods, gift = lines(world, newest(world))
    assert (gift.kind, gift.quantity, gift.price, gift.amount) == (LineKind.GIFT, D(48), D(0), D(0))
    assert goods.promotion_id == gift.promotion_id is not None
    with world.session() as session:
        level = session.exec(select(StockLevel).where(StockLevel.sku_id == gift.sku_id)).one()
    assert level.reserved == D(288)
    sound(world)
    world.deliver()
    world.salesperson.hears("× 2箱（赠品）").taps("✅")
    order = newest(world)
    world.warehouse.types(order.number).taps("📦 开始").sees("峰泡可乐 330ml罐（赠品）")
    parcel = ship(world, order)
    sound(world)
    receive(world, parcel)
    assert newest(world).status is OrderStatus.COMPLETED
    assert [line.delivered for line in lines(world, order)] == [D(240), D(48)]
    sound(world)
    world.dealer.types("上次的订单再来一单").taps("🛒").sees("峰泡可乐 330ml罐 × 10箱", "🎁 赠品：峰泡可乐 330ml罐 2箱")


def test_a_gift_that_ran_out_is_said_before_the_yes_with_a_choice(world: World) -> None:
    promote(world, promotion="满赠", kind="满赠", reach="100", gift_sku="HN250", gift_quantity="4", gift_unit="箱")
    dealer = world.dealer.types("可乐330 10箱").taps("🛒").sees("赠品现在只有 2箱").taps("✅ 去结算")
    dealer.sees("赠品现在只有 2箱", "✅ 只要 火犇能量饮料 250ml罐 2箱", "❌ 不要赠品").does_not_see("✅ 提交")
    dealer.taps("✅ 只要").sees("🎁 赠品：火犇能量饮料 250ml罐 2箱").does_not_see("现在只有")
    dealer.taps("✅")
    assert [line.quantity for line in lines(world, newest(world))] == [D(240), D(48)]
    sound(world)
    world.clock.pass_(minutes=20)
    dealer.types("可乐330 10箱").taps("🛒").taps("✅ 去结算").sees("赠品现在没有货").taps("❌ 不要赠品").sees(
        "不要赠品"
    ).taps("✅")
    assert [line.kind for line in lines(world, newest(world))] == [LineKind.GOODS]
    sound(world)


def test_another_gift_can_be_chosen(world: World) -> None:
    promote(world, promotion="满赠", kind="满赠", reach="100", gift_sku="ZJ10", gift_quantity="1")
    row = {
        "promotion": "满赠二选一",
        "kind": "满赠",
        "reach": "90",
        "gift_quantity": "1",
        "gift_unit": "箱",
        "priority": "1",
    }
    run(world, {**row, "gift_sku": "HN250"}, {**row, "gift_sku": "JY1900"})
    gone = world.sku("HN250").id
    with world.database.transaction() as session:
        stock.count(world.actor(session, "老周"), home(session), gone, D(0))
    dealer = world.dealer.types("可乐330 10箱").taps("🛒").taps("✅ 去结算").sees("赠品现在没有货")
    dealer.taps("🔁 换成 味满楼生抽").sees("🎁 赠品：味满楼生抽 1.9L桶 1箱").taps("✅")
    assert [line.sku_id for line in lines(world, newest(world))][1] == world.sku("JY1900").id
    sound(world)


def test_a_promotion_that_ended_meanwhile_needs_a_new_yes(world: World) -> None:
    promote(world, promotion="年末满减", kind="满减", reach="100", off="10")
    promote(world, promotion="买五送一", kind="买赠", sku="KL330", reach="5", unit="箱", gift_quantity="1")
    dealer = world.dealer.types("可乐330 10箱").taps("🛒").taps("✅ 去结算").sees("年末满减", "🎁")
    seller = world.salesperson
    seller.types("有什么优惠").taps("💰 买五送一").taps("❌ 结束").taps("✅ 确认结束")
    dealer.taps("✅").sees("有变动", "年末满减").does_not_see("🎁 赠品")
    dealer.taps("✅")
    assert len(lines(world, newest(world))) == 1
    sound(world)


@pytest.mark.parametrize("limit", [{"times": "1"}, {"set_aside": "1", "gift_unit": "箱"}])
def test_what_is_limited_is_given_so_often_and_comes_back_with_a_cancelled_order(
    world: World, limit: dict[str, str]
) -> None:
    promote(world, promotion="送水", kind="满赠", reach="100", gift_sku="QS550", gift_quantity="24", **limit)
    for seen in (True, False):
        dealer = world.dealer.types("可乐330 10箱").taps("🛒")
        (dealer.sees if seen else dealer.does_not_see)("🎁 赠品")
        dealer.taps("✅ 去结算").taps("✅")
        if not seen:
            break
        first = newest(world)
        world.clock.pass_(minutes=20)
    sound(world)
    with world.database.transaction() as session:
        status_changes.cancel(world.actor(session, "老李"), first.id, "下错了")
    world.dealer.types("可乐330 10箱").taps("🛒").sees("🎁 赠品")


def test_a_change_of_a_waiting_order_works_its_promotions_out_anew(world: World) -> None:
    promote(world, promotion="满减", kind="满减", reach="400", off="40")
    promote(world, promotion="买五送一", kind="买赠", sku="KL330", reach="5", unit="箱", gift_quantity="1", each="是")
    world.dealer.types("可乐330 10箱").taps("🛒").taps("✅ 去结算").taps("✅")
    order = newest(world)
    goods, gift = lines(world, order)
    assert (order.total, gift.quantity) == (D("399.99"), D(48))
    for cases, total, gifts in (
        (7, "307.99", D(24)),
        (4, "176.00", D(0)),
        (12, "487.99", D(48)),
        (10, "399.99", D(48)),
    ):
        with world.database.transaction() as session:
            actor = world.actor(session, "老李")
            view = line_change.to_change(actor, order.id)
            line_change.change_line(actor, view, goods.id, D(cases * 24))
        kept = lines(world, order)
        assert newest(world).total == D(total)
        assert sum(line.quantity for line in kept if line.kind is LineKind.GIFT) == gifts
        sound(world)


def test_a_gift_that_was_declined_does_not_come_back_when_the_order_is_changed_or_withdrawn(world: World) -> None:
    promote(world, promotion="满赠", kind="满赠", reach="100", gift_sku="HN250", gift_quantity="4", gift_unit="箱")
    dealer = world.dealer.types("可乐330 10箱").taps("🛒").taps("✅ 去结算").taps("❌ 不要赠品").taps("✅")
    order = newest(world)
    goods = lines(world, order)[0].id
    with world.database.transaction() as session:
        actor = world.actor(session, "老李")
        view = line_change.to_change(actor, order.id)
        line_change.change_line(actor, view, goods, D(12 * 24))
    assert [line.kind for line in lines(world, order)] == [LineKind.GOODS]
    sound(world)
    with world.database.transaction() as session:
        status_changes.withdraw(world.actor(session, "老李"), order.id, 2)
    dealer.types("购物车").sees("满赠").does_not_see("🎁 赠品：")


def test_a_promotion_that_ended_holds_for_the_order_that_it_was_granted_to(world: World) -> None:
    promote(world, promotion="满减", kind="满减", reach="400", off="40")
    world.dealer.types("可乐330 10箱").taps("🛒").taps("✅ 去结算").taps("✅")
    world.clock.pass_(minutes=5)
    world.salesperson.types("有什么优惠").taps("💰 满减").taps("❌ 结束").taps("✅ 确认结束")
    order = newest(world)
    goods = lines(world, order)[0].id
    with world.database.transaction() as session:
        actor = world.actor(session, "老李")
        view = line_change.to_change(actor, order.id)
        line_change.change_line(actor, view, goods, D(11 * 24))
    assert newest(world).total == D("443.99")
    sound(world)
