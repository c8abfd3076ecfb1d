"""A consumer orders, pays first, follows and rates; unpaid, the order ends and its goods are free again."""

import re

from sqlmodel import select

from domain import scheduled
from domain.checks import check_all
from domain.rules.order_life import OrderStatus
from domain.tables.orders import Order
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.orders import pick
from tests.phones import Phone
from tests.retail import come_in, open_door, set_up
from tests.world import World

DEALERS_WORDS = re.compile("业务员|客户|级别|对账单|月结|您的顾客")


def order_of(world: World) -> Order:
    with world.session() as session:
        return session.exec(select(Order)).one()


def is_whole(world: World) -> None:
    with world.session() as session:
        assert check_all(session) == []


def runs(world: World) -> None:
    for job in (scheduled.remind_unpaid, scheduled.give_paid, scheduled.expire_due, scheduled.remind_due):
        with world.database.transaction() as session:
            job(world.actor(session))
    world.deliver()


def orders(world: World) -> Phone:
    """They come in and order two cases to their home."""
    open_door(world)
    guest = come_in(world, "new")
    guest.types("可乐500 2箱").sees("¥151.20").taps("🛒").taps("✅ 去结算").sees("先付 ¥151.20")
    guest.taps("✏️ 写地址").types("翠竹弄9号").sees("翠竹弄9号", "✅ 提交订单").taps("✅ 提交订单")
    return guest.sees("下单成功", "请先付 ¥151.20", "马上备货")


def speaks_to_a_consumer(phone: Phone) -> None:
    """Nothing they were shown or told speaks to a company."""
    said = [message.reply.text() for message in phone.chat] + [reply.text() for reply in phone.heard]
    assert not [text for text in said if DEALERS_WORDS.search(text)]


def test_they_order_pay_first_follow_and_rate(world: World) -> None:
    guest = orders(world)
    order = order_of(world)
    world.deliver()
    world.warehouse.types("待备货").does_not_see(order.number)
    guest.types("我的货到哪了").sees("待付款").taps("💰 我付了 ¥151.20").taps("✅ 告诉财务").sees("已经告诉财务")
    world.deliver()
    assert not [reply for reply in world.salesperson.heard if order.number in reply.text()]
    world.salesperson.types("谁在等").does_not_see(order.number)
    world.finance.hears("张三", "¥151.20").taps("✅ 到账")
    world.deliver()
    guest.hears(order.number)
    world.warehouse.hears(order.number)
    world.warehouse.presses(data_of(Verb.ORDER, order.id)).sees("翠竹弄9号")
    parcel = pick(world, order)
    world.warehouse.presses(data_of(Verb.PARCEL, parcel.id)).taps("🚚").taps("顺丰").types("SF1234567890")
    world.deliver()
    guest.hears(order.number, "顺丰").types("我的货到哪了").sees("SF1234567890")
    guest.types(order.number).taps("✅ 收到第1包").taps("⭐5").sees("谢谢")
    world.deliver()
    speaks_to_a_consumer(guest)
    is_whole(world)


def test_an_unpaid_order_ends_and_holds_nothing(world: World) -> None:
    before = world.stock("KL500").available
    guest = orders(world)
    assert world.stock("KL500").available == before - 48
    world.clock.pass_(hours=23)
    runs(world)
    guest.hears("还没付款")
    world.clock.pass_(hours=2)
    runs(world)
    assert order_of(world).status is OrderStatus.EXPIRED
    assert world.stock("KL500").available == before
    guest.hears("没等到付款")
    speaks_to_a_consumer(guest)
    is_whole(world)


def test_nothing_is_picked_before_it_is_paid_even_where_the_shop_said_yes(world: World) -> None:
    set_up(world, "retail_approval", "on")
    guest = orders(world)
    world.deliver()
    world.salesperson.taps("✅ 通过")
    world.deliver()
    order = order_of(world)
    assert order.status is OrderStatus.SUBMITTED
    world.warehouse.presses(data_of(Verb.PICK, order.id)).does_not_see("备货中")
    guest.types(order.number).sees("待付款")


def test_a_consumer_says_where_to_before_they_order(world: World) -> None:
    open_door(world)
    guest = come_in(world, "new")
    guest.types("可乐500 2箱").taps("🛒").taps("✅ 去结算").sees("送到哪里", "✏️ 写地址").does_not_see("✅ 提交订单")
    cart = guest.text
    guest.taps("✏️ 写地址").types("翠竹弄9号").sees("✅ 提交订单")
    assert "¥151.20" in cart


def test_one_made_a_dealer_meanwhile_still_pays_what_they_ordered_as_a_consumer(world: World) -> None:
    guest = orders(world)
    world.admin.types("零售").taps("🔍").taps("张三").taps("⬆️").taps("✅ 不分级别")
    guest.types(order_of(world).number).sees("待付款")
    guest.types("生抽 1桶").taps("🛒").taps("✅ 去结算").does_not_see("先付")
    is_whole(world)


def test_they_are_told_where_to_pay(world: World) -> None:
    set_up(world, "pay_to", "工商银行 6222 0000 1234")
    guest = orders(world).sees("付到：工商银行 6222 0000 1234")
    guest.types("怎么付款").sees("付到：工商银行 6222 0000 1234", "回单照片")
    world.deliver()
    world.salesperson.types(order_of(world).number).does_not_see("工商银行")
    world.customer.types("怎么付款").does_not_see("工商银行")
    set_up(world, "pay_to", "-")
    guest.types("怎么付款").sees("🙋").does_not_see("付到")
