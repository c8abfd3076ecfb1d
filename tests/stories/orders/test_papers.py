"""Papers of orders: 📄 on the cards brings what each role may have, as a file that only they can open."""

import re
from decimal import Decimal

import pytest
from sqlmodel import select

from bot.papers.desk import DrawnPaper, PaperDesk
from domain import settings
from domain.tables.orders import Order
from domain.tables.people import Person
from handlers.conversation.callback_data import data_of
from handlers.conversation.paper_links import OldLinkError, UnknownLinkError
from handlers.conversation.turn import File
from handlers.conversation.verbs import Verb
from tests.orders import approve, pick, place, ship
from tests.papers import texts
from tests.phones import Phone
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
    assert "第 3 页，共 3 页" in told


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
