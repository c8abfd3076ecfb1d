"""An admin makes an account in one line, and changes what it is by its page or in words."""

from datetime import timedelta

import pytest
from sqlmodel import select

from domain.checks import check_all
from domain.tables.orders import Event
from domain.tables.people import Account
from domain.tables.prices import AccountGroup, PriceList
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.world import World


def account(world: World, name: str) -> Account:
    with world.session() as session:
        return session.exec(select(Account).where(Account.name == name)).one()


def test_an_account_in_one_line(world: World) -> None:
    world.admin.types("新客户 兴隆超市 组 VIP 区域 城东 额度 5000 账期 30 业务员 小王")
    world.admin.sees("名称：兴隆超市", "组：VIP（新的组）", "额度：¥5,000.00", "账期：30 天", "业务员：小王")
    make = world.admin.find("✅ 建客户")[1]
    world.admin.taps("✅ 建客户").sees("兴隆超市 建好了", "区域：城东", "业务员：小王")
    world.admin.presses(make.data).sees("名称：兴隆超市").does_not_see("建好了")
    world.salesperson.types("给兴隆超市下单").sees("兴隆超市")
    world.admin.taps("➕ 邀请").sees("邀请好了：采购 · 兴隆超市")
    with world.session() as session:
        made = session.exec(select(Event).where(Event.kind == "account.made").order_by(Event.id)).all()  # type: ignore[arg-type]
        assert made[-1].facts["after"]["group"] == "VIP"
        assert check_all(session) == []


def test_what_cannot_be_is_said_and_nothing_is_made(world: World) -> None:
    world.admin.types("新客户 李记便利店").sees("已经有“李记便利店”了").does_not_see("✅ 建客户")
    world.admin.types("新客户 李记 账期 随便 业务员 小李").sees("账期“随便”没看懂", "没有叫“小李”的业务员", "名字相近")
    world.admin.does_not_see("✅ 建客户").types("新客户").sees("发一行就行")


def test_a_limit_is_changed_and_taken_back(world: World) -> None:
    world.admin.types("客户资料 李记").sees("额度：不限").taps("✏️ 额度").types("很多").sees("不是金额")
    world.admin.types("8000").sees("额度改好了：不限 → ¥8,000.00").taps("↩️").sees("已撤销", "额度：不限")
    world.admin.types("李记便利店 额度 改成 3000").sees("点一下才改").taps("✅").sees("¥3,000.00")
    late = world.admin.find("↩️ 撤销，改回 不限")[1]
    world.clock.at += timedelta(minutes=11)
    world.admin.presses(late.data)
    assert account(world, "李记便利店").credit_limit == 3000


def test_group_terms_and_price_list(world: World) -> None:
    with world.database.transaction() as session:
        session.add(PriceList(name="城东价"))
    world.admin.types("客户资料 李记").taps("✏️ 组").types("金牌").sees("组改好了：无 → 金牌")
    world.admin.taps("✏️ 账期").types("月结:25:10").sees("月结，每月 25 日对账、10 日付")
    world.admin.taps("✏️ 超额时").types("审批").sees("只提醒 → 财务审核")
    world.admin.taps("✏️ 专属价格表").sees("城东价").types("没有的表").sees("没有“没有的表”这张价格表")
    world.admin.types("城东价").sees("专属价格表改好了：无 → 城东价").taps("✏️ 专属价格表").types("无").sees(
        "城东价 → 无"
    )
    changed = account(world, "李记便利店")
    with world.session() as session:
        assert session.get_one(AccountGroup, changed.group_id).name == "金牌"
        assert check_all(session) == []
    assert (changed.terms, changed.on_limit) == ("月结:25:10", "hold")


def test_two_accounts_never_have_one_name_and_nothing_is_overwritten(world: World) -> None:
    world.admin.types("客户资料 李记").taps("✏️ 名称").types("harbour mart").sees("已经有“harbour mart”了")
    world.admin.types("客户资料 李记").taps("✏️ 区域")
    account_id = account(world, "李记便利店").id
    with world.database.transaction() as session:
        session.get_one(Account, account_id).area = "城西"
    world.admin.types("城东").sees("刚才有人改过这个客户", "区域：城西")


def test_in_english(world: World) -> None:
    world.admin.types("language").taps("English")
    world.admin.types("new account Corner Shop group Gold limit 500 terms prepaid salesperson 小王")
    world.admin.sees("Group: Gold (a new group)", "paid before delivery").taps("✅ Add the account").sees("is added")
    world.admin.types("Corner Shop terms to 15").taps("✅ Change it").sees("paid before delivery → 15 days")
    world.admin.types("account details corner").sees("Terms: 15 days")


@pytest.mark.parametrize("who", ["dealer", "salesperson", "warehouse", "finance", "customer"])
def test_nobody_else_makes_or_changes_accounts(world: World, who: str) -> None:
    phone, account_id = getattr(world, who), account(world, "李记便利店").id
    phone.types("新客户 兴隆超市 组 VIP").does_not_see("✅ 建客户")
    phone.presses(data_of(Verb.ACCOUNT_PART, account_id, "area")).types("城东")
    assert account(world, "李记便利店").area == ""
