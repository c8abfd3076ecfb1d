"""What cards and lists look like: few buttons, price and stock where something is chosen, one shape for a line."""

import re
from decimal import Decimal

import pytest
from sqlmodel import select

from bot.wechat.render import MOST_ROWS, TEXT_BYTES
from bot.wechat.render import pages as wechat_pages
from domain.catalogue.versions import touch
from domain.rules.rights import Role
from domain.stock.warehouses import home
from domain.tables.catalogue import Pack, Sku
from domain.tables.people import Person
from domain.tables.stock import StockLevel
from tests.carts import fill, in_cart, put
from tests.orders import approve, change, place, receive, ship
from tests.phones import Phone
from tests.world import World

SERVED = "李记便利店"


def more_goods(world: World, count: int) -> None:
    """Other flavours of the cola, all in stock."""
    with world.database.transaction() as session:
        cola = session.exec(select(Sku).where(Sku.code == "KL330")).one()
        for number in range(count):
            facts = cola.model_dump(exclude={"id"}) | {
                "code": f"T{number:03}",
                "barcode": "",
                "spec": f"{number + 1}号味",
            }
            sku = Sku(**facts)
            session.add(sku)
            session.flush()
            session.add(Pack(sku_id=sku.id, name="箱", name_en="case", size=24))
            session.add(StockLevel(warehouse_id=home(session), sku_id=sku.id, on_hand=Decimal(1000)))
        touch(session)


def serves(world: World) -> Phone:
    """小王, who orders for the dealer."""
    return world.salesperson.types("菜单").taps("👥").taps(SERVED)


def on_one_wechat_page(phone: Phone) -> None:
    """Nothing of the answer is behind 下一页."""
    texts = wechat_pages(phone.last, "zh-CN")
    assert len(texts) == 1, texts
    assert len(texts[0].encode()) <= TEXT_BYTES
    assert sum(line.count("<a ") > 0 for line in texts[0].splitlines()) <= MOST_ROWS + 1


def test_a_card_never_has_more_than_eight_buttons(world: World) -> None:
    more_goods(world, 9)
    put(world, KL330=24)
    put(world, who="Ann", KL330=24)
    for phone in (world.dealer, world.english_dealer, world.warehouse, world.finance, world.admin, serves(world)):
        phone.types("KL330").sees("330ml")
        assert len(phone.labels) <= 8
        assert sum(label.startswith("🛒") for label in phone.labels) <= 1
        on_one_wechat_page(phone)


def test_other_sizes_are_a_row_each_with_pack_price_and_stock(world: World) -> None:
    world.dealer.types("KL330").sees("🔹 500ml瓶 · ¥60.00/箱 · 有41箱")
    rows = [row for reply in world.dealer.last for row in reply.buttons]
    assert [len(row) for row in rows if row[0].label.startswith("🔹")] == [1]


def test_sold_out_goods_offer_nothing_to_add(world: World) -> None:
    place(world, {"HN250": 48}, "Ann")
    world.dealer.types("HN250").sees("暂时缺货").does_not_see("10箱", "🛒", "➕", "直接回复数量")
    fill(world, {"HN250": 24})
    world.dealer.types("HN250").sees("移出购物车").does_not_see("🛒", "➕")


def test_a_card_goes_no_further_than_what_is_there(world: World) -> None:
    world.dealer.types("HN250").sees("🛒 加入购物车 1箱", "如 2箱").taps("➕").sees("🛒 加入购物车 2箱").does_not_see(
        "➕"
    )


def test_a_line_of_the_cart_or_of_an_order_goes_no_further_than_what_is_there(world: World) -> None:
    put(world, HN250=24)
    world.dealer.types("购物车").taps("✏️ 火犇").sees("➕ 加1箱", "比如 2箱").taps("➕ 加1箱").does_not_see("➕", "10箱")
    order = place(world)
    world.dealer.types(order.number).taps("✏️").taps("✏️ 火犇").sees("➖").does_not_see("➕")
    put(world, HN250=24)
    world.dealer.types("购物车").taps("✏️ 火犇").sees("❌").does_not_see("➕", "比如")


