"""Orders that need more than the salesperson's yes: who is asked, in which order, and never one person twice."""

from decimal import Decimal

import pytest
from sqlmodel import select

from domain import scheduled
from domain.carts.hand_prices import HandPrice
from domain.checks import check_all
from domain.orders import hand_prices, line_change
from domain.refusals import OrderMoved, OthersMustAgree
from domain.rules.approvals import ApprovalKind
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Role
from domain.tables.catalogue import Sku
from domain.tables.orders import Approval, Order
from domain.tables.people import Person
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.business import set_up
from tests.orders import approve, change, current, pick, place, reject, withdraw
from tests.world import World

CAN = {"KL330": 48}  # ¥88.00


@pytest.fixture(autouse=True)
def large_from_fifty(world: World) -> None:
    """Finance agrees to orders above ¥50."""
    set_up(world, approval_amount="50")


def status(world: World, order: Order) -> OrderStatus:
    return current(world, order).status


def books_agree(world: World) -> None:
    with world.session() as session:
        assert check_all(session) == []


def given_by(world: World, order: Order) -> dict[ApprovalKind, str]:
    """Who gave which approval of the order as it is."""
    with world.session() as session:
        now = session.get_one(Order, order.id).revision
        rows = session.exec(select(Approval).where(Approval.order_id == order.id, Approval.revision == now))
        return {row.kind: session.get_one(Person, row.decided_by_id).name for row in rows if row.approved}


def test_a_large_order_comes_to_finance_as_well_and_says_why(world: World) -> None:
    order = place(world, CAN)
    world.deliver()
    world.salesperson.hears("🔔 新订单", order.number, "还等财务同意（金额较大）", "还等业务员同意")
    world.finance.hears("🔔 新订单", order.number, "还等财务同意（金额较大）", "✅ 通过", "❌ 拒绝")
    assert not world.admin.heard
    books_agree(world)


def test_a_small_order_is_the_salespersons_alone(world: World) -> None:
    place(world, {"KL330": 24})
    world.deliver()
    world.salesperson.hears("🔔 新订单")
    assert "还等" not in world.salesperson.heard[-1].text()
    assert not world.finance.heard


@pytest.mark.parametrize("first", ["salesperson", "finance"])
def test_both_agree_in_either_order_and_only_then_the_warehouse_hears(world: World, first: str) -> None:
    order = place(world, CAN)
    world.deliver()
    one, other = (world.salesperson, world.finance) if first == "salesperson" else (world.finance, world.salesperson)
    one.taps("✅ 通过").sees("您已同意", "待审核")
    assert status(world, order) is OrderStatus.SUBMITTED
    assert world.stock("KL330").reserved == 48
    books_agree(world)
    world.deliver()
    assert not world.warehouse.heard
    other.types("订单").taps("1123-0001").sees("已同意").taps("✅ 通过").sees("已通过", "待备货")
    assert status(world, order) is OrderStatus.APPROVED
    assert given_by(world, order) == {ApprovalKind.SALES: "小王", ApprovalKind.FINANCE: "小孙"}
    world.deliver()
    world.warehouse.hears("要备货", order.number)
    world.dealer.hears("通过了", order.number)
    books_agree(world)


def test_the_other_ones_card_says_who_agreed_already(world: World) -> None:
    place(world, CAN)
    world.deliver()
    world.salesperson.taps("✅ 通过")
    world.deliver()
    if world.channel.value == "telegram":
        card = world.finance.chat[-1].reply.text()
        assert "小王 已同意" in card
        assert "还等业务员同意" not in card
    world.finance.types("订单").taps("1123-0001").sees("小王 已同意", "✅ 通过")


def test_who_agreed_has_no_second_yes_and_a_stale_one_says_so(world: World) -> None:
    place(world, CAN)
    world.deliver()
    message, button = world.salesperson.find("✅ 通过")
    world.salesperson.taps_button(button, message).sees("您已同意").does_not_see("✅ 通过")
    world.salesperson.taps_button(button, message).sees("您", "同意", "还等财务同意")


def test_an_order_leaves_the_queue_of_who_agreed_and_stays_in_the_others(world: World) -> None:
    place(world, CAN)
    small = place(world, {"KL330": 24}, who="Ann")
    world.deliver()
    world.finance.starts().sees("1 张订单等您审核")
    world.finance.presses("waiting").sees("1 张订单", "李记便利店").does_not_see("Harbour Mart")
    world.salesperson.presses("waiting").sees("2 张订单").taps("李记便利店").taps("✅ 通过").sees("Harbour Mart")
    world.salesperson.presses("waiting").sees("1 张订单", "Harbour Mart").does_not_see("李记便利店")
    world.finance.presses("waiting").taps("李记便利店").taps("✅ 通过").sees("已通过").does_not_see("下一张")
    world.finance.presses("waiting").sees("都审完了")
    assert status(world, small) is OrderStatus.SUBMITTED


