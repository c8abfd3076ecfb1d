"""Every door where credit is asked for, one by one: beyond the limit or late, on warn, hold and stop."""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from sqlmodel import col, select

from domain.carts.hand_prices import HandPrice
from domain.checks import check_all
from domain.finance import ledger
from domain.orders import credit_release, hand_prices, line_change, paid_orders, proposals, reorder, status_changes
from domain.refusals import CreditHeld, CreditStopped
from domain.rules.approvals import ApprovalKind
from domain.rules.finance.credit import OnLimit
from domain.rules.finance.credit_doors import ON_HOLD, Door, OnHold
from domain.rules.order_life import OrderStatus
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account
from domain.tables.swaps import SwapProposal
from tests.orders import approve, change, comes, current, pick, place, receive, reject, ship
from tests.returns import came, requests_of
from tests.swaps import answer, count
from tests.world import World

HOUSE = "李记便利店"
STOPPED, PASSES = "stopped", "passes"
Act = Callable[[], Order]


def allow(world: World, on_limit: OnLimit, limit: int | None = None) -> int:
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == HOUSE)).one()
        account.credit_limit = None if limit is None else Decimal(limit)
        account.on_limit = on_limit
        return account.id


def pays_by(world: World, terms: str) -> None:
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == HOUSE)).one().terms = terms


def open_orders(world: World) -> Sequence[int]:
    with world.session() as session:
        return session.exec(select(Order.id).where(Order.status == OrderStatus.APPROVED)).all()


def owes_of_old(world: World, amount: int) -> None:
    """So much has been due for two months."""
    with world.database.transaction() as session:
        account_id = session.exec(select(Account.id).where(Account.name == HOUSE)).one()
        actor = world.actor(session, "小孙")
        ledger.open_balance(actor, account_id, Decimal(amount), actor.today - timedelta(days=60), "旧账")


def submits(world: World) -> Act:
    return lambda: place(world, {"KL500": 10})


def submits_on_behalf(world: World) -> Act:
    return lambda: place(world, {"KL500": 10}, "小王", serving=HOUSE)


def increases(world: World) -> Act:
    order = place(world, {"KL500": 10})

    def act() -> Order:
        change(world, order, "KL500", 11)
        return order

    return act


def answers(world: World) -> Act:
    """The dealer agrees to a higher price of an order of which the rest was approved."""
    order = place(world, {"KL500": 10, "QS550": 24})
    with world.database.transaction() as session:
        view = line_change.to_change(world.actor(session, "小王"), order.id)
        line_id = next(row.line.id for row in view.rows if row.goods.sku.code == "KL500")
        price = HandPrice(price=Decimal(9), size=1, reason="涨价了")
        hand_prices.set_price(world.actor(session, "小王"), view, line_id, price)
        question = session.exec(select(SwapProposal.id).where(SwapProposal.line_id == line_id)).one()
    approve(world, order)

    def act() -> Order:
        answer(world, question, agreed=True)
        return order

    return act


def approves(world: World) -> Act:
    order = place(world, {"KL500": 10})

    def act() -> Order:
        approve(world, order)
        return order

    return act


def goes_on(world: World) -> Act:
    """Sales agreed already, and the order waits for its money; another one takes credit."""
    pays_by(world, "")
    place(world, {"QS550": 24})
    pays_by(world, "现结")
    order = place(world, {"KL500": 10})
    approve(world, order)

    def act() -> Order:
        with world.database.transaction() as session:
            paid_orders.say_paid(world.actor(session, "小孙"), order.id, 1, order.total)
        return order

    return act


def is_given_goods(world: World) -> Act:
    count(world, "ZJ10", 0)
    for waiting in open_orders(world):
        with world.database.transaction() as session:
            status_changes.cancel(world.actor(session, "小王"), waiting, "不要了")
    count(world, "ZJ10", 0)
    order = place(world, {"ZJ10": 8})
    approve(world, order)

    def act() -> Order:
        comes(world, "ZJ10", 8)
        return order

    return act


def leaves(world: World) -> Act:
    order = place(world, {"KL500": 10})
    approve(world, order)
    pick(world, order)

    def act() -> Order:
        ship(world, order)
        return order

    return act


ACTS: Mapping[Door, Callable[[World], Act]] = {
    Door.SUBMIT: submits,
    Door.ON_BEHALF: submits_on_behalf,
    Door.INCREASE: increases,
    Door.ANSWER: answers,
    Door.APPROVE: approves,
    Door.GO_ON: goes_on,
    Door.GIVE_OUT: is_given_goods,
    Door.SHIP: leaves,
}


