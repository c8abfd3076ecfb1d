"""Payments for certain orders: named in words or by buttons, kept for what is billed later, taken back again."""

from decimal import Decimal

import pytest
from sqlmodel import select

from domain.checks import check_all
from domain.finance import balances, payments
from domain.finance.open_documents import open_documents
from domain.finance.payments import Slip
from domain.orders import status_changes
from domain.refusals import NotFound
from domain.rules.finance.ledger import Age
from domain.tables.ledger import LedgerEntry, PaymentAllocation
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.orders import approve, place, ship
from tests.world import World

HOUSE = "李记便利店"


def sold(world: World, much: int = 10) -> tuple[int, str]:
    """An order of so many bottles for 2.50 each that left: its id and number."""
    order = place(world, {"KL500": much})
    approve(world, order)
    ship(world, order)
    return order.id, order.number


def left(world: World) -> dict[str, str]:
    """What is open, by document."""
    with world.session() as session:
        actor = world.actor(session, "小孙")
        (owner,) = {each.account_id for each in session.exec(select(LedgerEntry))}
        return {each.document: f"{each.left:.2f}" for each in open_documents(actor, owner)}


def is_whole(world: World) -> None:
    with world.session() as session:
        assert check_all(session) == []


def test_a_payment_pays_the_order_that_is_named_and_not_the_oldest(world: World) -> None:
    _, first = sold(world)
    _, second = sold(world)
    world.dealer.types(f"付了 25 订单 {second[-4:]}").sees("¥25.00", f"付订单 {second[5:]}").taps("✅ 告诉财务")
    world.deliver()
    world.finance.hears("说付了 ¥25.00", f"付订单 {second[5:]}")
    world.finance.taps("✅ 到账").sees("¥25.00 记好了")
    assert left(world) == {f"{first}/1": "25.00"}
    world.dealer.types("欠多少").sees("没付清的", f"{first}/1 ¥25.00").does_not_see(f"{second}/1")
    is_whole(world)


def test_two_orders_are_named_and_the_rest_is_for_what_is_due_first(world: World) -> None:
    _, first = sold(world)
    _, second = sold(world, 4)
    _, third = sold(world, 8)
    world.dealer.types(f"付了 32 订单 {second[-4:]} 和 {third[-4:]}").sees(f"{second[5:]}、{third[5:]}")
    world.dealer.taps("✅ 告诉财务")
    world.deliver()
    world.finance.taps("✅ 到账")
    assert left(world) == {f"{first}/1": "23.00"}
    is_whole(world)


def test_open_orders_are_chosen_by_buttons(world: World) -> None:
    _, first = sold(world)
    _, second = sold(world)
    world.dealer.types("付了 20").sees("付哪几单").taps(f"🧾 {second[5:]} ¥25.00").sees(f"付订单 {second[5:]}")
    world.dealer.taps(f"🧾 {first[5:]}").taps(f"☑️ {first[5:]}").does_not_see(f"付订单 {second[5:]}、{first[5:]}")
    world.dealer.taps("✅ 告诉财务")
    world.deliver()
    world.finance.taps("✏️ 金额不对").types("15").taps("✅ 记上")
    assert left(world) == {f"{first}/1": "25.00", f"{second}/1": "10.00"}
    is_whole(world)


def test_an_order_that_nobody_has_is_told_and_nothing_else_is_done(world: World) -> None:
    sold(world)
    world.dealer.types("付了 20 订单 4711").sees("没找到订单 4711").taps("✅ 告诉财务").sees("已经告诉财务")
    is_whole(world)


def test_what_is_paid_for_goods_to_come_waits_for_them(world: World) -> None:
    order = place(world, {"KL500": 10})
    approve(world, order)
    _, other = sold(world, 4)
    world.finance.types(f"{HOUSE}付了25 订单 {order.number[-4:]}").sees(f"付订单 {order.number[5:]}").taps("✅ 记上")
    assert left(world) == {f"{other}/1": "10.00"}
    world.dealer.types("欠多少").sees(f"{other}/1 ¥10.00")
    ship(world, order, {"KL500": 4})
    ship(world, order)
    assert left(world) == {f"{other}/1": "10.00"}
    is_whole(world)


