"""From the cart to the order on both channels: what is confirmed, what is refused, and that nothing happens twice."""

from decimal import Decimal

import pytest
from sqlmodel import delete, select

from domain.catalogue import catalogue
from domain.people import invites
from domain.rules.rights import Role
from domain.tables.carts import Cart
from domain.tables.catalogue import Sku
from domain.tables.orders import Order
from domain.tables.people import Address
from handlers.conversation.callback_data import data_of
from handlers.conversation.turn import Tapped
from handlers.conversation.verbs import Verb
from tests.carts import in_cart, off_sale, put
from tests.orders import place
from tests.world import World


def orders_of(world: World) -> list[Order]:
    """Every order there is, first to last."""
    with world.session() as session:
        return list(session.exec(select(Order).order_by(Order.number)))


def change_price(world: World, code: str, price: str) -> None:
    """The admin changes a price."""
    with world.database.transaction() as session:
        sku = session.exec(select(Sku).where(Sku.code == code)).one()
        catalogue.change_price(world.actor(session, "陈总"), sku.id, Decimal(price))


def test_from_the_invite_to_the_order(world: World) -> None:
    with world.database.transaction() as session:
        actor = world.actor(session)
        account = invites.account_named(actor, "新客超市")
        code = invites.issue(actor, role=Role.BUYER, account=account, name="老钱").code
    dealer = world.phone("qian").starts(code).sees("欢迎您，老钱", "新客超市")
    dealer.types("可乐500 10箱\n雪璃 2箱").taps("🛒").sees("共 2 种", "¥684.00")
    dealer.taps("✅").sees("核对", "共 2 种", "¥684.00", "还没写", "尽快")
    dealer.taps("✏️ 改地址").sees("新地址").types("银杏街2号").sees("地址选好了", "银杏街2号")
    dealer.taps("✏️ 改时间").types("下周一").sees("周一 11月30日")
    dealer.taps("✏️ 写备注").types("送货前打电话").sees("送货前打电话")
    dealer.taps("✅").sees("D20261123-0001", "¥684.00", "📦", "🏠")
    order = orders_of(world)[0]
    assert (order.total, order.address, order.note) == (Decimal("684.00"), "银杏街2号", "送货前打电话")
    assert str(order.wanted_on) == "2026-11-30"
    assert [world.stock(code).reserved for code in ("KL500", "XB330")] == [240, 48]
    dealer.types("购物车").sees("空的")
    dealer.taps("📦 订单 D20261123-0001").sees("D20261123-0001")


def test_an_english_dealer_orders_in_english(world: World) -> None:
    world.english_dealer.types("cola 500 2 cases").types("checkout").sees("1 product", "¥120.00", "7 Quay Street")
    world.english_dealer.taps("✏️ Date").types("25/12").sees("Fri 25 Dec")
    world.english_dealer.taps("✅").sees("D20261123-0001", "¥120.00")


def test_a_second_tap_on_the_same_confirm_shows_the_order_it_made(world: World) -> None:
    put(world, KL500=48)
    _, confirm = world.dealer.types("结算").find("✅")
    world.dealer.taps_button(confirm).sees("下单成功")
    for _ in range(2):
        world.dealer.send(Tapped(data=confirm.data)).sees("已经提交过", "D20261123-0001", "📦")
    assert len(orders_of(world)) == 1
    assert world.stock("KL500").reserved == 48


def test_a_stale_confirm_orders_nothing_and_leads_to_the_new_summary(world: World) -> None:
    put(world, KL500=48)
    _, confirm = world.dealer.types("结算").find("✅")
    put(world, XB330=24)
    world.dealer.send(Tapped(data=confirm.data)).sees("变过了").taps("🛒").sees("共 2 种")
    assert orders_of(world) == []
    assert in_cart(world) == {"KL500": 48, "XB330": 24}


def test_a_new_price_must_be_seen_before_it_is_paid(world: World) -> None:
    put(world, KL500=48)
    _, confirm = world.dealer.types("结算").sees("¥120.00").find("✅")
    change_price(world, "KL500", "3")
    world.dealer.taps_button(confirm).sees("价格有变动", "¥120.00 → ¥144.00").taps("✅").sees("¥144.00", "下单成功")


