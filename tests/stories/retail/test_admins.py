"""Admins open and shut the door, see who came in, make one a dealer, and switch one off."""

import pytest
from sqlmodel import select

from domain.checks import check_all
from domain.rules.rights import Role
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event, Order
from domain.tables.people import Account
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.limits import limit, put_in_group, show_only
from tests.prices import Said, give
from tests.retail import GROUP, account_of, come_in, open_door
from tests.world import World


def test_the_door_is_opened_and_shut_from_the_chat_and_that_is_written_down(world: World) -> None:
    admin = world.admin.types("人员").taps("🏪 零售顾客").sees("零售关着", "还没有价格表", "最多 200 位")
    admin.taps("✅ 打开零售").sees("零售开着", "先付款")
    come_in(world, "new")
    admin.types("零售").sees("零售开着", "今天进来 1 位").taps("❌ 关闭零售").sees("零售关着")
    world.phone("late").types("hi").does_not_see("🛒")
    admin.presses(data_of(Verb.RETAIL_DOOR, "closed")).sees("零售关着")
    with world.session() as session:
        changes = session.exec(select(Event).where(Event.subject == "setting:retail").order_by(Event.id)).all()  # type: ignore[arg-type]
    assert [(each.facts["before"], each.facts["after"]) for each in changes] == [("closed", "open"), ("open", "closed")]


def test_the_list_is_in_pages_the_newest_first(world: World) -> None:
    open_door(world)
    for at in range(10):
        world.clock.pass_(minutes=1)
        come_in(world, f"s{at}", "顾客" + "一二三四五六七八九十"[at], f"138000000{at:02d}")
    admin = (
        world.admin.types("零售顾客").taps("🔍 顾客名单").sees("零售顾客 10 位", "顾客十 · 13800000009", "第 1 / 2 页")
    )
    admin.does_not_see("顾客一 ").taps("▶️").sees("顾客一 · 13800000000")
    admin.taps("顾客一").sees("13800000000", "没有核实", "顾客一 #0001")


def test_one_is_made_a_dealer_and_keeps_orders_and_cart(world: World) -> None:
    open_door(world)
    give(world, "A级价", [Said("KL500", "2.1")], group="A级")
    guest = come_in(world, "new")
    guest.types("可乐500 2箱").sees("¥151.20")
    admin = (
        world.admin.types("零售")
        .taps("🔍")
        .taps("张三")
        .taps("⬆️ 改为经销商")
        .sees("哪个级别", "不再要求先付款", "订单都留着")
    )
    admin.taps("✅ A级").sees("张三 #0001", "现在是经销商")
    account = account_of(world, "new")
    assert account is not None
    assert (account.retail, account.terms) == (False, "")
    world.deliver()
    guest.hears("张三，您现在是我们的经销商客户")
    guest.types("购物车").sees("¥100.80")
    guest.types("菜单").sees("张三 #0001", "叫法")
    admin.presses(data_of(Verb.MAKE_DEALER_NOW, account.id, 0)).does_not_see("现在是经销商")
    admin.types("零售").does_not_see("顾客名单")
    assert world.notices(NoticeKind.MADE_DEALER) == 1


def test_a_dealer_is_never_made_one_again_nor_moved_by_an_old_button(world: World) -> None:
    put_in_group(world, "A级", "李记便利店")
    with world.session() as session:
        account = session.exec(select(Account).where(Account.name == "李记便利店")).one()
    for verb in (Verb.RETAIL_CUSTOMER, Verb.MAKE_DEALER):
        world.admin.presses(data_of(verb, account.id)).does_not_see("李记")
    world.admin.presses(data_of(Verb.MAKE_DEALER_NOW, account.id, 0)).does_not_see("李记")
    with world.session() as session:
        assert session.get_one(Account, account.id).group_id == account.group_id