def test_goods_that_come_later_can_still_be_added(world: World) -> None:
    world.dealer.types("ZJ10").sees("可以先订", "➕").taps("🛒")
    assert in_cart(world) == {"ZJ10": 8}


def test_the_card_shows_the_picture_of_this_size_in_the_readers_language(world: World) -> None:
    with world.database.transaction() as session:
        for code, picture, english in (("KL330", "can", "can-en"), ("KL500", "bottle", None)):
            sku = session.exec(select(Sku).where(Sku.code == code)).one()
            sku.picture, sku.picture_en = picture, english
    shown = {
        (phone.identity, code): phone.types(code).last[0].picture
        for phone in (world.dealer, world.english_dealer)
        for code in ("KL330", "KL500", "XB330")
    }
    assert shown == {
        ("li", "KL330"): "can",
        ("li", "KL500"): "bottle",
        ("li", "XB330"): None,
        ("ann", "KL330"): "can-en",
        ("ann", "KL500"): "bottle",
        ("ann", "XB330"): None,
    }


def test_which_one_says_price_and_stock(world: World) -> None:
    world.dealer.types("峰泡可乐 10箱").sees(
        "✅ 峰泡可乐 330ml罐 10箱 · ¥44.00/箱 · 有41箱", "✅ 峰泡可乐 500ml瓶 10箱 · ¥60.00/箱 · 有41箱"
    )
    on_one_wechat_page(world.dealer)
    world.dealer.taps("500ml瓶 10箱")
    assert in_cart(world) == {"KL500": 240}
    world.english_dealer.types("fengpao cola 2 cases").sees("¥60.00/case · 41 cases in stock")


def test_which_one_offers_no_quantity_of_what_is_sold_out(world: World) -> None:
    place(world, {"KL500": 1000}, "Ann")
    world.dealer.types("峰泡可乐 10箱").sees("🔹 峰泡可乐 500ml瓶 · ¥60.00/箱 · 缺货").does_not_see("500ml瓶 10箱")
    world.dealer.taps("🔹 峰泡可乐 500ml瓶").sees("暂时缺货")
    assert in_cart(world) == {}


def test_one_candidate_says_price_and_stock_in_the_question(world: World) -> None:
    world.dealer.types("红牛 x3").sees("火犇能量饮料 250ml罐 · ¥100.80/箱 · 有2箱")


def test_lists_of_goods_say_pack_price_stock_and_page(world: World) -> None:
    more_goods(world, 18)
    found = world.dealer.types("峰泡可乐").sees("第 1 / 4 页", " · ¥44.00/箱 · 有")
    on_one_wechat_page(found)
    found.taps("▶️").sees("第 2 / 4 页")
    world.dealer.types("菜单").taps("🗂").taps("饮料").sees("🗂 饮料 · 第 1 / 3 页", "/箱 · 有41箱").taps("▶️").sees(
        "第 2 / 3 页"
    )
    world.warehouse.types("峰泡可乐").sees("第 1 / 4 页", " · 有41箱").does_not_see("¥")
    world.english_dealer.types("fengpao cola").sees("page 1 of 4", "/case · 41 cases in stock")


def test_a_list_of_one_page_says_no_page(world: World) -> None:
    world.dealer.types("峰泡可乐").does_not_see("页")
    place(world, {"KL330": 48})
    world.dealer.types("订单").does_not_see("页")


def test_lists_of_orders_and_carts_say_the_page(world: World) -> None:
    for number in range(10):
        place(world, {"KL330": 24 + number})
    world.dealer.types("订单").sees("📦 订单 · 第 1 / 2 页").taps("▶️").sees("第 2 / 2 页")
    world.salesperson.types("菜单").taps("⏳").sees("第 1 / 2 页")
    more_goods(world, 9)
    fill(world, {f"T{number:03}": 24 for number in range(9)})
    world.dealer.types("购物车").sees("🛒 购物车 · 第 1 / 2 页").taps("▶️").sees("第 2 / 2 页")
    order = place(world, {})
    world.dealer.types(order.number).taps("✏️").sees("第 1 / 2 页")