def test_a_refused_submit_leaves_cart_and_stock_as_they_were(world: World) -> None:
    put(world, KL500=48, HN250=48)
    _, confirm = world.dealer.types("结算").find("✅")
    place(world, {"HN250": 24}, who="Ann")
    before = (world.stock("KL500").reserved, world.stock("HN250").reserved)
    world.dealer.taps_button(confirm).sees("火犇", "库存不够", "1箱", "🛒")
    assert in_cart(world) == {"KL500": 48, "HN250": 48}
    assert (world.stock("KL500").reserved, world.stock("HN250").reserved) == before
    assert [order.number for order in orders_of(world)] == ["D20261123-0001"]
    world.dealer.types("结算").sees("⚠️", "只有 1箱").taps("✏️ 按能订的调整").taps("✅").sees("下单成功")


def test_what_is_gone_is_said(world: World) -> None:
    put(world, HN250=48)
    _, confirm = world.dealer.types("结算").find("✅")
    place(world, {"HN250": 48}, who="Ann")
    world.dealer.taps_button(confirm).sees("火犇", "没有货")


def test_shortages_come_first_and_cannot_be_confirmed(world: World) -> None:
    put(world, KL500=48, HN250=96)
    off_sale(world, "KL500")
    world.dealer.types("结算").sees("2 种现在订不了", "只有 2箱", "不卖了").does_not_see("✅ 提交")
    world.dealer.taps("✏️ 按能订的调整").sees("共 1 种", "2箱", "✅ 提交")


def test_fitting_may_leave_nothing(world: World) -> None:
    put(world, KL500=48)
    off_sale(world, "KL500")
    world.dealer.types("结算").taps("✏️ 按能订的调整").sees("空的", "🔍")


def test_the_same_order_again_is_asked_about(world: World) -> None:
    for _ in range(2):
        put(world, KL500=48)
        world.dealer.types("结算").taps("✅")
    world.dealer.sees("一模一样", "D20261123-0001", "📦")
    world.dealer.taps("🔁").sees("再下一单").taps("✅").sees("D20261123-0002")
    assert len(orders_of(world)) == 2


def test_backorders_are_accepted_and_said(world: World) -> None:
    put(world, ZJ10=8)
    world.dealer.types("结算").sees("到货再发").taps("✅").sees("下单成功")


def test_there_is_nothing_to_check_out_in_an_empty_cart(world: World) -> None:
    world.dealer.types("结算").sees("空的", "🔍")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("明天", "明天 周二 11月24日"), ("11月25日", "后天 周三"), ("周五", "周五 11月27日"), ("尽快", "尽快")],
)
def test_a_day_is_typed_in_the_dealers_own_words(world: World, typed: str, shown: str) -> None:
    put(world, KL500=48)
    world.dealer.types("结算").taps("✏️ 改时间").types(typed).sees(shown, "✅")


def test_a_day_is_tapped(world: World) -> None:
    put(world, KL500=48)
    world.dealer.types("结算").taps("✏️ 改时间").taps("后天").sees("后天 周三 11月25日")
    world.dealer.taps("✏️ 改时间").taps("尽快").sees("尽快")


@pytest.mark.parametrize("typed", ["昨天", "11月1日2020", "2020-01-01", "随便", "13月40号"])
def test_a_day_that_cannot_be_is_asked_for_again(world: World, typed: str) -> None:
    put(world, KL500=48)
    world.dealer.types("结算").taps("✏️ 改时间").types(typed).sees("日期不行")
    world.dealer.types("明天").sees("明天 周二")


def test_an_address_is_chosen_from_the_known_ones(world: World) -> None:
    with world.database.transaction() as session:
        account_id = world.actor(session, "老李").account_id or 0
        session.add_all(Address(account_id=account_id, text=f"仓库{number}") for number in range(10))
    put(world, KL500=48)
    world.dealer.types("结算").taps("✏️ 改地址").sees("梧桐路18号", "仓库0").does_not_see("仓库9").taps("▶️")
    world.dealer.taps("仓库9").sees("送到：仓库9").taps("✅")
    assert orders_of(world)[0].address == "仓库9"


