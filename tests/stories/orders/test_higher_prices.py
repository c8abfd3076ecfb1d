"""A higher price for a line of an order that waits: the dealer says yes or no, or the line ends after a day."""

from decimal import Decimal

import pytest
from sqlmodel import select

from domain import scheduled
from domain.carts.hand_prices import HandPrice
from domain.checks import check_all
from domain.orders import hand_prices, line_change, proposals
from domain.refusals import OrderMoved
from domain.rules.order_life import OrderStatus
from domain.rules.pricing.price_calculation import PriceSource
from domain.tables.catalogue import Sku
from domain.tables.orders import Order, OrderLine
from domain.tables.swaps import SwapProposal
from tests.orders import approve, current, place, receive, ship, withdraw
from tests.world import World

D = Decimal


def line(world: World, order: Order, code: str) -> OrderLine:
    """A line of an order; the books agree."""
    with world.session() as session:
        assert check_all(session) == []
        return session.exec(select(OrderLine).join(Sku).where(OrderLine.order_id == order.id, Sku.code == code)).one()


def raise_price(world: World, order: Order, code: str, price: str) -> int:
    """The salesperson asks for a higher price of one; the question's id."""
    of = line(world, order, code).id
    with world.database.transaction() as session:
        actor = world.actor(session, "小王")
        view = line_change.to_change(actor, order.id)
        asked = hand_prices.set_price(actor, view, of, HandPrice(price=D(price), size=1, reason="涨价了"))
        assert asked.asked
    with world.session() as session:
        return session.exec(select(SwapProposal.id).where(SwapProposal.line_id == of)).one()


def answer(world: World, question: int, *, agreed: bool) -> None:
    with world.database.transaction() as session:
        proposals.answer(world.actor(session, "老李"), question, agreed=agreed)


@pytest.fixture
def order(world: World) -> Order:
    return place(world, {"KL330": 48, "XB330": 24})


def test_a_higher_price_is_asked_of_the_dealer_and_agreed_with_one_tap(world: World, order: Order) -> None:
    seller = world.salesperson.types(order.number).taps("✏️").taps("可乐").taps("✏️ 改价")
    seller.types("50/箱 涨价了").sees("已经去问客户", "→ ¥50.00/箱", "等采购点头", "11月24日 10:00")
    world.deliver()
    world.dealer.hears("小王 想调高一样商品的价格", order.number, "→ ¥50.00/箱", "等您点头")
    world.dealer.taps("✅ 峰泡可乐").sees("按新价", "¥100.00").does_not_see("等您点头")
    priced = line(world, order, "KL330")
    assert (priced.quantity, priced.amount, priced.manual_price, priced.manual_reason) == (
        D(48), D("100.00"), D(50), "涨价了",
    )  # fmt: skip
    world.deliver()
    world.salesperson.hears("李记便利店 同意新价", order.number, "¥50.00/箱")
    approve(world, order)
    receive(world, ship(world, order))
    assert current(world, order).status is OrderStatus.COMPLETED
    line(world, order, "KL330")


@pytest.mark.parametrize(("said", "status"), [("✅ 峰泡可乐", "待审核"), ("❌ 不要", "已取消")])
def test_a_yes_from_before_all_of_an_order_is_asked_about_is_asked_for_again(
    world: World, said: str, status: str
) -> None:
    order = place(world, {"KL330": 24})
    seller = world.salesperson.types("0001 可乐 改价 0.5/罐 老客户").taps("✅ 对").sees("还等财务同意")
    seller.types("0001").taps("✅ 通过").sees("还要等别人同意")
    seller.types("0001 可乐 改价 99/罐 涨价了").taps("✅ 对").sees("已经去问客户").does_not_see("小王 已同意")
    world.deliver()
    world.dealer.types("0001").taps(said).sees(status)
    line(world, order, "KL330")
    if status == "待审核":
        approve(world, order)
        assert current(world, order).status is OrderStatus.APPROVED


def test_an_order_of_nothing_else_says_no_total_of_nothing(world: World) -> None:
    order = place(world, {"KL330": 48})
    raise_price(world, order, "KL330", "2.50")
    world.dealer.types(order.number).sees("等您点头").does_not_see("¥0.00", "0 种")


