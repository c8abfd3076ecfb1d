"""The cart on both channels: lines, quantities, shortages, clearing, the same as last time, and whose cart it is."""

from decimal import Decimal

from sqlmodel import select

from domain.rules.rights import Role
from domain.tables.carts import CartLine
from domain.tables.catalogue import Sku
from domain.tables.people import Channel, Identity, Person
from handlers.conversation.turn import Tapped
from tests.carts import fill, in_cart, off_sale, put
from tests.orders import place
from tests.world import World

LONG = ("KL330", "KL500", "XB330", "QS550", "JY1900", "MM5", "HN250", "ZJ10")


def test_an_empty_cart_has_a_way_forward(world: World) -> None:
    world.dealer.types("购物车").sees("空的", "🔍", "⭐", "🔁", "🏠")
    world.english_dealer.types("cart").sees("empty", "🔍")


def test_a_dealer_adds_cola_and_sees_it_in_the_cart(world: World) -> None:
    world.dealer.types("可乐500 10箱").types("菜单").sees("1 种货").taps("🛒 购物车（1）")
    world.dealer.sees("峰泡可乐 500ml瓶", "10箱", "¥600.00", "共 1 种", "梧桐路18号")


def test_a_line_is_changed_by_packs_by_typing_and_taken_out(world: World) -> None:
    put(world, KL500=48, XB330=24)
    line = world.dealer.types("购物车").taps("✏️ 峰泡可乐").sees("2箱", "¥120.00", "➖ 减1箱", "➕ 加1瓶")
    line.taps("➕ 加1箱").sees("3箱", "¥180.00").taps("➕ 加1瓶").sees("3箱 1瓶").taps("➖ 减1箱").sees("2箱 1瓶")
    line.types("5箱").sees("已选 5箱")
    line.types("6瓶").sees("已选 6瓶").does_not_see("➖ 减1箱")
    line.taps("❌").sees("已移走", "峰泡可乐", "雪璃")
    assert in_cart(world) == {"XB330": 24}
    line.taps("⬅️ 撤销").sees("已选 6瓶")
    assert in_cart(world) == {"XB330": 24, "KL500": 6}


def test_a_quantity_that_cannot_be_is_refused_with_the_nearest_and_may_be_typed_again(world: World) -> None:
    put(world, KL500=48)
    world.dealer.types("购物车").taps("✏️ 峰泡可乐").types("半瓶").sees("分得这么细", "1瓶")
    world.dealer.types("3箱").sees("已选 3箱")


def test_a_search_typed_while_a_line_is_open_is_a_search(world: World) -> None:
    put(world, KL500=48)
    world.dealer.types("购物车").taps("✏️ 峰泡可乐").types("柠檬").sees("雪璃")
    assert in_cart(world) == {"KL500": 48}


def test_the_same_tap_twice_changes_nothing_more(world: World) -> None:
    put(world, KL500=48)
    _, more = world.dealer.types("购物车").taps("✏️ 峰泡可乐").find("➕ 加1箱")
    world.dealer.taps_button(more).sees("3箱").taps_button(more).sees("3箱")
    assert in_cart(world) == {"KL500": 72}


def test_what_is_short_is_said_and_one_tap_puts_it_right(world: World) -> None:
    put(world, HN250=72, KL500=24, QS550=24, ZJ10=8)
    off_sale(world, "QS550")
    world.dealer.types("购物车").sees("⚠️ 库存不够，现在只有 2箱", "⚠️ 现在不卖了", "到货再发")
    world.dealer.taps("✏️ 按能订的调整").sees("调好了").does_not_see("⚠️")
    assert in_cart(world) == {"HN250": 48, "KL500": 24, "ZJ10": 8}


def test_one_short_line_is_set_to_what_is_there(world: World) -> None:
    put(world, HN250=72)
    world.dealer.types("购物车").taps("✏️ 火犇").taps("✏️ 改成 2箱").does_not_see("⚠️")
    assert in_cart(world) == {"HN250": 48}


def test_clearing_can_be_undone_even_after_a_double_tap(world: World) -> None:
    put(world, KL500=48, MM5=3)
    _, clear = world.dealer.types("购物车").find("❌ 清空")
    world.dealer.taps_button(clear).sees("已清空", "⬅️")
    world.dealer.taps_button(clear).sees("已清空", "⬅️")
    assert in_cart(world) == {}
    world.dealer.taps("⬅️").sees("都放回来了", "峰泡可乐", "禾稼米线")
    assert in_cart(world) == {"KL500": 48, "MM5": 3}


def test_undoing_twice_or_late_brings_nothing_back_twice(world: World) -> None:
    put(world, KL500=48)
    _, back = world.dealer.types("购物车").taps("❌ 清空").find("⬅️")
    world.dealer.taps_button(back).sees("都放回来了")
    world.dealer.types("结算").taps("✅ 提交").sees("下单成功")
    world.dealer.taps_button(back).sees("没有再放回去", "空的")
    assert in_cart(world) == {}