def test_a_line_has_one_shape_everywhere(world: World) -> None:
    line, with_money = "· 峰泡可乐 330ml罐 × 2箱", "· 峰泡可乐 330ml罐 × 2箱 · ¥88.00"
    world.dealer.types("可乐330 2箱").sees(with_money)
    world.dealer.types("购物车").sees(with_money).taps("✅ 去结算").sees(with_money).taps("✅ 提交").taps("📦").sees(
        with_money
    )
    world.deliver()
    world.salesperson.hears(with_money)
    world.salesperson.taps("🛒 商品明细").sees(with_money)
    world.salesperson.taps("✅ 通过").sees(with_money)
    world.deliver()
    world.warehouse.hears(line)
    world.warehouse.taps("📦 开始备货").sees("· KL330 峰泡可乐 330ml罐 × 2箱").taps("🚚").taps("顺丰").types(
        "SF1234567890"
    )
    world.warehouse.sees(line)
    world.deliver()
    world.dealer.hears(line, "SF1234567890")
    world.dealer.types("我的货到哪了").sees(line)


@pytest.mark.parametrize(
    "order", ["· 峰泡可乐 500ml瓶 × 10箱 · ¥600.00", "· Fengpao Cola 500ml bottle × 10 cases · ¥600.00"]
)
def test_a_line_that_is_copied_back_is_an_order(world: World, order: str) -> None:
    world.dealer.types(order).sees("都放进购物车了")
    assert in_cart(world) == {"KL500": 240}


def test_a_rejection_begins_with_the_reason_and_leads_nowhere_back(world: World) -> None:
    order = place(world, {"KL330": 48})
    world.deliver()
    world.salesperson.taps("❌ 拒绝").types("路断了，下周再送")
    world.deliver()
    heard = world.dealer.heard[-1]
    assert "路断了，下周再送" in heard.title.splitlines()[0]
    assert order.number in heard.title
    assert heard.text().count("路断了，下周再送") == 1
    assert not any("⬅️" in button.label for button in heard.choices())


def test_a_changed_line_comes_first_with_before_and_after(world: World) -> None:
    order = place(world, {"KL330": 240, "XB330": 48})
    change(world, order, "KL330", 192)
    world.deliver()
    assert world.salesperson.heard[-1].title.splitlines()[0] == "✏️ 峰泡可乐 330ml罐：10箱 → 8箱"
    change(world, order, "XB330", 0, "小王")
    world.deliver()
    assert world.dealer.heard[-1].title.splitlines()[0] == "❌ 雪璃柠檬汽水 330ml罐 2箱：不要了"


