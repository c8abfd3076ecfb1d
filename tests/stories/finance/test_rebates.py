"""Rebates: finance grants one, orders use a part of it, and what they do not need can be used again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from domain.actor import Actor
from domain.carts import carts
from domain.checks import check_all
from domain.finance import balances, prepaid, rebates
from domain.finance.credit import credit_of
from domain.orders import placing, status_changes
from domain.orders.placing import PlacedOrder
from domain.people import on_behalf
from domain.refusals import BadDate, NotAllowed, NotFound, PriceMoved
from domain.rules.finance.credit import OnLimit
from domain.rules.finance.ledger import LedgerKind
from domain.tables.catalogue import Sku
from domain.tables.ledger import LedgerEntry
from domain.tables.orders import Order
from domain.tables.people import Account
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from storage.perform import perform
from tests.business import set_up
from tests.orders import approve, change, current, receive, reject, ship
from tests.swaps import count
from tests.together import at_once
from tests.world import World

HOUSE = "李记便利店"
D = Decimal


def house(world: World) -> int:
    with world.session() as session:
        return session.exec(select(Account.id).where(Account.name == HOUSE)).one()


def grant(world: World, amount: int | Decimal, reason: str = "三季度", last_day: date | None = None) -> int:
    account_id = house(world)
    with world.database.transaction() as session:
        return rebates.grant(world.actor(session, "小孙"), account_id, D(amount), reason, last_day).id


def left(world: World) -> Decimal:
    account_id = house(world)
    with world.session() as session:
        assert check_all(session) == []
        return rebates.left(world.actor(session), account_id)


def ordered(actor: Actor, code: str, amount: int, rebate: Decimal) -> PlacedOrder:
    sku = actor.session.exec(select(Sku).where(Sku.code == code)).one()
    cart = carts.add(actor, [carts.CartWish(sku_id=sku.id, quantity=D(amount))])
    return submit(actor, cart.cart.id, cart.cart.revision, cart.total, rebate)


def submit(actor: Actor, cart_id: int, revision: int, total: Decimal, rebate: Decimal) -> PlacedOrder:
    return placing.submit(actor, cart_id=cart_id, revision=revision, total_seen=total, again=True, rebate_seen=rebate)


def place(world: World, rebate: str, code: str = "KL500", amount: int = 40) -> Order:
    """40 bottles are ¥100."""
    with world.database.transaction() as session:
        return ordered(world.actor(session, "老李"), code, amount, D(rebate)).order


def entries(world: World) -> list[tuple[str, Decimal]]:
    with world.session() as session:
        found = session.exec(select(LedgerEntry).order_by(col(LedgerEntry.id))).all()
        return [(each.kind.value, each.amount) for each in found]


def owed(world: World) -> Decimal:
    account_id = house(world)
    with world.session() as session:
        return balances.standing(world.actor(session), account_id).aged.balance


def test_finance_grants_one_in_words_and_the_dealer_hears(world: World) -> None:
    world.finance.types("返利 李记 500 三季度 到12月31日").sees("给 李记便利店 加返利 ¥500.00：三季度", "12月31日")
    assert left(world) == 0
    world.finance.taps("✅ 加上").sees("返利加好了", "可用 ¥500.00", "三季度", "12月31日", "最多抵 30%")
    world.finance.types("菜单").types("返利").sees("哪个客户的返利")
    world.salesperson.types("返利 李记便利店 50 试试").sees("可用 ¥500.00").does_not_see("加上")
    world.deliver()
    world.dealer.hears("有了返利 ¥500.00", "三季度", "12月31日")
    world.dealer.types("我的返利").sees("可用 ¥500.00", "三季度").does_not_see("收回", "加返利")
    world.dealer.types("欠多少").sees("没有欠款", "返利可用 ¥500.00")
    assert left(world) == 500


def test_finance_grants_one_by_taps_too_and_takes_back_what_is_left(world: World) -> None:
    world.finance.types("李记便利店欠多少").taps("💰 返利").sees("没有可用的返利").taps("➕ 加返利").sees("加多少返利")
    world.finance.types("500").sees("还差原因").types("500 陈列").sees("不过期").taps("✅ 加上").sees("可用 ¥500.00")
    world.finance.taps("❌ 收回 ¥500.00").sees("收回 李记便利店 剩下的返利 ¥500.00").taps("✅ 收回").sees("收回了")
    assert left(world) == 0


def test_an_amount_that_ends_in_a_nought_is_granted_too(world: World) -> None:
    world.finance.types("返利 李记 88.40 三季度").taps("✅ 加上").sees("可用 ¥88.40")
    assert left(world) == D("88.40")


def test_in_english(world: World) -> None:
    world.english_dealer.types("my rebate").sees("Harbour Mart has no rebate to use")
    with world.session() as session:
        account_id = session.exec(select(Account.id).where(Account.name == "Harbour Mart")).one()
    with world.database.transaction() as session:
        rebates.grant(world.actor(session, "小孙"), account_id, D(50), "Q3")
    world.english_dealer.types("cola 500 2 cases").taps("🛒").taps("✅ Check out").sees(
        "of rebate to use", "pays for this order", "to pay"
    )


def test_the_dealer_sees_what_it_pays_and_keeps_it_with_one_tap(world: World) -> None:
    grant(world, 500)
    world.dealer.types("可乐500 2箱").taps("🛒").taps("✅ 去结算").sees(
        "¥120.00", "返利可用 ¥500.00，这单抵 ¥36.00", "应付 ¥84.00"
    )
    world.dealer.taps("💰 这单不用返利").sees("返利可用 ¥500.00，这单不用").does_not_see("应付")
    world.dealer.taps("💰 这单用返利").sees("这单抵 ¥36.00").taps("✅").sees("下单成功", "返利抵 ¥36.00，应付 ¥84.00")
    world.dealer.types("我的返利").sees("可用 ¥464.00", "（共 ¥500.00）")
    with world.session() as session:
        number = session.exec(select(Order.number)).one()
    world.dealer.types(number).sees("返利抵 ¥36.00，应付 ¥84.00")
    world.deliver()
    world.salesperson.hears(number, "返利抵 ¥36.00，应付 ¥84.00")
    assert left(world) == 464


def test_kept_it_is_not_used(world: World) -> None:
    grant(world, 500)
    world.dealer.types("可乐500 2箱").taps("🛒").taps("✅ 去结算").taps("💰 这单不用返利").taps("✅").sees("下单成功")
    assert left(world) == 500


def test_switched_off_or_lapsed_it_pays_nothing(world: World) -> None:
    with world.session() as session:
        today = world.actor(session).today
    grant(world, 100, last_day=today)
    world.dealer.types("可乐500 2箱").taps("🛒").taps("✅ 去结算").sees("这单抵 ¥36.00")
    set_up(world, rebate_share="0")
    world.dealer.types("购物车").taps("✅ 去结算").does_not_see("返利")
    set_up(world, rebate_share="30")
    world.clock.pass_(days=1)
    world.dealer.types("购物车").taps("✅ 去结算").does_not_see("返利")
    with pytest.raises(BadDate):
        grant(world, 10, last_day=today)


def test_what_was_shown_is_used_or_a_new_yes_is_asked(world: World) -> None:
    grant(world, 40)
    world.dealer.types("可乐500 2箱").taps("🛒").taps("✅ 去结算").sees("这单抵 ¥36.00")
    account_id = house(world)
    with world.database.transaction() as session:
        actor = world.actor(session, "小王")
        on_behalf.order_for(actor, account_id)
        ordered(actor, "KL500", 8, D(6))
    world.dealer.taps("✅").sees("这单抵 ¥34.00", "应付")
    world.dealer.taps("✅").sees("返利抵 ¥34.00")
    assert left(world) == 0


def test_what_lapses_first_is_used_first(world: World) -> None:
    with world.session() as session:
        today = world.actor(session).today
    grant(world, 20, "不过期")
    grant(world, 20, "月底", last_day=today + timedelta(days=3))
    place(world, "30.00")
    world.dealer.types("我的返利").sees("¥10.00（共 ¥20.00） 不过期").does_not_see("月底")


@pytest.mark.parametrize("how", ["cancel", "reject", "expire", "withdraw"])
def test_an_order_that_comes_to_nothing_gives_it_back(world: World, how: str) -> None:
    grant(world, 500)
    order = place(world, "30.00")
    assert left(world) == 470
    if how == "reject":
        reject(world, order)
    elif how == "expire":
        world.clock.pass_(days=30)
        with world.database.transaction() as session:
            assert status_changes.expire(world.actor(session), order.id)
    else:
        with world.database.transaction() as session:
            if how == "cancel":
                status_changes.cancel(world.actor(session, "老李"), order.id, "不要了")
            else:
                status_changes.withdraw(world.actor(session, "老李"), order.id, 1)
    assert left(world) == 500
    world.dealer.types(order.number).does_not_see("返利抵")


def test_less_of_the_order_gives_its_part_back_and_more_takes_no_more(world: World) -> None:
    grant(world, 500)
    order = place(world, "30.00")
    change(world, order, "KL500", 20)
    assert [current(world, order).rebate, left(world)] == [15, 485]
    change(world, order, "KL500", 40)
    assert [current(world, order).rebate, left(world)] == [15, 485]


def test_what_is_not_there_and_given_up_gives_its_part_back(world: World) -> None:
    grant(world, 10)
    count(world, "ZJ10", 2)
    order = place(world, "10.00", "ZJ10", 8)
    approve(world, order)
    with world.database.transaction() as session:
        status_changes.close_short(world.actor(session, "小王"), order.id, 1, "没货")
    assert current(world, order).rebate == D("2.50")
    assert left(world) == D("7.50")


def test_parcels_and_the_ledger_share_it_out_to_the_cent(world: World) -> None:
    grant(world, D("20.01"))
    order = place(world, "20.01", amount=30)
    approve(world, order)
    for much in (7, 11, 12):
        receive(world, ship(world, order, {"KL500": much}))
    posted = [amount for kind, amount in entries(world) if kind == LedgerKind.REBATE]
    assert len(posted) == 3
    assert sum(posted) == D("-20.01")
    assert owed(world) == current(world, order).payable
    assert left(world) == 0
    world.dealer.types("对账单").sees("返利 ¥20.01")


def test_returned_goods_bring_back_money_for_money_and_rebate_for_rebate(world: World) -> None:
    grant(world, 500)
    order = place(world, "30.00")
    approve(world, order)
    receive(world, ship(world, order))
    world.deliver()
    world.dealer.types("少了4瓶可乐").taps("💰 退款").taps("✅ 交给业务员")
    world.deliver()
    world.salesperson.taps("✅ 同意").sees("处理好了")
    assert owed(world) == 63  # 70 less 10, of which a rebate had paid 3
    assert left(world) == 473
    assert entries(world)[-2:] == [("credit", D(-10)), ("rebate", D(3))]


def test_exposure_and_what_is_paid_first_are_without_it(world: World) -> None:
    grant(world, 500)
    account_id = house(world)
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == HOUSE)).one()
        account.credit_limit, account.on_limit = D(70), OnLimit.STOP
    order = place(world, "30.00")
    with world.session() as session:
        assert credit_of(world.actor(session), account_id).free == 0
        assert prepaid.missing(world.actor(session), order) == 70
    approve(world, order)
    ship(world, order, {"KL500": 13})
    with world.session() as session:
        assert credit_of(world.actor(session), account_id).free == 0
    assert left(world) == 470


def test_two_orders_at_once_never_use_the_same(world: World) -> None:
    grant(world, 40)
    ready = {who: filled(world, who) for who in ("老李", "小王")}
    placed: list[bool] = []

    def submits(who: str) -> None:
        cart_id, revision = ready[who]

        def act(session: Session) -> None:
            submit(world.actor(session, who), cart_id, revision, D(100), D(30))

        try:
            perform(world.database, act)
        except PriceMoved:
            placed.append(False)
        else:
            placed.append(True)

    at_once(lambda: submits("老李"), lambda: submits("小王"))
    assert sorted(placed) == [False, True]
    assert left(world) == 10


def filled(world: World, who: str) -> tuple[int, int]:
    """A cart of ¥100 for the house, of its buyer or of its salesperson."""
    account_id = house(world)
    with world.database.transaction() as session:
        actor = world.actor(session, who)
        if who == "小王":
            on_behalf.order_for(actor, account_id)
        sku = session.exec(select(Sku).where(Sku.code == "KL500")).one()
        cart = carts.add(actor, [carts.CartWish(sku_id=sku.id, quantity=D(40))]).cart
        return cart.id, cart.revision


def test_nobody_else_grants_or_sees_one(world: World) -> None:
    rebate_id, account_id = grant(world, 500), house(world)
    for phone in (world.english_dealer, world.warehouse, world.other_salesperson, world.customer):
        phone.presses(data_of(Verb.REBATES, account_id)).does_not_see("¥500.00")
    for who in ("老李", "小王", "老周"):
        with pytest.raises(NotAllowed), world.database.transaction() as session:
            rebates.grant(world.actor(session, who), account_id, D(5), "x")
        with pytest.raises(NotAllowed), world.database.transaction() as session:
            rebates.end(world.actor(session, who), rebate_id)
    with pytest.raises(NotFound), world.database.transaction() as session:
        rebates.end(world.actor(session, "小孙"), 7)
    assert left(world) == 500