def test_what_waits_for_an_order_that_is_called_off_pays_the_rest(world: World) -> None:
    order = place(world, {"KL500": 10})
    _, other = sold(world)
    world.finance.types(f"{HOUSE}付了25 订单 {order.number[-4:]}").taps("✅ 记上")
    assert left(world) == {f"{other}/1": "25.00"}
    with world.database.transaction() as session:
        status_changes.cancel(world.actor(session, "小王"), order.id, "不要了")
    assert left(world) == {}
    is_whole(world)


def test_a_payment_that_is_taken_back_pays_nothing_any_more(world: World) -> None:
    _, first = sold(world)
    _, second = sold(world)
    world.finance.types(f"{HOUSE}付了25 订单 {second[-4:]}").taps("✅ 记上").sees("先付点名的订单")
    world.finance.taps("📒 明细").taps("↩️ 冲销").types("银行退票").taps("↩️ 冲销")
    assert left(world) == {f"{first}/1": "25.00", f"{second}/1": "25.00"}
    with world.session() as session:
        assert sum(each.amount for each in session.exec(select(PaymentAllocation))) == 0
    is_whole(world)


def test_what_is_late_follows_what_payments_are_for(world: World) -> None:
    sold(world)
    world.clock.pass_(days=40)
    second, _ = sold(world)
    with world.database.transaction() as session:
        actor = world.actor(session, "小孙")
        owner = session.exec(select(LedgerEntry.account_id)).first() or 0
        payments.record(actor, owner, Decimal(25), slip=Slip(orders=[second]))
        aged = balances.standing(actor, owner).aged
        assert (aged.open[Age.NOT_DUE], aged.overdue) == (Decimal(0), Decimal(25))
        assert balances.debtors(actor, overdue=True)[0].aged.overdue == 25
    is_whole(world)


def test_money_keeps_the_day_it_came_and_the_number_of_its_slip(world: World) -> None:
    sold(world)
    world.finance.types(f"{HOUSE}付了5 11月20日 转账 回单号 8842").sees("11月20日 到账", "回单号 8842", "转账")
    world.finance.taps("✅ 记上").taps("📒 明细").sees("付款 8842 转账 11月20日 到账", "−¥5.00")
    with world.session() as session:
        (paid,) = session.exec(select(LedgerEntry).where(LedgerEntry.amount < 0)).all()
    assert (f"{paid.value_day}", paid.document, paid.note) == ("2026-11-20", "8842", "转账")
    assert paid.day == world.clock().date()
    world.finance.types(f"{HOUSE}付了5 2024-11-20").sees("到账日不对")
    is_whole(world)


def test_only_own_orders_can_be_named(world: World) -> None:
    order_id, _ = sold(world)
    with world.database.transaction() as session:
        actor = world.actor(session, "小孙")
        other = world.actor(session, "Ann").account_id or 0
        with pytest.raises(NotFound):
            payments.record(actor, other, Decimal(5), slip=Slip(orders=[order_id]))
    world.english_dealer.types("paid 5").presses(data_of(Verb.CLAIM_FOR, order_id)).does_not_see("For order")
    world.dealer.presses(data_of(Verb.CLAIM_FOR, order_id)).does_not_see("付订单")
    world.salesperson.types(f"{HOUSE}付了5").does_not_see("记上")


def test_it_works_in_english(world: World) -> None:
    order = place(world, {"KL500": 10}, "Ann")
    approve(world, order)
    ship(world, order)
    world.english_dealer.types(f"paid 25 for order {order.number[-4:]}").sees(f"For order {order.number[5:]}")
    world.english_dealer.taps("✅ Tell finance").sees("Finance was told")
    is_whole(world)