def test_finance_decides_in_words_too(world: World) -> None:
    place(world, CAN)
    world.finance.types("通过 0001").sees("1123-0001", "✅ 通过").taps("✅ 通过").sees("您已同意")


def test_finance_says_nothing_about_an_order_that_does_not_ask_it(world: World) -> None:
    order = place(world, {"KL330": 24})
    world.finance.types("订单").taps("1123-0001").does_not_see("✅ 通过", "❌ 拒绝")
    world.finance.presses(data_of(Verb.APPROVE, order.id, 1)).sees(order.number)
    world.finance.presses(data_of(Verb.REJECT, order.id, 1)).does_not_see("为什么")
    assert status(world, order) is OrderStatus.SUBMITTED
    with pytest.raises(OrderMoved):
        approve(world, order, "小孙")


@pytest.mark.parametrize("who", ["finance", "salesperson", "admin"])
def test_whoever_is_asked_may_say_no(world: World, who: str) -> None:
    order = place(world, CAN)
    world.deliver()
    phone = getattr(world, who)
    phone.types("订单").taps("1123-0001").taps("❌ 拒绝").taps("货不够").sees("已拒绝")
    world.deliver()
    world.dealer.hears("没有通过", "货不够")
    assert status(world, order) is OrderStatus.REJECTED
    books_agree(world)


@pytest.mark.parametrize("who", ["小王", "小孙"])
def test_whoever_agreed_may_still_say_no_while_somebody_else_is_asked(world: World, who: str) -> None:
    order = place(world, CAN)
    approve(world, order, who)
    reject(world, order, who)
    assert status(world, order) is OrderStatus.REJECTED
    books_agree(world)


def test_an_admin_gives_one_of_them_and_leaves_the_salespersons_to_the_salesperson(world: World) -> None:
    order = place(world, CAN)
    world.admin.types("订单").taps("1123-0001").taps("✅ 通过").sees("您已同意", "陈总 已同意", "还等业务员同意")
    world.admin.types("订单").taps("1123-0001").taps("✅ 通过").sees("您已同意过", "要换别人来同意")
    assert given_by(world, order) == {ApprovalKind.FINANCE: "陈总"}
    approve(world, order)
    assert status(world, order) is OrderStatus.APPROVED


def test_nobody_agrees_for_finance_to_an_order_that_they_placed(world: World) -> None:
    order = place(world, CAN, who="陈总", serving="李记便利店")
    approve(world, order)
    with pytest.raises(OthersMustAgree):
        approve(world, order, "陈总")
    approve(world, order, "小孙")
    assert status(world, order) is OrderStatus.APPROVED


def test_the_only_person_with_the_rights_gives_both_where_the_business_allows_it(world: World) -> None:
    only_the_owner_is_left(world)
    order = place(world, CAN)
    approve(world, order, "陈总")
    with pytest.raises(OthersMustAgree):
        approve(world, order, "陈总")
    set_up(world, single_approver="on")
    approve(world, order, "陈总")
    assert status(world, order) is OrderStatus.APPROVED
    books_agree(world)


def test_with_somebody_else_there_the_same_setting_allows_nothing(world: World) -> None:
    set_up(world, single_approver="on")
    order = place(world, CAN)
    approve(world, order, "陈总")
    with pytest.raises(OthersMustAgree):
        approve(world, order, "陈总")


def test_without_finance_people_the_admins_are_asked(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Person).where(Person.name == "小孙")).one().active = False
    place(world, CAN)
    world.deliver()
    world.admin.hears("🔔 新订单", "还等财务同意")


def test_a_salespersons_own_large_order_is_agreed_to_by_an_admin(world: World) -> None:
    set_up(world, approval_amount="off", own_order_amount="50")
    order = place(world, CAN, who="小王", serving="李记便利店")
    world.deliver()
    world.admin.hears("🔔 新订单", "还等管理员同意（业务员代下的大单）")
    approve(world, order)
    assert status(world, order) is OrderStatus.SUBMITTED
    approve(world, order, "陈总")
    assert status(world, order) is OrderStatus.APPROVED
    dealers_own = place(world, CAN)
    approve(world, dealers_own)
    assert status(world, dealers_own) is OrderStatus.APPROVED


def test_the_first_order_of_an_account_asks_finance_where_the_business_wants_it(world: World) -> None:
    set_up(world, approval_amount="off", first_order_approval="on")
    first = place(world, {"KL330": 24})
    assert current(world, first).asked == {ApprovalKind.SALES, ApprovalKind.FINANCE}
    assert current(world, place(world, {"KL330": 24})).asked == {ApprovalKind.SALES}


