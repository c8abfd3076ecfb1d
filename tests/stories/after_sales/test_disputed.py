"""Goods are billed when they are received: what a claim disputes of them is billed when it comes to nothing."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from sqlmodel import col, select

from domain import settings
from domain.after_sales import decisions
from domain.finance import credit, rebates
from domain.rules.returns import Outcome
from domain.tables.ledger import LedgerEntry
from domain.tables.people import Account
from tests.orders import approve, place, receive, ship
from tests.returns import is_whole, lines_of, owed, requests_of, sent
from tests.world import World

HOUSE = "李记便利店"


@pytest.fixture(autouse=True)
def billed_on_receipt(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == HOUSE)).one().terms = "30:receipt"


def unbilled(world: World) -> Decimal:
    """Shipped and not billed, as the account's exposure has it."""
    with world.session() as session:
        actor = world.actor(session, "小孙")
        account = session.exec(select(Account.id).where(Account.name == HOUSE)).one()
        return credit.credit_of(actor, account).exposure.unbilled


def bills(world: World) -> list[tuple[str, Decimal]]:
    """Every entry of the ledger, the oldest first."""
    with world.session() as session:
        entries = session.exec(select(LedgerEntry).order_by(col(LedgerEntry.id)))
        return [(each.document, each.amount) for each in entries]


def claims_two(world: World) -> None:
    sent(world, "KL500", 48)
    world.dealer.types("少了两瓶可乐").taps("💰 退款").taps("✅ 交给业务员").sees("¥5.00 先不记账")
    world.deliver()


def test_a_short_line_is_left_off_the_bill_and_stays_off_it_when_it_is_granted(world: World) -> None:
    claims_two(world)
    assert (owed(world), unbilled(world)) == (Decimal(115), Decimal(5))
    world.dealer.types("欠多少").sees("¥115.00")
    world.dealer.types("我的额度").sees("已发货未记账 ¥5.00")
    is_whole(world)
    world.salesperson.taps("✅ 同意").sees("¥5.00 不记账了")
    world.deliver()
    world.dealer.hears("同意了", "¥5.00 不记账了").does_not_see("已退到账上")
    assert (owed(world), unbilled(world)) == (Decimal(115), Decimal(0))
    assert bills(world) == [("D20261123-0001/1", Decimal(115))]
    is_whole(world)


def test_a_short_line_is_billed_when_its_claim_is_refused(world: World) -> None:
    claims_two(world)
    world.clock.pass_(hours=24)
    world.salesperson.taps("❌ 不同意").types("都装了，请再数一遍").taps("❌ 就按这个原因")
    world.deliver()
    world.dealer.hears("没有同意", "¥5.00 已记账")
    assert (owed(world), unbilled(world)) == (Decimal(120), Decimal(0))
    assert bills(world) == [("D20261123-0001/1", Decimal(115)), ("R20261123-0001", Decimal(5))]
    world.dealer.types("对账单").sees("进货 ¥120.00")
    is_whole(world)


def test_who_takes_a_claim_back_pays_for_the_goods(world: World) -> None:
    claims_two(world)
    world.dealer.types("我的售后").taps("R1123-0001").taps("❌").sees("¥5.00 已记账")
    assert (owed(world), unbilled(world)) == (Decimal(120), Decimal(0))
    is_whole(world)


def test_several_things_wrong_in_one_message_are_all_left_off_the_bill(world: World) -> None:
    order = place(world, {"KL500": 24, "XB330": 24})
    approve(world, order)
    ship(world, order)
    world.deliver()
    world.dealer.types("可乐少了2瓶，雪璃破了4罐").taps("💰 退款").taps("✅ 交给业务员")
    assert [each.withheld for each in lines_of(world)] == [2, 4]
    assert (owed(world), unbilled(world)) == (Decimal(90), Decimal(12))
    is_whole(world)


def test_what_a_rebate_would_have_paid_of_it_can_be_used_again(world: World) -> None:
    with world.database.transaction() as session:
        settings.change(world.actor(session, "陈总"), "rebate_share", "100")
        account = session.exec(select(Account.id).where(Account.name == HOUSE)).one()
        rebates.grant(world.actor(session, "小孙"), account, Decimal(24), "三季度")
    order = place(world, {"KL500": 48}, rebate="24")
    approve(world, order)
    ship(world, order)
    world.deliver()
    world.dealer.types("少了4瓶可乐").taps("💰 退款").taps("✅ 交给业务员")
    assert (owed(world), unbilled(world)) == (Decimal(88), Decimal(8))
    is_whole(world)
    _ends(world, "grant")
    with world.session() as session:
        assert rebates.left(world.actor(session, "老李"), account) == 2
    assert (owed(world), unbilled(world)) == (Decimal(88), Decimal(0))
    is_whole(world)


@dataclass(frozen=True, kw_only=True)
class Case:
    """48 bottles at ¥2.50. ``claims``: one after the other; ``end``: what becomes of them; money before and after."""

    claims: tuple[int, ...]
    end: str
    received: bool = False
    waits: str
    owed: str
    credited: str = "0"


CASES = (
    Case(claims=(2,), end="grant", waits="5", owed="115"),
    Case(claims=(2,), end="less", waits="5", owed="117.5"),
    Case(claims=(2,), end="replace", waits="5", owed="120"),
    Case(claims=(2,), end="refuse", waits="5", owed="120"),
    Case(claims=(48,), end="grant", waits="120", owed="0"),
    Case(claims=(48,), end="refuse", waits="120", owed="120"),
    Case(claims=(2, 3), end="grant", waits="5", owed="107.5", credited="7.5"),
    Case(claims=(2, 3), end="refuse", waits="5", owed="120"),
    Case(claims=(2,), end="grant", received=True, waits="0", owed="115", credited="5"),
    Case(claims=(2,), end="refuse", received=True, waits="0", owed="120"),
)


def _ends(world: World, how: str) -> None:
    request, line = requests_of(world)[-1], lines_of(world)[-1]
    with world.database.transaction() as session:
        actor, revision = world.actor(session, "小王"), request.revision
        if how == "refuse":
            decisions.refuse(actor, request.id, revision, "都装了")
            return
        if how in ("less", "replace"):
            agreed = {"less": (Decimal(1), Outcome.REFUND), "replace": (line.quantity, Outcome.REPLACEMENT)}[how]
            revision = decisions.agree_to(actor, line.id, revision, *agreed).request.revision
        decisions.approve(actor, request.id, revision)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_billed_of_what_is_disputed(world: World, case: Case) -> None:
    order = place(world, {"KL500": 48})
    approve(world, order)
    parcel = ship(world, order)
    if case.received:
        receive(world, parcel)
    for much in case.claims:
        world.dealer.types(f"少了{much}瓶可乐").taps("💰 退款").taps("✅ 交给业务员")
    assert unbilled(world) == Decimal(case.waits)
    assert owed(world) == 120 - Decimal(case.waits)
    _ends(world, case.end)
    assert (owed(world), unbilled(world)) == (Decimal(case.owed), Decimal(0))
    assert sum(each.credited for each in lines_of(world)) == Decimal(case.credited)
    is_whole(world)