def test_a_consumer_pays_and_sees_what_their_group_does(world: World) -> None:

    open_door(world)
    guest = come_in(world, "new")
    show_only(world, "JY1900", "李记便利店")
    show_only(world, "XB330", GROUP)
    limit(world, "KL330", GROUP, maximum=24)
    guest.types("可乐500").sees("¥75.60").does_not_see("¥60.00")
    guest.types("生抽").does_not_see("味满楼")
    guest.types("雪璃 1箱").sees("雪璃柠檬汽水")
    world.dealer.types("雪璃 1箱").does_not_see("雪璃柠檬汽水 330ml")
    guest.types("可乐330 2箱").sees("最多")


@pytest.mark.parametrize("role", [Role.BUYER, Role.SALESPERSON, Role.WAREHOUSE, Role.FINANCE, Role.CUSTOMER])
def test_nobody_else_has_a_way_to_the_door(world: World, role: Role) -> None:
    open_door(world)
    who = {
        Role.BUYER: world.dealer,
        Role.SALESPERSON: world.salesperson,
        Role.WAREHOUSE: world.warehouse,
        Role.FINANCE: world.finance,
        Role.CUSTOMER: world.customer,
    }[role]
    who.types("零售顾客").does_not_see("今天进来")
    who.presses(data_of(Verb.RETAIL_CUSTOMERS)).does_not_see("零售顾客 ")


def numbered(world: World) -> str:
    with world.session() as session:
        return session.exec(select(Order.number)).one()


def test_one_made_a_dealer_is_called_what_their_shop_is_called(world: World) -> None:
    open_door(world)
    guest = come_in(world, "new")
    admin = world.admin.types("零售").taps("🔍").taps("张三").taps("⬆️").taps("✅ 不分级别")
    admin.sees("张三 #0001", "店叫什么名字").types("李记便利店").sees("已经有一个客户叫“李记便利店”")
    admin.types("张记杂货").sees("以后就叫“张记杂货”").taps("✏️ 再改").sees("“张记杂货”改叫什么")
    admin.types("张记便利店").sees("以后就叫“张记便利店”")
    guest.types("菜单").sees("张记便利店").does_not_see("#0001")
    world.salesperson.types("张记便利店欠多少").sees("张记便利店")
    with world.session() as session:
        said = session.exec(select(Event).where(Event.kind == "account.named").order_by(Event.id)).all()  # type: ignore[arg-type]
        assert [(each.facts["before"], each.facts["after"]) for each in said] == [
            ("张三 #0001", "张记杂货"),
            ("张记杂货", "张记便利店"),
        ]
        assert check_all(session) == []


def test_the_name_is_asked_once_and_may_stay(world: World) -> None:
    open_door(world)
    come_in(world, "new")
    admin = world.admin.types("零售").taps("🔍").taps("张三").taps("⬆️").taps("✅ 不分级别").taps("⬅️")
    admin.types("可乐500").sees("峰泡可乐")
    account = account_of(world, "new")
    assert account is not None
    assert account.name == "张三 #0001"


def test_no_other_account_is_renamed_by_an_old_button(world: World) -> None:
    open_door(world)
    come_in(world, "new")
    consumer = account_of(world, "new")
    with world.session() as session:
        dealer = session.exec(select(Account).where(Account.name == "李记便利店")).one()
    assert consumer is not None
    for account in (consumer, dealer):
        world.admin.presses(data_of(Verb.RENAME_DEALER, account.id)).does_not_see("叫什么")


def test_an_order_of_theirs_bears_their_account_for_staff(world: World) -> None:
    open_door(world)
    guest = come_in(world, "new")
    guest.types("可乐500 2箱").taps("🛒").taps("✅").taps("✏️ 改地址").types("翠竹弄9号").taps("✅ 提交")
    guest.does_not_see("业务员")
    world.deliver()
    with world.session() as session:
        assert session.exec(select(Order)).one().address == "翠竹弄9号"
    number = numbered(world)
    world.salesperson.types(number).sees("张三 #0001", "翠竹弄9号")
