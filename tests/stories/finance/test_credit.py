"""Credit: shown before the yes, and asked for at every door an order goes through."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from domain.checks import check_all
from domain.finance import corrections
from domain.orders import credit_release
from domain.refusals import CreditHeld, CreditStopped
from domain.rules.finance.credit import OnLimit
from domain.rules.order_life import OrderStatus
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.notices import NoticeKind
from domain.tables.orders import OrderLine
from domain.tables.people import Account
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.orders import approve, change, current, parcels_of, pick, place, ship
from tests.world import World

HOUSE = "李记便利店"


def allow(world: World, limit: int | None, on_limit: OnLimit, terms: str = "") -> int:
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == HOUSE)).one()
        account.credit_limit = None if limit is None else Decimal(limit)
        account.on_limit, account.terms = on_limit, terms
        return account.id


def owe(world: World, amount: int) -> None:
    with world.database.transaction() as session:
        account_id = session.exec(select(Account.id).where(Account.name == HOUSE)).one()
        corrections.correct(world.actor(session, "小孙"), account_id, Decimal(amount), "旧账")


def arrives(world: World, code: str, much: int) -> None:
    sku = world.sku(code)
    with world.database.transaction() as session:
        stock.receive(world.actor(session, "老周"), home(session), sku.id, Decimal(much))


def is_whole(world: World) -> None:
    with world.session() as session:
        assert check_all(session) == []


def test_the_dealer_sees_what_is_left_before_the_yes(world: World) -> None:
    allow(world, 100, OnLimit.HOLD)
    world.dealer.types("我的额度").sees("额度 ¥100.00，还能订 ¥100.00")
    world.dealer.types("可乐500 2箱").taps("🛒").taps("✅ 去结算").sees("额度还剩 ¥100.00，这单 ¥120.00：要财务同意")
    world.dealer.taps("✅").sees("下单成功")
    world.dealer.types("我的额度").sees("已超 ¥20.00", "待审核 ¥120.00")


def test_staff_ask_for_the_credit_of_an_account_by_its_name(world: World) -> None:
    allow(world, 100, OnLimit.HOLD)
    for said in ("李记便利店额度", "李记便利店的额度还有多少", f"credit of {HOUSE}"):
        world.salesperson.types("菜单").types(said).sees("李记便利店 的额度", "额度 ¥100.00，还能订 ¥100.00")
    world.other_salesperson.types("李记便利店额度").does_not_see("¥100.00")


def test_an_order_beyond_the_limit_needs_finance_and_goes_on_then(world: World) -> None:
    allow(world, 20, OnLimit.HOLD)
    order = place(world, {"KL500": 10})
    world.deliver()
    world.finance.hears(order.number, "额度 ¥20.00", "超额度")
    approve(world, order)
    assert current(world, order).status is OrderStatus.SUBMITTED
    approve(world, order, "小孙")
    assert current(world, order).status is OrderStatus.APPROVED
    ship(world, order)
    is_whole(world)


def test_with_stop_nothing_beyond_the_limit_is_placed_also_not_on_behalf(world: World) -> None:
    allow(world, 20, OnLimit.STOP)
    for who, serving in (("老李", ""), ("小王", HOUSE)):
        with pytest.raises(CreditStopped):
            place(world, {"KL500": 10}, who, serving=serving)
    place(world, {"KL500": 8})
    with pytest.raises(CreditStopped):
        place(world, {"QS550": 1})
    world.dealer.types("矿泉水 1箱").taps("🛒").taps("✅ 去结算").sees("下不了，请先付款")


def test_making_an_order_larger_is_a_door_and_smaller_is_none(world: World) -> None:
    allow(world, 26, OnLimit.STOP)
    order = place(world, {"KL500": 10})
    with pytest.raises(CreditStopped):
        change(world, order, "KL500", 11)
    owe(world, 100)
    change(world, order, "KL500", 9)
    allow(world, 30, OnLimit.HOLD)
    change(world, order, "KL500", 12)
    assert {kind.value for kind in current(world, order).asked} == {"sales", "finance"}


def test_what_was_booked_since_is_asked_about_when_it_is_approved(world: World) -> None:
    allow(world, 30, OnLimit.HOLD)
    order = place(world, {"KL500": 10})
    owe(world, 20)
    world.salesperson.presses(data_of(Verb.APPROVE, order.id, 1)).sees("财务")
    assert current(world, order).status is OrderStatus.SUBMITTED
    world.deliver()
    world.finance.hears(order.number, "超额度")
    approve(world, order, "小孙")
    assert current(world, order).status is OrderStatus.APPROVED
    is_whole(world)


def test_nothing_leaves_beyond_the_limit_before_finance_releases_it(world: World) -> None:
    allow(world, 30, OnLimit.HOLD)
    order = place(world, {"KL500": 10})
    approve(world, order)
    owe(world, 20)
    parcel = pick(world, order)
    with pytest.raises(CreditHeld):
        ship(world, order)
    world.warehouse.presses(data_of(Verb.NO_NUMBER, parcel.id, 1, "sf")).sees("要财务放行").taps("🔔 请财务放行").sees(
        "告诉财务"
    )
    world.deliver()
    world.finance.hears("等您放行", order.number, "额度 ¥30.00，已超 ¥15.00")
    world.finance.taps("✅ 放行").sees("放行了")
    world.deliver()
    world.warehouse.hears("小孙 放行了", order.number)
    ship(world, order)
    is_whole(world)


def test_goods_that_arrive_are_not_given_out_beyond_the_limit(world: World) -> None:
    account_id = allow(world, 100, OnLimit.STOP)
    order = place(world, {"ZJ10": 8})
    approve(world, order)
    arrives(world, "ZJ10", 8)
    assert _waits_for(world, order.id) == 8
    assert world.notices(NoticeKind.CREDIT_ASKED) == 1
    with world.database.transaction() as session:
        credit_release.raise_limit(world.actor(session, "小孙"), account_id, Decimal(50), date(2026, 12, 31))
    assert _waits_for(world, order.id) == 0
    is_whole(world)


def test_finance_gives_more_for_a_while_and_it_ends_by_itself(world: World) -> None:
    allow(world, 20, OnLimit.STOP)
    world.finance.types("李记便利店欠多少").taps("💳 额度").taps("➕ 临时额度").sees("加多少")
    world.finance.types("50 12月5日").sees("临时额度 ¥50.00，到 12月5日").taps("✅ 加上").sees("额度 ¥70.00")
    place(world, {"KL500": 20})
    world.clock.pass_(days=30)
    world.dealer.types("我的额度").sees("额度 ¥20.00，已超 ¥30.00")
    is_whole(world)


def test_who_is_late_is_held_also_within_the_limit(world: World) -> None:
    allow(world, None, OnLimit.HOLD)
    owe(world, 20)
    place(world, {"KL500": 1})
    world.clock.pass_(days=10)
    order = place(world, {"KL500": 2})
    assert {kind.value for kind in current(world, order).asked} == {"sales", "finance"}
    world.deliver()
    world.finance.hears(order.number, "有逾期")


def test_buyer_and_salesperson_hear_when_most_is_used(world: World) -> None:
    allow(world, 30, OnLimit.WARN)
    place(world, {"KL500": 9})
    assert world.notices(NoticeKind.CREDIT_NEAR) == 0
    place(world, {"KL500": 1}, "小王", serving=HOUSE)
    world.deliver()
    world.dealer.hears("用了八成以上", "还能订 ¥5.00")


def test_somebody_elses_credit_is_not_shown(world: World) -> None:
    account_id = allow(world, 30, OnLimit.HOLD)
    for phone in (world.english_dealer, world.warehouse, world.other_salesperson, world.customer):
        phone.presses(data_of(Verb.CREDIT, account_id)).does_not_see("¥30.00")
        phone.presses(data_of(Verb.RAISE_LIMIT_NOW, account_id, 500, "2026-12-31")).does_not_see("¥30.00", "¥530.00")
    assert not parcels_of(world, place(world, {"KL500": 1}))


def _waits_for(world: World, order_id: int) -> Decimal:
    with world.session() as session:
        return session.exec(select(OrderLine).where(OrderLine.order_id == order_id)).one().back_ordered
