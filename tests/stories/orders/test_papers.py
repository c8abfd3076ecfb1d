"""Papers of orders: 📄 on the cards brings what each role may have, as a file that only they can open."""

import re
from decimal import Decimal

import pytest
from sqlmodel import select

from bot.papers.desk import DrawnPaper, PaperDesk
from domain import settings
from domain.after_sales import decisions, requests
from domain.finance import rebates
from domain.rules.returns import Outcome, ReturnKind, ReturnReason
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Person
from handlers.conversation.callback_data import data_of
from handlers.conversation.paper_links import OldLinkError, UnknownLinkError
from handlers.conversation.turn import File
from handlers.conversation.verbs import Verb
from tests.orders import approve, pick, place, ship
from tests.papers import texts
from tests.phones import Phone
from tests.promotions import promote
from tests.returns import came
from tests.world import World

TWO = {"KL500": 58, "JY1900": 6}


def opened(world: World, file: File) -> DrawnPaper:
    return PaperDesk(world.database, world.supplier, world.clock).draw(file.token)


def file_of(phone: Phone) -> File:
    (file,) = [file for reply in phone.last for file in reply.files]
    return file


def words_of(world: World, phone: Phone) -> str:
    return texts(opened(world, file_of(phone)).content)


def set_(world: World, name: str, value: str) -> None:
    with world.database.transaction() as session:
        settings.change(world.actor(session), name, value)


def open_papers(phone: Phone, order: Order) -> Phone:
    phone.presses(data_of(Verb.ORDER, order.id))
    return phone.taps("📄")


def test_the_dealer_has_a_confirmation_and_once_it_left_the_delivery_note(world: World) -> None:
    set_(world, "shop_name", "晨光批发")
    set_(world, "shop_bank", "工行 6222;支付宝 a@b")
    order = place(world, TWO)
    open_papers(world.dealer, order)
    assert world.dealer.labels[:1] == ["📄 订单确认"]
    world.dealer.taps("📄 订单确认").sees(f"订单确认-{order.number}")
    told = words_of(world, world.dealer)
    assert all(each in told for each in ("晨光批发", "工行", "支付宝", "2箱 10瓶", "58瓶", "¥145.00", "¥221.80")), told
    approve(world, order)
    ship(world, order, {"KL500": 24})
    open_papers(world.dealer, order).taps("📄 送货单")
    told = words_of(world, world.dealer)
    assert f"{order.number}/1" in told
    assert "¥60.00" in told
    assert "生抽" not in told, "it is not in this parcel"
    open_papers(world.dealer, order).taps("📄 三联（不含价）")
    assert "¥" not in words_of(world, world.dealer)


def test_the_warehouse_sees_no_prices_unless_the_shop_wants_it(world: World) -> None:
    order = place(world, TWO)
    approve(world, order)
    pick(world, order)
    open_papers(world.warehouse, order).does_not_see("订单确认").taps("📄 拣货单")
    told = words_of(world, world.warehouse)
    assert "2000000000022" in told
    assert "¥" not in told
    open_papers(world.warehouse, order)
    assert [each for each in world.warehouse.labels if "送货单" in each or "三联" in each] == [
        "📄 送货单（不含价）",
        "📄 三联（不含价）",
    ]
    world.warehouse.presses(data_of(Verb.PAPER, order.id, "delivery", "a4"))
    assert "¥" not in words_of(world, world.warehouse), "whatever the button says"
    set_(world, "delivery_prices", "on")
    world.warehouse.presses(data_of(Verb.PAPER, order.id, "delivery", "a4"))
    assert "¥221.80" in words_of(world, world.warehouse)


def test_a_parcel_on_the_bench_has_its_own_papers_and_the_queue_one_list(world: World) -> None:
    first, second = place(world, {"KL500": 24}), place(world, {"KL500": 10, "JY1900": 6})
    for order in (first, second):
        approve(world, order)
    world.warehouse.types("待备货").taps("📄 合并拣货单")
    told = words_of(world, world.warehouse)
    assert "1箱 10瓶" in told, "both orders together"
    assert f"{second.number[5:]} 10瓶" in told
    world.warehouse.presses(data_of(Verb.PICK, first.id)).taps("📄 送货单").sees(first.number)
    assert f"{first.number}/1" in words_of(world, world.warehouse)


def test_a_salesperson_quotes_an_order_and_a_cart(world: World) -> None:
    order = place(world, TWO)
    open_papers(world.salesperson, order).taps("📄 报价单")
    assert "报价有效期至 2026-11-30" in words_of(world, world.salesperson)
    world.salesperson.types("替 李记便利店 下单").types("可乐500 3箱").types("购物车").taps("📄 报价单")
    file = file_of(world.salesperson)
    told = texts(opened(world, file).content)
    assert "李记便利店" in told
    assert "¥180.00" in told
    world.salesperson.types("生抽 1箱")
    with pytest.raises(OldLinkError):
        opened(world, file)
    world.dealer.types("可乐500 3箱").types("购物车")
    assert not any("📄" in label for label in world.dealer.labels), "dealers see their prices anyway"


