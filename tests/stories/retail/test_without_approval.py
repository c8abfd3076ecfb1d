"""A consumer's order at list prices goes on as soon as it is paid: nobody of the shop need say yes to it."""

import pytest
from sqlmodel import select

from domain.checks import check_all
from domain.rules.approvals import ApprovalKind, ApprovalState
from domain.rules.order_life import OrderStatus
from domain.tables.orders import Order
from domain.tables.people import Account
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.orders import place
from tests.phones import Phone
from tests.retail import account_of, come_in, open_door, set_up
from tests.world import World


def order_of(world: World) -> Order:
    """The newest one, as it is now."""
    with world.session() as session:
        return session.exec(select(Order).order_by(Order.number.desc())).first()  # type: ignore[attr-defined,return-value]


def is_whole(world: World) -> None:
    with world.session() as session:
        assert check_all(session) == []


def orders(world: World, guest: Phone, what: str = "可乐500 2箱") -> Phone:
    guest.types(what).taps("🛒").taps("✅ 去结算")
    if "写地址" in guest.text:
        guest.taps("✏️ 写地址").types("翠竹弄9号")
    return guest.taps("✅ 提交订单").sees("下单成功")


@pytest.fixture
def guest(world: World) -> Phone:
    open_door(world)
    return come_in(world, "new")


def pays(world: World, amount: str) -> None:
    """Finance books money of the account."""
    account = account_of(world, "new")
    assert account is not None
    world.finance.presses(data_of(Verb.PAYMENT, account.id)).types(amount).taps("✅")


def test_the_money_is_all_the_yes_it_needs(world: World, guest: Phone) -> None:
    orders(world, guest)
    order = order_of(world)
    assert order.asked == {ApprovalKind.PAYMENT}
    world.finance.presses(data_of(Verb.ORDER, order.id)).taps("¥151.20")
    order = order_of(world)
    assert (order.status, order.sales_approval) == (OrderStatus.APPROVED, ApprovalState.NOT_ASKED)
    world.deliver()
    guest.hears(order.number)
    world.warehouse.hears(order.number)
    is_whole(world)


def test_what_was_paid_ahead_pays_the_next_order_at_once(world: World, guest: Phone) -> None:
    pays(world, "500 预付")
    orders(world, guest).sees("够付这单", "马上备货").does_not_see("请先付")
    order = order_of(world)
    assert (order.status, order.decided_by_id) == (OrderStatus.APPROVED, None)
    world.deliver()
    world.warehouse.hears(order.number)
    guest.types(order.number).does_not_see("您已通过").sees("待备货")
    is_whole(world)


def test_the_shop_may_want_to_look_at_each(world: World, guest: Phone) -> None:
    set_up(world, "retail_approval", "on")
    orders(world, guest).sees("我们确认后")
    assert order_of(world).asked == {ApprovalKind.SALES, ApprovalKind.PAYMENT}
    world.deliver()
    world.salesperson.hears("张三 #0001").taps("✅ 通过")
    is_whole(world)


def test_beyond_a_rule_of_the_shop_people_decide_as_ever(world: World, guest: Phone) -> None:
    set_up(world, "approval_amount", "100")
    orders(world, guest).sees("我们确认后")
    assert order_of(world).asked == {ApprovalKind.SALES, ApprovalKind.FINANCE, ApprovalKind.PAYMENT}
    is_whole(world)


def test_a_price_by_hand_is_no_list_price(world: World, guest: Phone) -> None:
    orders(world, guest)
    order = order_of(world)
    world.salesperson.types(order.number).taps("✏️").taps("可乐").taps("✏️ 改价").types("3/瓶 老邻居").sees("已改价")
    order = order_of(world)
    assert order.revision == 2
    assert ApprovalKind.SALES in order.asked
    is_whole(world)


def test_a_changed_order_stays_what_it_was(world: World, guest: Phone) -> None:
    """More or less of it at list prices: still only the money; and paid, it goes on."""
    orders(world, guest, "可乐500 2箱\n生抽 1桶")
    guest.types(order_of(world).number).taps("✏️").taps("峰泡可乐").types("3箱")
    assert order_of(world).asked == {ApprovalKind.PAYMENT}
    guest.types(order_of(world).number).taps("✏️").taps("峰泡可乐").types("1箱")
    order = order_of(world)
    assert order.revision == 3
    assert order.asked == {ApprovalKind.PAYMENT}
    pays(world, f"{order.total:.2f} 到账")
    assert order_of(world).status is OrderStatus.APPROVED
    is_whole(world)


def test_whoever_looks_after_the_shop_may_still_say_no(world: World, guest: Phone) -> None:
    orders(world, guest)
    order = order_of(world)
    before = world.stock("KL500").available
    world.salesperson.types(order.number).does_not_see("✅ 通过").taps("❌").types("地址送不到")
    assert order_of(world).status is OrderStatus.REJECTED
    assert world.stock("KL500").available == before + 48
    world.deliver()
    guest.hears("地址送不到")
    is_whole(world)


def test_goods_that_have_to_come_in_first_are_looked_at(world: World, guest: Phone) -> None:
    orders(world, guest, "抽纸 2提").sees("我们确认后")
    assert order_of(world).asked == {ApprovalKind.SALES, ApprovalKind.PAYMENT}
    is_whole(world)


def test_a_dealer_who_pays_first_is_looked_at_as_ever(world: World) -> None:
    """It is for consumers only, whatever the terms of others."""
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == "李记便利店")).one().terms = "现结"
    order = place(world)
    assert order.asked == {ApprovalKind.SALES, ApprovalKind.PAYMENT}


def test_an_order_placed_on_their_behalf_is_looked_at(world: World, guest: Phone) -> None:
    account = account_of(world, "new")
    assert account is not None
    order = place(world, who="小王", serving=account.name)
    assert order.asked == {ApprovalKind.SALES, ApprovalKind.PAYMENT}
    is_whole(world)
