"""现结: an order is paid before it is packed, by what was paid ahead or by finance, beside the other approvals."""

from decimal import Decimal

import pytest
from sqlmodel import select

from domain import scheduled, settings
from domain.checks import check_all
from domain.finance import corrections
from domain.finance.credit import credit_of
from domain.orders import paid_orders
from domain.refusals import NotPaid, OthersMustAgree
from domain.rules.approvals import ApprovalKind
from domain.rules.finance.credit import OnLimit
from domain.rules.order_life import OrderStatus
from domain.tables.ledger import LedgerEntry
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Account
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.orders import approve, change, current, pick, place, reject, ship
from tests.world import World

HOUSE = "李记便利店"


def terms(world: World, written: str = "现结", limit: int | None = None, on_limit: OnLimit = OnLimit.WARN) -> int:
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == HOUSE)).one()
        account.terms, account.on_limit = written, on_limit
        account.credit_limit = None if limit is None else Decimal(limit)
        return account.id


def pays(world: World, amount: int, who: str = "小孙") -> LedgerEntry:
    with world.database.transaction() as session:
        account_id = session.exec(select(Account.id).where(Account.name == HOUSE)).one()
        return paid_orders.record(world.actor(session, who), account_id, Decimal(amount), "转账")


def takes_back(world: World, entry: LedgerEntry) -> None:
    with world.database.transaction() as session:
        paid_orders.take_back(world.actor(session, "小孙"), entry.id, "退票")


def runs(world: World) -> None:
    """The jobs that concern orders which wait for money."""
    for job in (scheduled.remind_unpaid, scheduled.give_paid, scheduled.expire_due, scheduled.remind_due):
        with world.database.transaction() as session:
            job(world.actor(session))
    world.deliver()


def is_whole(world: World) -> None:
    with world.session() as session:
        assert check_all(session) == []


def is_unpaid(world: World, order: Order) -> bool:
    return current(world, order).is_unpaid


def test_the_dealer_is_told_what_to_pay_and_how(world: World) -> None:
    terms(world)
    world.dealer.types("可乐500 2箱").taps("🛒").taps("✅ 去结算").sees("现结：要先付 ¥120.00，款到了备货")
    world.dealer.taps("✅").sees(
        "下单成功", "请先付 ¥120.00，款到了马上备货（货留到 11月24日", "发回单照片", "💰 我付了 ¥120.00"
    )
    world.dealer.types("我的货到哪了").sees("待付款", "请先付 ¥120.00")
    world.dealer.types("我的订单").sees("待付款")
    world.deliver()
    world.salesperson.hears("新订单", "客户要先付 ¥120.00")
    world.salesperson.taps("✅ 通过").sees("记下了", "客户付了款就通知仓库备货")
    assert not [reply for reply in world.finance.heard if "待付款" in reply.title]
    is_whole(world)


def test_it_goes_on_when_finance_finds_the_money_that_the_dealer_spoke_of(world: World) -> None:
    terms(world)
    order = place(world, {"KL500": 10})
    approve(world, order)
    world.dealer.types(order.number).taps("💰 我付了 ¥25.00").sees("告诉财务您付了 ¥25.00", order.number[5:])
    world.dealer.taps("✅ 告诉财务").sees("已经告诉财务")
    world.dealer.types(order.number).sees("您说付了 ¥25.00，财务在查").does_not_see("我付了")
    world.deliver()
    world.finance.hears(f"{HOUSE} 的 老李 说付了 ¥25.00", order.number[5:])
    world.finance.taps("✅ 到账").sees("¥25.00 记好了")
    assert current(world, order).status is OrderStatus.APPROVED
    world.deliver()
    world.dealer.hears("收到", "¥25.00")
    world.dealer.hears(order.number, "通过")
    world.warehouse.hears(order.number)
    ship(world, order)
    world.dealer.types("欠多少").sees("没有欠款")
    is_whole(world)


def test_finance_books_it_on_the_card_of_the_order(world: World) -> None:
    terms(world)
    order = place(world, {"KL500": 10})
    world.finance.types("待审订单")
    world.finance.types(order.number).sees("待付款", "客户要先付 ¥25.00").taps("✅ 收到 ¥25.00").sees("还要等别人同意")
    world.dealer.types("欠多少").sees("¥25.00")
    approve(world, order)
    assert current(world, order).status is OrderStatus.APPROVED
    world.finance.presses(data_of(Verb.ORDER_PAID, order.id, 1, Decimal(25))).does_not_see("记好了")
    world.dealer.types("欠多少").sees("余款 ¥25.00")
    is_whole(world)


