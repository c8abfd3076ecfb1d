"""Promotions of an order of which the supplier sells less, or other goods instead: nobody loses by agreeing.

Two cases of cola (¥88.00) and one of energy drink (¥100.80), with ¥20 off from ¥180: shares of ¥9.32 and ¥10.68.
"""

from decimal import Decimal

import pytest
from sqlmodel import col, select

from domain.carts.hand_prices import HandPrice
from domain.checks import check_all
from domain.orders import hand_prices, line_change, proposals
from domain.refusals import OrderMoved
from domain.tables.catalogue import Sku
from domain.tables.lines import LineKind
from domain.tables.orders import Order, OrderLine
from domain.tables.swaps import SwapProposal
from tests.orders import approve, change, current, place
from tests.promotions import promote
from tests.swaps import answer, offer
from tests.world import World

D = Decimal


@pytest.fixture
def order(world: World) -> Order:
    promote(world, kind="满减", reach="180", off="20")
    return place(world, {"KL330": 48, "HN250": 24})


def discounts(world: World, order: Order) -> dict[str, Decimal]:
    """What comes off each of the goods; the books agree."""
    with world.session() as session:
        assert check_all(session) == []
        query = select(Sku.code, col(OrderLine.discount)).join(OrderLine)
        query = query.where(OrderLine.order_id == order.id, OrderLine.quantity > 0, OrderLine.kind != LineKind.GIFT)
        return dict(session.exec(query).all())


def gifts(world: World, order: Order) -> Decimal:
    """How many base units are given for nothing; the books agree."""
    with world.session() as session:
        assert check_all(session) == []
        of_order = select(OrderLine).where(OrderLine.order_id == order.id, OrderLine.kind == LineKind.GIFT)
        return sum((line.quantity - line.refused for line in session.exec(of_order)), D(0))


def test_while_the_dealer_is_asked_what_is_kept_keeps_its_share(world: World, order: Order) -> None:
    assert discounts(world, order) == {"KL330": D("9.32"), "HN250": D("10.68")}
    question = offer(world, order, "HN250", "XB330", 72)
    assert discounts(world, order) == {"KL330": D("9.32")}
    answer(world, question, agreed=False)
    assert (discounts(world, order), current(world, order).total) == ({"KL330": D("9.32")}, D("78.68"))


def test_what_was_agreed_to_counts_as_if_it_had_been_ordered(world: World, order: Order) -> None:
    answer(world, offer(world, order, "HN250", "XB330", 72), agreed=True)  # ¥126.00
    assert discounts(world, order) == {"KL330": D("8.22"), "XB330": D("11.78")}
    assert current(world, order).total == D(194)
    change(world, order, "KL330", 24)  # ¥170.00 in all: the dealer wants less
    assert discounts(world, order) == {"KL330": D(0), "XB330": D(0)}


def test_cheaper_goods_instead_take_nothing_from_the_others(world: World, order: Order) -> None:
    answer(world, offer(world, order, "HN250", "XB330", 48), agreed=True)  # ¥84.00: ¥172.00 in all
    assert discounts(world, order) == {"KL330": D("9.32"), "XB330": D(0)}


def test_an_order_approved_before_the_answer_gives_what_is_left_of_its_discount(world: World, order: Order) -> None:
    question = offer(world, order, "HN250", "XB330", 72)
    approve(world, order)
    answer(world, question, agreed=True)
    assert discounts(world, order) == {"KL330": D("9.32"), "XB330": D("10.68")}
    assert current(world, order).total == D(194)


def test_what_the_salesperson_takes_back_is_as_it_was(world: World, order: Order) -> None:
    question = offer(world, order, "HN250", "XB330", 72)
    with world.database.transaction() as session:
        proposals.withdraw(world.actor(session, "小王"), question)
    assert discounts(world, order) == {"KL330": D("9.32"), "HN250": D("10.68")}


def test_less_from_the_salesperson_keeps_its_share_and_less_from_the_dealer_is_worked_out_anew(
    world: World, order: Order
) -> None:
    change(world, order, "HN250", 12, "小王")
    assert discounts(world, order) == {"KL330": D("9.32"), "HN250": D("5.34")}
    change(world, order, "HN250", 6)
    assert discounts(world, order) == {"KL330": D(0), "HN250": D(0)}


def test_a_higher_price_takes_no_discount_from_the_rest_of_the_order(world: World, order: Order) -> None:
    with world.database.transaction() as session:
        actor = world.actor(session, "小王")
        mine = select(OrderLine).join(Sku).where(OrderLine.order_id == order.id, Sku.code == "HN250")
        line = session.exec(mine).one()
        view = line_change.to_change(actor, order.id)
        hand_prices.set_price(actor, view, line.id, HandPrice(price=D(5), size=1, reason="涨价了"))
    assert discounts(world, order) == {"KL330": D("9.32")}
    with world.session() as session:
        question = session.exec(select(SwapProposal.id)).one()
    answer(world, question, agreed=True)  # a price by hand takes no part, the rest keeps what it has
    assert discounts(world, order) == {"KL330": D("9.32"), "HN250": D(0)}


def test_a_gift_stays_with_what_is_kept_of_its_goods_and_goes_with_the_last_of_them(world: World) -> None:
    promote(world, kind="买赠", sku="HN250", reach="24", gift_sku="QS550", gift_quantity="24")
    order = place(world, {"KL330": 48, "HN250": 24})
    change(world, order, "HN250", 12, "小王")
    assert gifts(world, order) == 24
    question = offer(world, order, "HN250", "XB330", 24)
    assert gifts(world, order) == 0
    assert world.stock("QS550").reserved == 0
    with world.database.transaction() as session:
        proposals.withdraw(world.actor(session, "小王"), question)
    assert gifts(world, order) == 0  # twelve of 24 were reached by nobody: it is worked out anew


def test_an_order_that_is_nothing_else_has_its_gift_for_what_was_agreed_to(world: World) -> None:
    promote(world, kind="满赠", reach="100", gift_sku="QS550", gift_quantity="24")
    order = place(world, {"HN250": 24})
    question = offer(world, order, "HN250", "XB330", 72)
    assert gifts(world, order) == 0
    answer(world, question, agreed=True)
    assert gifts(world, order) == 24


def test_no_other_goods_are_offered_for_a_gift(world: World) -> None:
    promote(world, kind="买赠", sku="KL330", reach="24", gift_sku="HN250", gift_quantity="5")
    order = place(world, {"KL330": 48})
    with pytest.raises(OrderMoved):
        offer(world, order, "HN250", "XB330", 24)
    assert gifts(world, order) == 5
