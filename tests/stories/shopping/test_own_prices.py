"""A dealer's own prices as they meet them: on cards, in the cart, on the order; set by hand, and risen meanwhile."""

from decimal import Decimal

from sqlmodel import select

from domain.carts.carts import CartWish, add
from domain.catalogue import catalogue
from domain.checks import check_all
from domain.tables.orders import OrderLine
from handlers.conversation.turn import Typed
from tests.orders import approve, place, share
from tests.prices import Said, for_all, give, put_into
from tests.world import World

LI = "李记便利店"


def test_cards_lists_and_cart_show_the_own_price_and_the_next_tier(world: World) -> None:
    give(world, "李记专享", [Said("KL330", "41.5", "箱"), Said("KL330", "39.5", "箱", 240)], account=LI)
    world.dealer.types("可乐330").sees("¥41.50")
    world.dealer.types("可乐330 7箱").types("购物车")
    world.dealer.sees("¥290.50", "¥41.50/箱", "再加 3箱，每箱便宜 ¥2.00")
    world.dealer.types("清空购物车")
    world.dealer.types("可乐330 10箱").types("购物车").sees("¥395.00", "¥39.50/箱").does_not_see("再加")
    world.english_dealer.types("cola330").sees("¥44.00").does_not_see("41.50")


def test_what_it_was_the_last_time_is_said_where_it_differs(world: World) -> None:
    give(world, "李记专享", [Said("KL330", "41.5", "箱")], account=LI)
    approve(world, place(world, {"KL330": 48}))
    world.dealer.types("可乐330").does_not_see("上次")
    give(world, "李记新价", [Said("KL330", "40", "箱")], account=LI, priority=1)
    world.dealer.types("可乐330").sees("¥40.00", "上次 ¥41.50/箱")


def test_why_it_is_this_price(world: World) -> None:
    world.dealer.types("为什么是这个价").sees("想问哪一样的价")
    world.dealer.types("可乐330 2箱").types("购物车").types("为什么是这个价").sees(
        "购物车里每样", "2箱", "统一的标准价"
    )
    world.dealer.types("可乐330").types("为什么是这个价").sees("统一的标准价")
    world.dealer.types("为什么是这个价 可乐330").sees("统一的标准价")
    put_into(world, LI, "A级")
    give(world, "A级价", [Said("KL330", "41.5", "箱", 240)], group="A级")
    world.dealer.types("可乐330 10箱3罐").types("为什么可乐330是这个价")
    world.dealer.sees("级别", "满 10箱", "¥41.50/箱", "零头 3罐").does_not_see("A级价")
    world.salesperson.types(f"给{LI}下单").types("可乐330 10箱").types("为什么可乐330是这个价").sees("A级价")
    world.english_dealer.types("cola330").types("why this price").sees("standard price")


def test_a_price_set_by_hand_in_a_cart_stays_until_it_is_taken_back(world: World) -> None:
    seller = world.salesperson
    seller.types(f"给{LI}下单").types("可乐330 10箱").types("购物车").taps("✏️ 峰泡可乐").taps("✏️ 改价")
    seller.types("40").sees("原因").types("老客户").sees("¥40.00/箱", "原 ¥44.00/箱", "老客户", "¥400.00")
    seller.types("20箱").sees("¥800.00")
    seller.taps("结算").taps("✅").sees("¥800.00")
    world.deliver()
    world.dealer.hears("✏️ ¥40.00/箱（原 ¥44.00/箱）").does_not_see("老客户")
    with world.session() as session:
        line = session.exec(select(OrderLine)).one()
        assert (line.manual_price, line.list_price, line.manual_size) == (Decimal(40), Decimal("43.9992"), 24)
        assert check_all(session) == []


def test_back_to_the_list_price(world: World) -> None:
    seller = world.salesperson
    seller.types(f"给{LI}下单").types("可乐330 10箱").types("购物车").taps("✏️ 峰泡可乐").taps("✏️ 改价")
    seller.types("1.5/罐 清库存").sees("¥1.50/罐", "¥360.00")
    seller.taps("✏️ 改价").taps("恢复原价").sees("¥439.99").does_not_see("清库存")


def test_the_price_of_a_waiting_order_is_set_and_the_buyer_hears_old_and_new(world: World) -> None:
    order = place(world, {"KL330": 240})
    world.deliver()
    world.salesperson.taps("✏️").taps("峰泡可乐").taps("✏️ 改价").types("42 陈列支持").sees(
        "¥44.00/箱 → ¥42.00/箱", "¥420"
    )
    world.deliver()
    world.dealer.hears("¥44.00/箱 → ¥42.00/箱").does_not_see("陈列支持")
    with world.session() as session:
        line = session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).one()
        assert (line.amount, line.packs) == (Decimal("420.00"), Decimal(10))
        assert check_all(session) == []
    approve(world, order)


def test_no_buyer_sets_a_price(world: World) -> None:
    world.dealer.types("可乐330 10箱").types("购物车").taps("✏️ 峰泡可乐").does_not_see("改价")
    order = place(world, {"KL330": 240})
    world.dealer.types(order.number).taps("✏️").taps("峰泡可乐").does_not_see("改价")


