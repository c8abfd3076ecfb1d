"""Many at once on scarce goods with gifts, back-orders and swaps: exactly what there is gets given, and no more."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import col, func, select

from domain.carts import carts, promotions
from domain.carts.carts import CartWish
from domain.checks import check_all
from domain.orders import proposals
from domain.rules.rights import Role
from domain.stock import stock
from domain.tables.catalogue import Sku
from domain.tables.lines import LineKind
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Channel
from domain.tables.promotions import PromotionUse
from domain.tables.swaps import SwapAnswer, SwapProposal
from handlers.conversation.verbs import Verb
from locales import words_for
from tests.lengths import times
from tests.orders import place
from tests.phones import Phone
from tests.promotions import promote
from tests.together import at_once, newcomer, presses
from tests.world import World

CROWD = times(12, long=64)
D = Decimal
APOLOGY = words_for("zh-CN")("trouble.ours", id="|").partition("|")[0]


@pytest.fixture
def channel() -> Channel:
    """The way a message came makes no difference to stock."""
    return Channel.TELEGRAM


def names() -> list[str]:
    return [f"buyer-{number}" for number in range(CROWD)]


def move(world: World, code: str, amount: int, *, found: bool = False) -> None:
    """老周 takes goods in, or counts what is there."""
    level = world.stock(code)
    act = stock.count if found else stock.receive
    with world.database.transaction() as session:
        act(world.actor(session, "老周"), level.warehouse_id, level.sku_id, D(amount))


def filled(world: World, name: str) -> Callable[[], Phone]:
    """A buyer whose cart earns a gift, the thumb over the button that submits it."""
    phone = newcomer(world, name, Role.BUYER, account=f"{name}的店")
    wanted = [CartWish(sku_id=world.sku(code).id, quantity=D(much)) for code, much in (("KL330", 6), ("ZJ10", 3))]
    with world.database.transaction() as session:
        actor = world.actor(session, name)
        cart = carts.add(actor, wanted)
        given = promotions.of_cart(actor, cart)
    total = cart.total - given.discount
    return presses(phone, Verb.SUBMIT, cart.cart.id, cart.cart.revision, total, 0, given.seal)


def quantity(world: World, column: Any, *conditions: Any) -> Decimal:
    """A sum over order lines; the books agree."""
    with world.session() as session:
        assert check_all(session) == []
        query = select(func.sum(column)).join_from(OrderLine, Sku).where(*conditions)
        return D(session.exec(query).one() or 0)


def nobody_met_a_fault(world: World) -> None:
    assert not [phone.text for phone in world.phones.values() if APOLOGY in phone.text]


@pytest.mark.parametrize("limit", ["set aside", "on the shelf"])
def test_exactly_as_many_gifts_as_there_are_are_given(world: World, limit: str) -> None:
    gifts, there = CROWD * 3 // 4, CROWD * 2
    aside = {"set_aside": str(gifts)} if limit == "set aside" else {}
    move(world, "HN250", CROWD if aside else gifts, found=True)
    move(world, "ZJ10", there)
    promote(
        world, promotion="送红牛", kind="买赠", sku="KL330", reach="6", gift_sku="HN250", gift_quantity="1", **aside
    )
    at_once(*(filled(world, name) for name in names()), *[lambda: move(world, "ZJ10", 1)] * 4)
    with world.session() as session:
        orders = session.exec(select(func.count(col(Order.id)))).one()
        used = session.exec(select(func.sum(col(PromotionUse.quantity)))).one()
    assert (orders, used) == (gifts, D(gifts))
    assert quantity(world, OrderLine.quantity, OrderLine.kind == LineKind.GIFT) == gifts
    assert world.stock("HN250").reserved == gifts
    waits = max(orders * 3 - there - 4, 0)
    assert quantity(world, OrderLine.back_ordered, Sku.code == "ZJ10") == waits
    assert world.stock("ZJ10").reserved == orders * 3 - waits
    nobody_met_a_fault(world)


def test_swaps_are_answered_taken_back_and_approved_while_goods_come_in(world: World) -> None:
    asked = [offered(world, name) for name in names()]
    part = CROWD // 4
    at_once(
        *(presses(world.phone(name), Verb.AGREE_SWAP, each) for name, each in zip(names(), asked, strict=True)),
        *(
            presses(world.phone(name), Verb.DECLINE_SWAP, each)
            for name, each in list(zip(names(), asked, strict=True))[:part]
        ),
        *(presses(world.salesperson, Verb.TAKE_SWAP_BACK, each) for each in asked[part : 2 * part]),
        *(
            presses(world.other_salesperson, Verb.APPROVE_SHORT, *seen(world, each), "back_order")
            for each in asked[::2]
        ),
        *[lambda: move(world, "ZJ10", 2)] * 4,
    )
    with world.session() as session:
        answers = session.exec(select(SwapProposal.answer)).all()
    agreed = len([each for each in answers if each is SwapAnswer.AGREED])
    assert None not in answers
    assert agreed >= CROWD - 2 * part
    assert quantity(world, OrderLine.quantity, OrderLine.kind == LineKind.SWAP) == agreed * 2
    nobody_met_a_fault(world)


def offered(world: World, name: str) -> int:
    """A buyer with an order of goods that are not there, of whom other goods were asked; the question's id."""
    newcomer(world, name, Role.BUYER, account=f"{name}的店")
    order = place(world, {"ZJ10": 2, "KL330": 6}, who=name)
    sku = world.sku("QS550").id
    with world.database.transaction() as session:
        line = session.exec(select(OrderLine).join(Sku).where(OrderLine.order_id == order.id, Sku.code == "ZJ10")).one()
        proposals.propose(world.actor(session, "小王"), line.id, 1, sku, D(2))
        return session.exec(select(SwapProposal.id).where(SwapProposal.order_id == order.id)).one()


def seen(world: World, proposal: int) -> tuple[int, int]:
    """The order of a question, and its revision."""
    with world.session() as session:
        order = session.exec(select(Order).join(SwapProposal).where(SwapProposal.id == proposal)).one()
    return order.id, order.revision