def test_what_is_paid_for_the_order_goes_to_no_older_debt(world: World) -> None:
    account_id = terms(world)
    with world.database.transaction() as session:
        corrections.correct(world.actor(session, "小孙"), account_id, Decimal(500), "旧账")
    order, other = place(world, {"KL500": 10}), place(world, {"KL500": 10})
    world.dealer.types(order.number).taps("💰 我付了 ¥25.00").taps("✅ 告诉财务")
    world.deliver()
    world.finance.taps("✅ 到账")
    assert not is_unpaid(world, order)
    pays(world, 25)
    assert is_unpaid(world, other)
    world.finance.types(other.number).taps("✅ 收到 ¥25.00")
    assert not is_unpaid(world, other)
    approve(world, order)
    approve(world, other)
    ship(world, order)
    is_whole(world)


def test_what_was_paid_ahead_pays_at_once_and_only_once(world: World) -> None:
    terms(world)
    pays(world, 40)
    world.dealer.types("可乐500 10瓶").taps("🛒").taps("✅ 去结算").sees("余款 ¥40.00 够付这单").taps("✅").sees(
        "下单成功"
    )
    world.dealer.does_not_see("请先付", "我付了")
    second = place(world, {"KL500": 10})
    assert is_unpaid(world, second)
    world.dealer.types(second.number).sees("还差 ¥10.00，付齐了马上备货")
    pays(world, 10)
    assert not is_unpaid(world, second)
    is_whole(world)


def test_a_photo_of_the_slip_will_do(world: World) -> None:
    terms(world)
    order = place(world, {"KL500": 10})
    world.dealer.types("付了 25").taps("✅ 告诉财务")
    world.deliver()
    world.finance.types(order.number).sees("客户说付了 ¥25.00，等财务查").taps("💰 客户说付了").sees(
        "老李 说付了 ¥25.00"
    )
    world.finance.taps("✅ 到账")
    assert not is_unpaid(world, order)
    is_whole(world)


def test_it_expires_unpaid_with_a_word_before_and_after(world: World) -> None:
    terms(world)
    before = world.stock("KL500").available
    order = place(world, {"KL500": 10})
    world.clock.pass_(hours=19)
    runs(world)
    world.clock.pass_(hours=4)
    runs(world)
    runs(world)
    assert world.notices(NoticeKind.ORDER_TO_PAY) == 1
    world.dealer.hears(order.number, "还没付款，快到时间了", "请先付 ¥25.00")
    world.clock.pass_(hours=2)
    runs(world)
    assert current(world, order).status is OrderStatus.EXPIRED
    assert world.stock("KL500").available == before
    world.dealer.hears(order.number, "没等到付款，取消了")
    world.salesperson.hears(HOUSE, order.number, "没等到付款")
    pays(world, 25)
    assert current(world, order).status is OrderStatus.EXPIRED
    world.dealer.types("欠多少").sees("余款 ¥25.00")
    is_whole(world)


def test_the_shop_says_how_long_and_who_says_that_they_paid_is_waited_for(world: World) -> None:
    terms(world)
    with world.database.transaction() as session:
        settings.change(world.actor(session), "payment_hours", "2")
    order, other = place(world, {"KL500": 10}), place(world, {"MM5": 1}, "Ann")
    world.dealer.types("付了 25").taps("✅ 告诉财务")
    world.clock.pass_(hours=3)
    runs(world)
    assert current(world, order).status is current(world, other).status is OrderStatus.SUBMITTED
    assert world.notices(NoticeKind.ORDER_TO_PAY) == 0
    world.finance.taps("❌ 没到")
    world.clock.pass_(days=4)
    runs(world)
    assert current(world, order).status is OrderStatus.EXPIRED
    is_whole(world)


def test_more_asks_for_the_rest_and_less_for_nothing(world: World) -> None:
    terms(world)
    order = place(world, {"KL500": 10})
    change(world, order, "KL500", 12)
    world.dealer.types(order.number).sees("请先付 ¥30.00")
    pays(world, 30)
    assert not is_unpaid(world, order)
    change(world, order, "KL500", 20)
    world.dealer.types(order.number).sees("待付款", "还差 ¥20.00")
    change(world, order, "KL500", 12)
    assert not is_unpaid(world, order)
    approve(world, order)
    assert current(world, order).status is OrderStatus.APPROVED
    is_whole(world)


def test_an_order_that_is_made_smaller_may_be_paid_by_that_alone(world: World) -> None:
    terms(world)
    pays(world, 25)
    order = place(world, {"KL500": 12})
    approve(world, order)
    assert is_unpaid(world, order)
    change(world, order, "KL500", 10)
    assert current(world, order).status is OrderStatus.APPROVED
    is_whole(world)