def test_a_dealer_takes_an_order_back_only_while_nobody_agreed(world: World) -> None:
    order = place(world, CAN)
    world.dealer.types("订单").taps("1123-0001").sees("↩️")
    approve(world, order, "小孙")
    world.dealer.types("订单").taps("1123-0001").does_not_see("↩️")
    with pytest.raises(OrderMoved):
        withdraw(world, order)


def test_less_of_it_keeps_the_approvals_that_were_given(world: World) -> None:
    order = place(world, {"KL330": 72})
    approve(world, order)
    change(world, order, "KL330", 48)
    assert given_by(world, order) == {ApprovalKind.SALES: "小王"}
    books_agree(world)
    approve(world, order, "小孙")
    assert status(world, order) is OrderStatus.APPROVED
    books_agree(world)


def test_less_than_what_finance_is_asked_for_still_asks_finance(world: World) -> None:
    order = place(world, CAN)
    approve(world, order)
    change(world, order, "KL330", 24)
    assert status(world, order) is OrderStatus.SUBMITTED
    assert current(world, order).asked == {ApprovalKind.SALES, ApprovalKind.FINANCE}


def test_more_from_the_dealer_asks_everybody_anew(world: World) -> None:
    order = place(world, CAN)
    approve(world, order)
    small = place(world, {"KL330": 24})
    change(world, order, "KL330", 72)
    assert given_by(world, order) == {}
    world.deliver()
    world.salesperson.hears("订单改了", "3箱")
    world.finance.hears("订单改了", "3箱")
    approve(world, order)
    assert status(world, order) is OrderStatus.SUBMITTED
    approve(world, order, "小孙")
    assert status(world, order) is OrderStatus.APPROVED
    change(world, small, "KL330", 48)
    assert current(world, small).asked == {ApprovalKind.SALES, ApprovalKind.FINANCE}
    books_agree(world)


def test_more_from_the_salesperson_asks_only_finance_anew(world: World) -> None:
    order = place(world, CAN)
    approve(world, order)
    change(world, order, "KL330", 72, who="小王")
    assert given_by(world, order) == {ApprovalKind.SALES: "小王"}
    approve(world, order, "小孙")
    assert status(world, order) is OrderStatus.APPROVED
    books_agree(world)


def test_when_finance_is_no_longer_asked_a_change_of_staff_is_the_last_word(world: World) -> None:
    order = place(world, {"KL330": 48, "QS550": 24})
    approve(world, order)
    set_up(world, approval_amount="off")
    change(world, order, "QS550", 48, who="小王")
    assert status(world, order) is OrderStatus.APPROVED
    assert world.stock("KL330").allocated == 48
    world.deliver()
    world.warehouse.hears("要备货", order.number)
    world.dealer.hears("通过了", order.number)
    pick(world, order)
    books_agree(world)


@pytest.mark.parametrize(("price", "floor", "why"), [("1.60", None, "降价较多"), ("1.75", "1.80", "低于底价")])
def test_a_price_by_hand_far_below_the_list_or_below_the_floor_asks_finance(
    world: World, price: str, floor: str | None, why: str
) -> None:
    set_up(world, approval_amount="off", discount_limit="10")
    order = place(world, CAN)
    with world.database.transaction() as session:
        session.exec(select(Sku).where(Sku.code == "KL330")).one().floor_price = Decimal(floor) if floor else None
        view = line_change.to_change(world.actor(session, "小王"), order.id)
        wanted = HandPrice(price=Decimal(price), size=1, reason="老客户")
        hand_prices.set_price(world.actor(session, "小王"), view, view.rows[0].line.id, wanted)
    world.finance.types("订单").taps("1123-0001").sees(f"还等财务同意（{why}）", "✅ 通过")
    approve(world, order)
    assert status(world, order) is OrderStatus.SUBMITTED
    approve(world, order, "小孙")
    assert status(world, order) is OrderStatus.APPROVED
    books_agree(world)


def test_only_who_is_still_asked_is_reminded(world: World) -> None:
    order = place(world, CAN)
    approve(world, order)
    world.deliver()
    before = len(world.salesperson.heard)
    world.clock.pass_(hours=2)
    remind(world)
    world.deliver()
    world.finance.hears("⏰", order.number)
    assert len(world.salesperson.heard) == before


def only_the_owner_is_left(world: World) -> None:
    with world.database.transaction() as session:
        others = session.exec(select(Person).where(Person.role != Role.BUYER, Person.name != "陈总")).all()
        for person in others:
            person.active = False


def remind(world: World) -> None:
    with world.database.transaction() as session:
        scheduled.remind_due(world.actor(session))