def test_a_paper_opens_only_while_it_is_theirs(world: World) -> None:
    order = place(world, TWO)
    open_papers(world.dealer, order).taps("📄 订单确认")
    file = file_of(world.dealer)
    with world.database.transaction() as session:
        session.exec(select(Person).where(Person.name == "老李")).one().active = False
    with pytest.raises(UnknownLinkError):
        opened(world, file)
    for verb, more in ((Verb.PAPERS, ()), (Verb.PAPER, ("order", "a4"))):
        world.english_dealer.presses(data_of(verb, order.id, *more)).does_not_see(order.number)
        assert not [file for reply in world.english_dealer.last for file in reply.files]


def test_papers_in_english(world: World) -> None:
    order = place(world, TWO, who="Ann")
    world.english_dealer.presses(data_of(Verb.ORDER, order.id)).taps("📄").taps("📄 Confirmation")
    told = words_of(world, world.english_dealer)
    assert "Order confirmation" in told
    assert "2 cases 10 bottles" in told
    assert re.search("Page 1 of 1", told)


def test_the_amounts_of_parcels_make_the_order(world: World) -> None:
    order = place(world, {"KL330": 100})
    approve(world, order)
    whole = Decimal(0)
    for much in (33, 33, 34):
        ship(world, order, {"KL330": much})
    open_papers(world.dealer, order).taps("📄 送货单")
    told = words_of(world, world.dealer)
    for found in re.findall(r"合计\s*¥([0-9.]+)", told):
        whole += Decimal(found)
    assert whole == order.total
    assert told.count("第 1 页，共 1 页") == 3, "each parcel has a note of its own"


def test_a_delivery_note_says_what_comes_off_and_what_is_left_to_pay(world: World) -> None:
    promote(world, kind="满减", reach="100", off="10")
    with world.database.transaction() as session:
        account = world.actor(session, "老李").account_id or 0
        rebates.grant(world.actor(session, "小孙"), account, Decimal(9), "三季度")
    order = place(world, {"KL500": 60}, rebate="9")
    approve(world, order)
    for much in (20, 20, 20):
        ship(world, order, {"KL500": much})
    open_papers(world.dealer, order).taps("📄 送货单")
    told = words_of(world, world.dealer)
    assert told.count("¥50.00") == 3, "20 bottles at their price"
    sums = {name: _amounts(told, name) for name in ("优惠", "合计", "返利", "应付")}
    assert sums["合计"] == [Decimal("46.67"), Decimal("46.66"), Decimal("46.67")]
    assert {name: sum(each) for name, each in sums.items()} == {
        "优惠": Decimal(-10),
        "合计": Decimal(140),
        "返利": Decimal(-9),
        "应付": Decimal(131),
    }


def _amounts(told: str, name: str) -> list[Decimal]:
    return [Decimal(sign + found) for sign, found in re.findall(rf"{name}\s*(-?)¥([0-9.]+)", told)]


def test_what_replaces_goods_is_said_to_and_costs_nothing(world: World) -> None:
    order = came(world)
    with world.database.transaction() as session:
        line = session.exec(select(OrderLine.id).where(OrderLine.order_id == order.id)).one()
        wanted = requests.Wanted(
            order_line_id=line,
            kind=ReturnKind.CLAIM,
            reason=ReturnReason.BROKEN,
            quantity=Decimal(2),
            outcome=Outcome.REPLACEMENT,
        )
        asked = requests.ask(world.actor(session, "老李"), wanted).view.request
        decisions.approve(world.actor(session, "小王"), asked.id, asked.revision)
    with world.session() as session:
        again = session.exec(select(Order).where(Order.return_request_id == asked.id)).one()
    open_papers(world.warehouse, again).taps("📄 拣货单")
    assert "补发" in words_of(world, world.warehouse)
    ship(world, again)
    open_papers(world.dealer, again).taps("📄 送货单")
    told = words_of(world, world.dealer)
    assert "峰泡可乐 330ml罐（补发）" in told.replace("\r\n", "")
    assert "/罐" not in told, "no price"


def test_one_list_of_several_orders_names_no_single_customer(world: World) -> None:
    for who in ("老李", "Ann"):
        approve(world, place(world, {"KL500": 24}, who))
    world.warehouse.types("待备货").taps("📄 合并拣货单")
    told = words_of(world, world.warehouse)
    assert "2 张订单" in told
    assert "客户" not in told


def test_who_receives_is_printed_where_goods_are_picked_and_delivered(world: World) -> None:
    world.dealer.types("可乐500 2箱").types("结算").types("张三 13800000000").taps("✅").sees("下单成功")
    with world.session() as session:
        order = session.exec(select(Order)).one()
    approve(world, order)
    open_papers(world.warehouse, order).taps("📄 拣货单")
    assert "张三 13800000000" in words_of(world, world.warehouse)
    ship(world, order, {"KL500": 24})
    open_papers(world.dealer, order).taps("📄 送货单")
    assert "张三 13800000000" in words_of(world, world.dealer)