@pytest.mark.parametrize("ends", ["reject", "cancel"])
def test_the_money_of_an_order_that_comes_to_nothing_stays_and_pays_the_next(world: World, ends: str) -> None:
    terms(world)
    pays(world, 25)
    first, second = place(world, {"KL500": 10}), place(world, {"KL500": 9})
    assert not is_unpaid(world, first)
    assert is_unpaid(world, second)
    if ends == "reject":
        reject(world, first)
    else:
        world.dealer.types(first.number).taps("❌ 取消订单").types("不要了")
    runs(world)
    assert not is_unpaid(world, second)
    world.dealer.types("欠多少").sees("余款 ¥25.00")
    is_whole(world)


def test_it_is_never_packed_before_it_is_paid(world: World) -> None:
    terms(world)
    order = place(world, {"KL500": 10})
    entry = pays(world, 25)
    approve(world, order)
    takes_back(world, entry)
    assert current(world, order).status is OrderStatus.APPROVED
    world.deliver()
    world.dealer.hears(order.number, "付款被冲销了，请再付", "请先付 ¥25.00")
    world.warehouse.types("备货").does_not_see(order.number[5:])
    with pytest.raises(NotPaid):
        pick(world, order)
    is_whole(world)
    pays(world, 25)
    ship(world, order)
    is_whole(world)


def test_what_is_packed_does_not_leave_when_the_money_is_taken_back(world: World) -> None:
    terms(world)
    order, entry = place(world, {"KL500": 10}), pays(world, 25)
    approve(world, order)
    pick(world, order)
    takes_back(world, entry)
    with pytest.raises(NotPaid):
        ship(world, order)
    is_whole(world)


def test_credit_is_for_what_is_not_paid_first(world: World) -> None:
    account_id = terms(world, limit=0, on_limit=OnLimit.STOP)
    order = place(world, {"KL500": 10})
    with world.session() as session:
        assert credit_of(world.actor(session), account_id).exposure.total == 0
    pays(world, 25)
    approve(world, order)
    with world.session() as session:
        assert credit_of(world.actor(session), account_id).exposure.total == 0
    ship(world, order)
    is_whole(world)


def test_nobody_says_that_their_own_order_is_paid_nor_gives_two_approvals(world: World) -> None:
    terms(world)
    order = place(world, {"KL500": 10}, "陈总", serving=HOUSE)
    with pytest.raises(OthersMustAgree), world.database.transaction() as session:
        paid_orders.say_paid(world.actor(session, "陈总"), order.id, 1, Decimal(25))
    pays(world, 25, "陈总")
    runs(world)
    assert is_unpaid(world, order)
    world.finance.hears(order.number, "款够了，等另一位财务放行")
    world.finance.taps("✅ 款到了，放行").sees("还要等别人同意")
    assert not is_unpaid(world, order)
    is_whole(world)


def test_who_let_the_money_pay_gives_no_other_approval(world: World) -> None:
    terms(world)
    with world.database.transaction() as session:
        settings.change(world.actor(session), "approval_amount", "20")
    order = place(world, {"KL500": 10})
    pays(world, 25)
    with pytest.raises(OthersMustAgree):
        approve(world, order, "小孙")
    assert current(world, order).given == {ApprovalKind.PAYMENT}
    is_whole(world)


def test_the_terms_of_the_shop_count_as_well(world: World) -> None:
    with world.database.transaction() as session:
        settings.change(world.actor(session), "terms", "现结")
    assert is_unpaid(world, place(world, {"KL500": 10}))
    terms(world, "30")
    assert not is_unpaid(world, place(world, {"KL500": 10}))
    is_whole(world)


def test_a_dealer_takes_back_what_they_only_paid(world: World) -> None:
    terms(world)
    pays(world, 25)
    order = place(world, {"KL500": 10})
    world.dealer.types(order.number).taps("↩️ 撤回").sees("购物车")
    assert current(world, order).status is OrderStatus.WITHDRAWN
    is_whole(world)


def test_the_digest_names_what_waits_for_money(world: World) -> None:
    terms(world)
    order = place(world, {"KL500": 10})
    approve(world, order)
    world.clock.pass_(hours=23)
    with world.database.transaction() as session:
        scheduled.morning_digest(world.actor(session))
    world.deliver()
    world.salesperson.hears("1 张订单等客户付款")
    assert not [reply for reply in world.salesperson.heard if "等您审核" in "\n".join(reply.lines)]


def test_it_reads_well_in_english(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == "Harbour Mart")).one().terms = "现结"
    order = place(world, {"KL500": 10}, "Ann")
    world.english_dealer.types(order.number).sees("awaiting payment", "Please pay ¥25.00 first", "💰 I paid ¥25.00")