def test_the_words_of_a_rating_come_first(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    parcel = ship(world, order)
    receive(world, parcel)
    world.dealer.types(order.number).taps("⭐2").types("来得太慢了")
    world.deliver()
    assert world.salesperson.heard[-1].title.splitlines()[0] == "⭐⭐ “来得太慢了”"
    assert world.salesperson.heard[-1].text().count("来得太慢了") == 1


def test_no_notice_leads_back(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    parcel = ship(world, order)
    receive(world, parcel)
    cancelled = place(world, {"XB330": 24})
    world.deliver()
    world.salesperson.types(cancelled.number).taps("❌ 拒绝").taps("货不够")
    world.clock.pass_(days=1)
    world.deliver()
    heard = [(phone, reply) for phone in world.phones.values() for reply in phone.heard]
    assert len(heard) >= 4
    assert not [reply.title for _, reply in heard if any("⬅️" in button.label for button in reply.choices())]


def test_the_dealers_name_is_on_every_card_while_ordering_for_them(world: World) -> None:
    place(world, {"KL330": 48})
    wang = serves(world)
    steps = (
        "KL330",
        "2箱",
        "可乐",
        "峰泡可乐 10箱",
        "购物车",
        "菜单",
        "帮助",
        "没有这种货呀",
        "叫法 红罐=可乐330",
        "照上次再来",
        "生抽 5000000000箱",
    )
    for text in steps:
        assert SERVED in wang.types(text).text, text
    for label in ("🛒", "✅", "✏️ 改地址"):
        assert SERVED in wang.types("购物车").taps("✅ 去结算").text, label
    for taps in (("✏️ 改地址",), ("✏️ 改时间",), ("✏️ 写备注",), ("✅ 提交",)):
        wang.types("购物车").taps("✅ 去结算")
        for tap in taps:
            assert SERVED in wang.taps(tap).text, tap
    for verb in ("browse", "usual", "nicks", "search"):
        assert SERVED in wang.presses(verb).text, verb


def test_nobody_else_reads_a_name_above_their_screens(world: World) -> None:
    world.dealer.types("KL330").does_not_see("👥", "下单\n")
    serves(world).types("菜单").taps("❌ 结束代客下单")
    world.salesperson.types("KL330").does_not_see(SERVED)


def test_words_to_be_sent_on_bear_nobodys_name(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Person).where(Person.name == "小王")).one().role = Role.ADMIN
    serves(world).presses("invite:warehouse").sees("邀请")
    forward = next(reply for reply in world.salesperson.last if not reply.buttons)
    assert SERVED not in forward.text()


def test_a_person_to_talk_to_is_offered_to_buyers_only(world: World) -> None:
    for phone in (world.dealer, world.english_dealer):
        for text in ("菜单", "帮助", "qqqqqq"):
            phone.types(text).sees("🙋")
    for phone in (world.customer, world.salesperson, world.warehouse, world.finance, world.admin):
        for text in ("菜单", "帮助", "qqqqqq"):
            phone.types(text).does_not_see("🙋")


@pytest.mark.parametrize("language", ["中文", "English"])
def test_the_buttons_that_help_names_are_there(world: World, language: str) -> None:
    for phone in (world.customer, world.salesperson, world.warehouse, world.finance, world.admin):
        phone.types("language").taps(language)
        menu = [re.sub(r"[（(]\d+[）)]$", "", label) for label in phone.types("菜单").labels]
        named = re.findall(r"(?:点|tap) ?“([^”]+)”", phone.types("帮助").text)
        assert named or phone is not world.customer
        assert [name for name in named if not any(name in label for label in menu)] == [], phone.identity


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("峰泡可乐 500ml\n瓶 10箱", {"KL500": 240}),
        ("峰泡可乐\n500ml瓶 10箱\n生抽 2箱", {"KL500": 240, "JY1900": 12}),
        ("雪璃柠檬\n汽水 2箱", {"XB330": 48}),
        ("Fengpao Cola\n500ml bottle 2 cases", {"KL500": 48}),
        ("峰泡可乐 500ml瓶 ×\n10箱 · ¥600.00", {"KL500": 240}),
        ("商品：峰泡可乐500ml\n数量：10箱\n商品：生抽\n数量：2箱", {"KL500": 240, "JY1900": 12}),
        ("1. Fengpao Cola 500ml\n   Qty: 2 cases\n2. 生抽\n   Qty: 3 cases", {"KL500": 48, "JY1900": 18}),
    ],
)
def test_a_wrapped_line_is_not_taken_for_a_new_one(world: World, text: str, wanted: dict[str, int]) -> None:
    world.dealer.types(text).sees("都放进购物车了")
    assert in_cart(world) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("红牛\n可乐500 2箱", {"KL500": 48}),
        ("饮料\n可乐500 2箱", {"KL500": 48}),
        ("红牛\n茅台 2箱", {}),
        ("可乐500\n米酒 2箱", {}),
    ],
)
def test_lines_of_their_own_stay_apart(world: World, text: str, wanted: dict[str, int]) -> None:
    world.dealer.types(text)
    assert in_cart(world) == wanted


def test_what_a_copied_line_costs_is_no_note(world: World) -> None:
    world.dealer.types("· 峰泡可乐 500ml瓶 × 10箱 · ¥600.00\n· 味满楼生抽 1.9L桶 × 2箱 · ¥153.60").does_not_see("备注")
    assert in_cart(world) == {"KL500": 240, "JY1900": 12}
