"""Delivery days and cut-offs: the day that is named at the summary, kept with the order, and shown."""

from datetime import date

import pytest
from sqlmodel import select

from domain import settings
from domain.checks import check_all
from domain.people import delivery_changes
from domain.refusals import NotAllowed, NotFound
from domain.rules.delivery_days import read_delivery_days
from domain.tables.orders import Order
from domain.tables.people import Account
from tests.carts import put
from tests.orders import approve, receive, ship
from tests.world import World

DAYS = "周二、周五 17:00"


def set_(world: World, written: str = DAYS) -> None:
    """The days of the shop. It is Monday, ten in the morning."""
    with world.database.transaction() as session:
        settings.change(world.actor(session), "delivery_days", written)


def in_area(world: World, area: str, account: str = "李记便利店") -> None:
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == account)).one().area = area


def order_of(world: World) -> Order:
    with world.session() as session:
        return session.exec(select(Order)).one()


def test_without_delivery_days_nothing_is_said(world: World) -> None:
    put(world, KL500=48)
    world.dealer.types("结算").does_not_see("预计", "截单").taps("✅").sees("下单成功").does_not_see("预计")
    assert order_of(world).expected_on is None


def test_the_expected_day_is_seen_before_ordering_and_until_the_goods_are_there(world: World) -> None:
    set_(world)
    put(world, KL500=48)
    world.dealer.types("结算").sees("🚚 预计 明天 周二 11月24日 送到（今天 17:00 截单）")
    world.dealer.taps("✅").sees("下单成功", "🚚 预计 明天 周二 11月24日 送到")
    order = order_of(world)
    assert order.expected_on == date(2026, 11, 24)
    approve(world, order)
    world.dealer.types("我的货到哪了").sees("🚚 预计 明天 周二 11月24日 送到").taps("📦").sees("预计 明天 周二")
    world.warehouse.types("待备货").taps("📦").taps("📦").sees("🚚 预计 明天 周二 11月24日 送到")
    receive(world, ship(world, order))
    world.dealer.types("订单 1").does_not_see("预计")
    with world.session() as session:
        assert check_all(session) == []


def test_after_the_cut_off_the_next_day_is_offered_and_said(world: World) -> None:
    set_(world)
    put(world, KL500=48)
    world.clock.pass_(hours=6, minutes=59)
    world.dealer.types("结算").sees("预计 明天 周二 11月24日")
    world.clock.pass_(minutes=1)
    world.dealer.types("结算").sees("🚚 明天 周二 11月24日的货今天 17:00 已截单，预计 周五 11月27日 送到")
    world.dealer.taps("✅").sees("预计 周五 11月27日 送到")
    assert order_of(world).expected_on == date(2026, 11, 27)


def test_a_day_without_a_delivery_leads_to_the_next_one(world: World) -> None:
    set_(world)
    put(world, KL500=48)
    world.dealer.types("结算").types("后天上午").sees("后天 周三 11月25日", "上午")
    world.dealer.sees("🚚 后天 周三 11月25日 不送货或来不及了，预计 周五 11月27日 送到（11月26日 17:00 截单）")
    world.dealer.types("周五下午").sees("🚚 预计 周五 11月27日 送到（11月26日 17:00 截单）")


def test_a_part_of_the_day_reaches_the_warehouse(world: World) -> None:
    put(world, KL500=48)
    world.dealer.types("结算").types("后天上午").sees("后天 周三 11月25日", "备注：上午").taps("✅")
    order = order_of(world)
    assert (order.wanted_on, order.note) == (date(2026, 11, 25), "上午")
    approve(world, order)
    world.warehouse.types("待备货").taps("📦").taps("📦").sees("11月25日", "上午")


def test_tomorrow_afternoon_is_understood(world: World) -> None:
    world.english_dealer.types("cola 500 2 cases").types("checkout").types("tomorrow afternoon")
    world.english_dealer.sees("24 Nov", "afternoon").taps("✅")
    assert (order_of(world).wanted_on, order_of(world).note) == (date(2026, 11, 24), "afternoon")