def test_a_price_that_rose_is_asked_about_line_by_line(world: World) -> None:
    skus = {code: world.sku(code).id for code in ("KL330", "QS550")}
    with world.database.transaction() as session:
        wanted = [CartWish(sku_id=each, quantity=Decimal(24)) for each in skus.values()]
        add(world.actor(session, "老李"), wanted)
    world.dealer.types("结算").sees("¥65.60")
    with world.database.transaction() as session:
        catalogue.change_price(world.actor(session, "陈总"), skus["KL330"], Decimal(2))
    world.dealer.taps("✅").sees("价格有变动", "峰泡可乐 330ml罐：¥44.00 → ¥48.00", "¥69.60").does_not_see(
        "青岚山泉水 550ml瓶："
    )
    world.dealer.taps("✅").sees("D2026", "¥69.60")


def test_everybodys_tier_is_told_too(world: World) -> None:
    for_all(world, Said("KL330", "42", "箱", 120))
    world.dealer.types("可乐330").sees("再加 4箱，每箱便宜 ¥2.00")


def test_nobody_else_meets_an_own_price(world: World) -> None:
    give(world, "李记专享", [Said("KL330", "1.2346")], account=LI)
    order = place(world, {"KL330": 24})
    card = world.dealer.types("可乐330").sees("¥1.2346").last[0]
    _, into = world.dealer.find("🛒 加入")
    code = share(world, order)
    for phone in (world.english_dealer, world.phone("mo"), world.other_salesperson, world.warehouse, world.finance):
        for said in (
            "可乐330",
            "KL330",
            "2000000000015",
            "可乐",
            "多少钱 可乐330",
            "为什么可乐330是这个价",
            "可乐330 1箱",
        ):
            phone.types(said).does_not_see("1.2346", "29.63")
        phone.presses(into.data).does_not_see("1.2346", "29.63")
    for phone in (world.english_dealer, world.phone("mo"), world.other_salesperson, world.warehouse):
        for said in (f"{order.number}为什么是这个价", f"{order.number} 可乐330 改价 1/罐 便宜点"):
            phone.types(said).does_not_see("1.2346", "29.63")
    for phone in (world.dealer, world.english_dealer):
        phone.send(Typed(text="可乐330"), key="the same delivery")
    world.english_dealer.does_not_see("1.2346", "29.63")
    world.customer.starts(code).does_not_see("1.2346", "29.63")
    world.customer.types(order.number).does_not_see("1.2346", "29.63")
    assert "1.2346" in card.text()


def test_a_salesperson_sees_the_price_of_whom_they_serve_and_no_other(world: World) -> None:
    give(world, "李记专享", [Said("KL330", "1.2346")], account=LI)
    seller = world.salesperson
    seller.types("可乐330").does_not_see("1.2346")
    seller.types(f"给{LI}下单").types("可乐330").sees("¥1.2346")
    seller.types("给Harbour Mart下单").types("可乐330").does_not_see("1.2346")


def test_an_order_says_line_by_line_whose_price_it_has(world: World) -> None:
    give(world, "李记专享", [Said("KL330", "1.50")], account="李记便利店")
    order = place(world, {"KL330": 48, "XB330": 24})
    world.dealer.types("0001为什么是这个价").sees(order.number, "× 2箱", "给贵店的专属价", "统一的标准价")
    world.dealer.types("订单").taps("0001")
    world.dealer.types("为什么是这个价").sees("给贵店的专属价", "统一的标准价")
    world.dealer.types("0001")
    world.dealer.types("雪璃为什么是这个价").sees("统一的标准价").does_not_see("专属价")
    world.salesperson.types("0001为什么是这个价").sees("李记便利店的专属价，价格表“李记专享”")
    world.warehouse.types("0001为什么是这个价").does_not_see("专属价", "¥")


def test_whoever_decides_sees_what_was_paid_the_last_time(world: World) -> None:
    give(world, "李记专享", [Said("KL330", "1.50")], account="李记便利店")
    approve(world, place(world, {"KL330": 48}))
    give(world, "新价", [Said("KL330", "1.60")], account="李记便利店", priority=1)
    world.clock.pass_(minutes=30)
    place(world, {"KL330": 24, "XB330": 24})
    world.salesperson.types("0002").sees("上次 ¥36.00/箱").taps("🛒 商品明细").sees("上次 ¥36.00/箱")


def test_a_price_by_hand_can_be_said_in_words(world: World) -> None:
    order = place(world, {"KL330": 48})
    seller = world.salesperson.types("0001 可乐330 改价 30/箱 老客户").sees("价格定成“30/箱 老客户”", "对吗")
    seller.taps("✅ 对").sees("已改价", "¥30.00/箱")
    with world.session() as session:
        assert session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).one().amount == Decimal(60)
    seller.types("给李记便利店下单").types("雪璃 2箱")
    seller.types("雪璃柠檬汽水改价 40/箱 清库存").sees("对吗").taps("✅ 对").sees("¥40.00/箱", "清库存")