def test_an_old_clear_button_spares_what_came_since(world: World) -> None:
    put(world, KL500=48)
    _, clear = world.dealer.types("购物车").find("❌ 清空")
    put(world, XB330=24)
    world.dealer.send(Tapped(data=clear.data)).sees("变过了", "🛒")
    assert in_cart(world) == {"KL500": 48, "XB330": 24}


def test_nobody_undoes_for_somebody_else(world: World) -> None:
    put(world, KL500=48)
    _, back = world.dealer.types("购物车").taps("❌ 清空").find("⬅️")
    world.english_dealer.send(Tapped(data=back.data)).sees("cannot find")
    assert in_cart(world, "Ann") == {}


def test_a_long_cart_is_read_page_by_page(world: World) -> None:
    with world.database.transaction() as session:
        for position in range(10):
            session.add(
                Sku(
                    code=f"X{position}",
                    product_id=session.exec(select(Sku.product_id).where(Sku.code == "QS550")).one(),
                    spec=f"{position}号桶",
                    unit="桶",
                    price=Decimal(5),
                )
            )
    fill(world, {f"X{position}": 1 for position in range(10)})
    world.dealer.types("购物车").sees("0号桶", "7号桶", "共 10 种", "1 / 2").does_not_see("8号桶")
    world.dealer.taps("▶️").sees("8号桶", "9号桶", "共 10 种").does_not_see("7号桶").taps("◀️").sees("0号桶")
    world.dealer.taps("▶️").taps("✏️ 青岚山泉水 9号桶").taps("❌ 移走").sees("已移走", "共 9 种")


def test_a_page_that_is_gone_shows_the_last_there_is(world: World) -> None:
    put(world, KL500=24)
    world.dealer.send(Tapped(data="cart:7")).sees("峰泡可乐", "共 1 种")


def test_the_same_as_last_time_goes_into_the_cart_once(world: World) -> None:
    world.dealer.types("菜单").taps("🔁").sees("还没有下过单", "🔍")
    place(world, {"KL500": 48, "QS550": 24})
    off_sale(world, "QS550")
    _, last = world.dealer.types("菜单").find("🔁")
    world.dealer.taps_button(last).sees("D20261123-0001", "峰泡可乐", "青岚山泉水", "没有放进去")
    world.dealer.send(Tapped(data=last.data))
    assert in_cart(world) == {"KL500": 48}


def test_two_members_of_an_account_have_carts_of_their_own(world: World) -> None:
    with world.database.transaction() as session:
        li = session.exec(select(Person).where(Person.name == "老李")).one()
        wife = Person(
            name="李嫂", role=Role.BUYER, account_id=li.account_id, language="zh-CN", created_at=world.clock()
        )
        session.add(wife)
        session.flush()
        session.add(Identity(channel=world.channel, external="sao", person_id=wife.id, seen_at=world.clock()))
    put(world, KL500=48)
    world.phone("sao").types("购物车").sees("空的")
    put(world, who="李嫂", XB330=24)
    world.dealer.types("购物车").sees("峰泡可乐").does_not_see("雪璃")
    assert in_cart(world, "李嫂") == {"XB330": 24}


def test_the_cart_follows_the_person_to_another_channel(world: World) -> None:
    put(world, KL500=48)
    other = Channel.WECHAT if world.channel is Channel.TELEGRAM else Channel.TELEGRAM
    with world.database.transaction() as session:
        li = session.exec(select(Person).where(Person.name == "老李")).one()
        session.add(Identity(channel=other, external="li-2", person_id=li.id, seen_at=world.clock()))
    world.phone("li-2", other).types("购物车").sees("峰泡可乐", "2箱")


def test_only_those_who_order_have_a_cart(world: World) -> None:
    world.warehouse.types("购物车").sees("您这边办不了", "🏠")
    world.customer.types("购物车").sees("由卖货给您的商家来办")
    world.salesperson.types("购物车").sees("先选好替哪家客户下单", "👥")


def test_the_account_is_named_wherever_somebody_orders_on_its_behalf(world: World) -> None:
    world.salesperson.types("菜单").taps("👥").taps("李记便利店").types("购物车").sees("李记便利店", "空的")
    world.salesperson.types("可乐500 2箱").types("购物车").sees("替“李记便利店”下单")
    world.salesperson.taps("✏️ 峰泡可乐").sees("替“李记便利店”下单")
    world.salesperson.types("结算").sees("替“李记便利店”下单", "梧桐路18号")
    assert in_cart(world) == {}


def test_lines_are_kept_without_the_goods_being_counted_twice(world: World) -> None:
    fill(world, dict.fromkeys(LONG, 48))
    with world.session() as session:
        assert len(session.exec(select(CartLine)).all()) == len(LONG)