def what_comes_of(world: World, act: Act, *, beyond: bool, on_limit: OnLimit) -> str:
    """What the door does with the order once its account is beyond its limit, or late."""
    allow(world, on_limit, 1 if beyond else None)
    owes_of_old(world, 0 if beyond else 20)
    try:
        order = act()
    except CreditStopped:
        return STOPPED
    except CreditHeld:
        return OnHold.REFUSES
    finally:
        owes_of_old(world, 0)
        allow(world, OnLimit.WARN)
    with world.session() as session:
        waits = session.exec(select(OrderLine).where(OrderLine.order_id == order.id, OrderLine.back_ordered > 0)).all()
        asked = session.get_one(Order, order.id).asked
    if waits:
        return OnHold.WAITS
    return OnHold.ASKS if ApprovalKind.FINANCE in asked else PASSES


def expected(door: Door, on_limit: OnLimit) -> str:
    """As the table says."""
    if on_limit is OnLimit.WARN:
        return PASSES
    if on_limit is OnLimit.STOP:
        return OnHold.WAITS if ON_HOLD[door] is OnHold.WAITS else STOPPED
    return PASSES if ON_HOLD[door] is OnHold.LATER else ON_HOLD[door]


@pytest.mark.parametrize("door", Door)
def test_every_door_does_what_the_table_says_beyond_the_limit_and_late(world: World, door: Door) -> None:
    for beyond, on_limit in product((True, False), OnLimit):
        act = ACTS[door](world)
        done = what_comes_of(world, act, beyond=beyond, on_limit=on_limit)
        assert done == expected(door, on_limit), (beyond, on_limit)
    with world.database.transaction() as session:
        credit_release.give_what_waits(world.actor(session))
    with world.session() as session:
        assert check_all(session) == []


@pytest.mark.parametrize("door", Door)
def test_within_the_limit_every_door_is_open(world: World, door: Door) -> None:
    allow(world, OnLimit.STOP, 100_000)
    with world.session() as session:
        asked = session.get_one(Order, ACTS[door](world)().id).asked
    assert ApprovalKind.FINANCE not in asked


def test_an_order_that_ended_goes_through_the_door_again_when_it_is_sent_again(world: World) -> None:
    order = place(world, {"KL500": 10})
    reject(world, order)
    allow(world, OnLimit.STOP, 1)
    with world.database.transaction() as session:
        reorder.order_again(world.actor(session, "老李"), order.id)
    world.dealer.types("购物车").taps("✅ 去结算").sees("下不了，请先付款")
    with pytest.raises(CreditStopped):
        place(world, {"QS550": 1})


def test_a_dealer_beyond_the_limit_and_late_still_gets_what_replaces_broken_goods(world: World) -> None:
    came(world)
    allow(world, OnLimit.STOP, 1)
    owes_of_old(world, 20)
    count(world, "KL330", 0)
    world.dealer.types("少了两瓶可乐").taps("📦 补发").taps("✅ 交给业务员")
    world.deliver()
    world.salesperson.taps("✅ 同意").sees("补发单")
    again = requests_of(world)[0].replacement_id or 0
    asked = world.notices(NoticeKind.CREDIT_ASKED)
    comes(world, "KL330", 2)
    with world.session() as session:
        order = session.get_one(Order, again)
        assert session.exec(select(col(OrderLine.back_ordered)).where(OrderLine.order_id == again)).one() == 0
    receive(world, ship(world, order))
    assert current(world, order).status is OrderStatus.COMPLETED
    assert world.notices(NoticeKind.CREDIT_ASKED) == asked
    with world.session() as session:
        assert check_all(session) == []


def test_an_offer_taken_back_is_a_door_where_the_order_costs_more_again(world: World) -> None:
    order = place(world, {"KL500": 10})
    sku = world.sku("QS550").id
    with world.database.transaction() as session:
        line_id = session.exec(select(OrderLine.id).where(OrderLine.order_id == order.id)).one()
        proposals.propose(world.actor(session, "小王"), line_id, 1, sku, Decimal(1))
        proposal = session.exec(select(SwapProposal.id)).one()
    allow(world, OnLimit.STOP, 5)
    with pytest.raises(CreditStopped), world.database.transaction() as session:
        proposals.withdraw(world.actor(session, "小王"), proposal)
    answer(world, proposal, agreed=False)


def test_every_door_is_asked_at_in_the_code_and_in_one_place() -> None:
    used = [node.attr for path in Path("domain").rglob("*.py") for node in _doors_in(path)]
    assert sorted(used) == sorted(door.name for door in Door)
    assert set(ON_HOLD) == set(Door)


def _doors_in(path: Path) -> Iterator[ast.Attribute]:
    if path.name == "credit_doors.py":
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Door":
            yield node