def test_why_this_price_names_what_is_asked(world: World) -> None:
    order = place(world, {"KL330": 48})
    raise_price(world, order, "KL330", "2.50")
    world.deliver()
    world.dealer.types(f"{order.number}为什么是这个价").sees("的价格", "→ ¥2.50/罐，等您点头")


def test_a_lower_price_is_only_told(world: World, order: Order) -> None:
    world.salesperson.types(order.number).taps("✏️").taps("可乐").taps("✏️ 改价").types("30/箱 老客户").sees("已改价")
    assert line(world, order, "KL330").amount == D("60.00")


@pytest.mark.parametrize("unit", ["箱", "罐"])
def test_back_to_a_list_price_that_is_higher_is_asked_as_well(world: World, order: Order, unit: str) -> None:
    listed = line(world, order, "KL330").amount
    seller = world.salesperson.types(f"0001 可乐 改价 {'36/箱' if unit == '箱' else '1.5/罐'} 老客户").taps("✅ 对")
    assert line(world, order, "KL330").amount == D("72.00")
    seller.types("0001").taps("✏️").taps("可乐").taps("✏️ 改价").taps("✏️ 恢复原价").sees("已经去问客户", f"/{unit} →")
    assert line(world, order, "KL330").quantity == 0
    world.deliver()
    world.dealer.hears("小王 想调高一样商品的价格", order.number).taps("✅ 峰泡可乐").sees("按新价")
    back = line(world, order, "KL330")
    assert (back.amount, back.manual_price, back.price_source) == (listed, None, PriceSource.BASE)


def test_back_to_a_list_price_that_is_no_higher_is_only_told(world: World, order: Order) -> None:
    answer(world, raise_price(world, order, "KL330", "2.50"), agreed=True)
    world.salesperson.types("0001").taps("✏️").taps("可乐").taps("✏️ 改价").taps("✏️ 恢复原价").sees("已改价")
    assert line(world, order, "KL330").manual_price is None


def test_declined_the_line_ends_and_the_others_go_on(world: World, order: Order) -> None:
    question = raise_price(world, order, "KL330", "2.50")
    approve(world, order)
    world.deliver()
    world.dealer.taps("❌ 不要 峰泡可乐").sees("这一样不要了")
    assert (line(world, order, "KL330").quantity, world.stock("KL330").allocated) == (D(0), D(0))
    with pytest.raises(OrderMoved):
        answer(world, question, agreed=True)
    receive(world, ship(world, order))
    assert current(world, order).status is OrderStatus.COMPLETED


def test_without_an_answer_for_a_day_it_ends_and_everybody_hears(world: World, order: Order) -> None:
    raise_price(world, order, "KL330", "2.50")
    world.clock.pass_(hours=25)
    with world.database.transaction() as session:
        scheduled.end_swaps(world.actor(session))
    assert line(world, order, "KL330").quantity == 0
    world.deliver()
    for phone in (world.salesperson, world.dealer):
        phone.hears("涨价没等到答复", order.number, "峰泡可乐")


def test_taken_back_it_costs_what_it_did_and_can_be_asked_again(world: World, order: Order) -> None:
    before = line(world, order, "KL330").amount
    raise_price(world, order, "KL330", "2.50")
    world.salesperson.types(order.number).taps("↩️ 峰泡可乐").sees("还是原来的价格")
    assert (line(world, order, "KL330").quantity, line(world, order, "KL330").amount) == (D(48), before)
    answer(world, raise_price(world, order, "KL330", "2.60"), agreed=True)
    assert line(world, order, "KL330").amount == D("124.80")


def test_meanwhile_the_line_cannot_be_changed_and_a_withdrawn_order_brings_it_along(world: World, order: Order) -> None:
    raise_price(world, order, "KL330", "2.50")
    world.dealer.types(f"{order.number} 加 1箱 可乐330").taps("➕").sees("提了涨价")
    withdraw(world, order)
    world.dealer.types("购物车").sees("峰泡可乐 330ml罐 × 2箱")


def test_a_short_line_waits_on_whatever_is_said(world: World) -> None:
    order = place(world, {"ZJ10": 16, "XB330": 24})
    question = raise_price(world, order, "ZJ10", "99")
    approve(world, order)
    assert line(world, order, "ZJ10").back_ordered == 16
    answer(world, question, agreed=False)
    assert (line(world, order, "ZJ10").back_ordered, line(world, order, "ZJ10").quantity) == (D(0), D(0))