def test_nobody_orders_to_somebody_elses_address(world: World) -> None:
    put(world, KL500=48)
    with world.session() as session:
        theirs = session.exec(select(Address).where(Address.text == "7 Quay Street")).one()
    world.dealer.send(Tapped(data=data_of(Verb.ADDRESS, theirs.id))).sees("没找到")
    world.dealer.types("结算").sees("梧桐路18号")


def test_a_note_can_be_taken_away(world: World) -> None:
    put(world, KL500=48)
    world.dealer.types("结算").taps("✏️ 写备注").types("快点").sees("快点")
    world.dealer.taps("✏️ 写备注").sees("快点").taps("❌").sees("备注：无")
    world.dealer.taps("✏️ 写备注").types("送货前打电话" * 51).sees("300").types("后门卸货").sees("备注：后门卸货")


def test_the_salesperson_orders_on_behalf_and_the_dealer_is_told(world: World) -> None:
    world.salesperson.types("菜单").taps("👥").taps("李记便利店").types("可乐500 2箱").types("结算").taps("✅")
    world.salesperson.sees("下单成功", "李记便利店")
    world.deliver()
    world.dealer.hears("D20261123-0001")


def test_a_forged_confirm_changes_nothing(world: World) -> None:
    put(world, KL500=48)
    _, confirm = world.dealer.types("结算").find("✅")
    world.english_dealer.send(Tapped(data=confirm.data))
    world.warehouse.send(Tapped(data=confirm.data)).sees("您这边办不了")
    world.dealer.send(Tapped(data=confirm.data.replace(":120", ":1"))).sees("价格")
    assert orders_of(world) == []


def note_and_day(world: World) -> tuple[str, str]:
    """What goes with the only cart."""
    with world.session() as session:
        cart = session.exec(select(Cart)).one()
        return cart.note, f"{cart.wanted_on}"


@pytest.mark.parametrize(
    ("words", "day", "note"),
    [
        ("后天上午", "2026-11-25", "上午"),
        ("后天上午送过来", "2026-11-25", "上午"),
        ("改成明早", "2026-11-24", "早上"),
        ("那就周五吧", "2026-11-27", ""),
        ("25号", "2026-11-25", ""),
        ("1号", "2026-12-01", ""),
        ("tomorrow before 10am", "2026-11-24", "before 10am"),
    ],
)
def test_a_day_typed_on_the_summary_is_the_day_of_delivery(world: World, words: str, day: str, note: str) -> None:
    world.dealer.types("可乐500 5箱").types("去结算").types(words).sees("记下了", "请核对订单")
    assert note_and_day(world) == (note, day)


def test_another_part_of_the_day_takes_the_place_of_the_one_before(world: World) -> None:
    world.dealer.types("可乐500 5箱").types("去结算").types("后天上午").types("周五下午").sees("下午")
    assert note_and_day(world) == ("下午", "2026-11-27")


def test_as_soon_as_possible_takes_the_day_away(world: World) -> None:
    world.dealer.types("可乐500 5箱").types("去结算").types("周五").types("尽快").sees("时间：尽快")
    assert note_and_day(world) == ("", "None")


def test_a_day_typed_elsewhere_is_offered_as_the_day_and_not_as_a_note(world: World) -> None:
    world.dealer.types("可乐500 5箱").types("购物车").types("后天上午").sees("“后天上午”是送货日期吗")
    assert note_and_day(world) == ("", "None")
    world.dealer.taps("就是送货日期")
    assert note_and_day(world) == ("上午", "2026-11-25")


def test_a_place_typed_where_none_is_known_is_taken_for_the_address(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(delete(Address))
    dealer = world.dealer.types("可乐330 2箱").types("结算").types("朝阳路1号2楼")
    dealer.sees("“朝阳路1号2楼”是收货地址吗").taps("✅").sees("送到：朝阳路1号2楼")