def test_the_account_wins_over_its_area_and_the_area_over_the_shop(world: World) -> None:
    in_area(world, "城东")
    put(world, KL500=48)
    world.admin.types("送货日 周二 17:00").sees("全部客户：周二送货，前一天 17:00 截单", "没有单独定")
    world.dealer.types("结算").sees("预计 明天 周二 11月24日")
    world.admin.types("送货日 城东 周三 17:00").sees("城东：周三送货")
    world.dealer.types("结算").sees("预计 后天 周三 11月25日")
    world.admin.types("李记便利店 送货日 每天 当天 12:00").sees("李记便利店：每天送货，当天 12:00 截单")
    world.dealer.types("结算").sees("预计 今天 周一 11月23日 送到（今天 12:00 截单）")
    world.admin.types("送货日 李记便利店 取消").sees("不单独定", "原来：每天送货，当天 12:00 截单")
    world.dealer.types("结算").sees("预计 后天 周三")
    with world.session() as session:
        assert check_all(session) == []


def test_a_salesperson_sets_the_days_of_their_own_accounts_only(world: World) -> None:
    world.salesperson.types("送货日 李记便利店 周四 17:00").sees("李记便利店：周四送货，前一天 17:00 截单")
    world.other_salesperson.types("送货日 李记便利店 周五 17:00").sees("没找到")
    world.salesperson.types("送货日 周五 17:00").does_not_see("全部客户：周五")
    with world.database.transaction() as session:
        theirs = session.exec(select(Account).where(Account.name == "李记便利店")).one()
        assert theirs.delivery_days == "4 17:00 1"
        plan = read_delivery_days(DAYS)
        with pytest.raises(NotFound):
            delivery_changes.of_account(world.actor(session, "小赵"), theirs.id, plan)
        with pytest.raises(NotAllowed):
            delivery_changes.of_shop(world.actor(session, "小王"), plan)
        with pytest.raises(NotAllowed):
            delivery_changes.of_area(world.actor(session, "小王"), "城东", plan)
        for name in ("老李", "老周", "小孙"):
            with pytest.raises(NotAllowed):
                delivery_changes.of_account(world.actor(session, name), theirs.id, plan)


def test_a_holiday_and_a_day_besides(world: World) -> None:
    in_area(world, "城东")
    set_(world)
    put(world, KL500=48)
    world.admin.types("11月24日不送货").sees("不送货（全部客户）")
    world.dealer.types("结算").sees("预计 周五 11月27日")
    world.admin.types("城东11月24日照常送货").sees("照常送货（城东）")
    world.dealer.types("结算").sees("预计 明天 周二 11月24日")
    world.admin.types("11月24日到11月30日不送货").sees("11月24日", "11月30日")
    world.english_dealer.types("cola 500 2 cases").types("checkout").sees("Expected Tue 1 Dec")


def test_the_dealer_asks_which_days(world: World) -> None:
    world.dealer.types("你们哪几天送货").sees("还没有固定的送货日")
    set_(world)
    world.dealer.types("你们哪几天送货").sees("周二、周五送货，前一天 17:00 截单", "预计 明天 周二")
    world.english_dealer.types("which days do you deliver").sees("Delivery Tue, Fri, cut-off 17:00 on the day before")


def test_what_is_no_day_is_explained(world: World) -> None:
    world.admin.types("送货日 李记便利店 周八").sees("这样写")
    world.admin.types("送货日 没这家店 周二 17:00").sees("没找到叫“没这家店”的客户或片区")


def test_other_days_of_the_supplier_are_in_its_zone(world: World) -> None:
    set_(world)
    put(world, KL500=48)
    world.clock.pass_(hours=14, minutes=30)  # half past midnight of Tuesday in Shanghai, Monday afternoon in London
    world.dealer.types("结算").sees("预计 周五 11月27日").does_not_see("已截单")
