"""A year of random acts, and its statements counted a second time: from orders, parcels and events, not the ledger."""

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from sqlmodel import col, select

from domain.actor import Actor
from domain.checks import check_all
from domain.finance import agreements, corrections, payments, statements
from domain.finance.payments import Slip
from domain.refusals import Refusal
from domain.rules.finance.statement_periods import StatementPeriod
from domain.tables.ledger import LedgerEntry
from domain.tables.orders import Event, Order, OrderLine
from domain.tables.people import Account, Channel
from domain.tables.shipments import Shipment, ShipmentLine
from tests.lengths import times
from tests.orders import approve, parcels_of, place, receive, ship
from tests.world import World

HOUSE = "李记便利店"
#: Acts in the year.
ACTS = times(24, long=900)
CENT = Decimal("0.01")


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What moved what is owed, counted without the ledger."""

    day: date
    amount: Decimal


def recount(actor: Actor, account_id: int) -> Iterator[Moved]:
    """Every order's parcels at its prices, and what people typed of money, as its events tell."""
    session, zone = actor.session, actor.supplier.zone
    for order in session.exec(select(Order).where(Order.account_id == account_id)).all():
        lines = {line.id: line for line in session.exec(select(OrderLine).where(OrderLine.order_id == order.id))}
        sent: dict[int, Decimal] = dict.fromkeys(lines, Decimal(0))
        billed: dict[int, Decimal] = dict.fromkeys(lines, Decimal(0))
        parcels = select(Shipment).where(Shipment.order_id == order.id, col(Shipment.shipped_at).is_not(None))
        for parcel in session.exec(parcels.order_by(col(Shipment.shipped_at))).all():
            amount = Decimal(0)
            for packed in session.exec(select(ShipmentLine).where(ShipmentLine.shipment_id == parcel.id)):
                line = lines[packed.order_line_id]
                sent[line.id] += packed.quantity
                share = line.amount * sent[line.id] / (line.quantity - line.refused)
                due = share.quantize(CENT, ROUND_HALF_UP)
                amount, billed[line.id] = amount + due - billed[line.id], due
            if parcel.shipped_at is not None:
                yield Moved(day=parcel.shipped_at.astimezone(zone).date(), amount=amount)
    typed = select(Event).where(Event.kind == "ledger.posted")
    for event in session.exec(typed):
        if event.facts["account"] == account_id and event.facts["entry"] in ("payment", "correction"):
            yield Moved(day=event.at.astimezone(zone).date(), amount=Decimal(event.facts["amount"]))


def test_statements_agree_with_a_recount_that_knows_no_ledger(world: World) -> None:
    chance = random.Random(20261123)
    with world.session() as session:
        owner = session.exec(select(Account.id).where(Account.name == HOUSE)).one()
    start = world.clock().date()
    for _ in range(ACTS):
        world.clock.pass_(hours=chance.uniform(0, 24 * 365 / ACTS * 2))
        with suppress(Refusal):
            _act(world, owner, chance)
    with world.session() as session:
        actor = world.actor(session, "小孙")
        moved = list(recount(actor, owner))
        assert len(moved) > ACTS / 4
        for months in range(14):
            first = start + timedelta(days=31 * months - 31)
            period = StatementPeriod(first=first, last=first + timedelta(days=chance.randint(0, 60)))
            _compare(statements.statement(actor, owner, period), moved, actor, owner)
        now = statements.statement(actor, owner, StatementPeriod(first=start, last=actor.today))
        assert {each.entry_id: each.left for each in now.open} == still_owed(actor, owner)
        assert sum(each.left for each in now.open) == now.aged.owed
        assert check_all(session) == []


def still_owed(actor: Actor, account_id: int) -> dict[int, Decimal]:
    """What is open, invoice by invoice, as the events of entries and of what payments are for tell."""
    told = actor.session.exec(select(Event).where(col(Event.kind).in_(("ledger.posted", "payment.allocated")))).all()
    owed: dict[int, Decimal] = {}
    due: dict[int, tuple[bool, str, int]] = {}
    rest = Decimal(0)
    for event in told:
        facts, entry_id = event.facts, int(event.subject.split(":")[1])
        if facts["account"] != account_id:
            continue
        amount = Decimal(facts["amount"])
        if event.kind == "payment.allocated":
            rest -= amount
            if facts["debt"] is not None:
                owed[facts["debt"]] = owed.get(facts["debt"], Decimal(0)) - amount
        elif facts["entry"] == "payment" or amount < 0:
            rest -= amount
        else:
            owed[entry_id] = owed.get(entry_id, Decimal(0)) + amount
            due[entry_id] = (facts["due_on"] is None, facts["due_on"] or "", entry_id)
    for entry_id in sorted(owed, key=lambda each: due[each]):
        paid = min(owed[entry_id], max(rest, Decimal(0)))
        owed[entry_id], rest = owed[entry_id] - paid, rest - paid
    return {entry_id: left for entry_id, left in owed.items() if left}


def _compare(found: statements.Statement, moved: list[Moved], actor: Actor, owner: int) -> None:
    """Openings and closings are sums up to a day, also where closed periods put an entry a day later."""
    later = {
        entry.day: entry.amount
        for entry in actor.session.exec(select(LedgerEntry).where(LedgerEntry.account_id == owner))
        if entry.day > entry.at.astimezone(actor.supplier.zone).date()
    }
    assert not later, "nothing here is closed on its own day"
    before = sum((each.amount for each in moved if each.day < found.period.first), Decimal(0))
    within = [each for each in moved if found.period.first <= each.day <= found.period.last]
    assert found.opening == before
    assert found.closing == before + sum((each.amount for each in within), Decimal(0))
    assert found.aged.balance == found.closing
    by_day = {day: sum(each.amount for each in within if each.day == day) for day in {each.day for each in within}}
    told = {day: sum(line.debit - line.credit for line in found.lines if line.day == day) for day in by_day}
    assert told == by_day


def _act(world: World, owner: int, chance: random.Random) -> None:
    match chance.choice(("sell", "sell", "sell", "pay", "pay", "pay", "back", "correct", "agree")):
        case "sell":
            _sell(world, chance)
        case "pay":
            with world.database.transaction() as session:
                amount = Decimal(chance.randint(1, 30000)) / 100
                known = session.exec(select(Order.id)).all()
                named = chance.sample(known, min(chance.choice((0, 1, 2)), len(known)))
                payments.record(world.actor(session, "小孙"), owner, amount, slip=Slip(orders=named))
        case "back":
            with world.database.transaction() as session:
                paid = select(LedgerEntry.id).where(LedgerEntry.kind == "payment", LedgerEntry.amount < 0)
                known = session.exec(paid).all()
                if known:
                    payments.reverse(world.actor(session, "小孙"), chance.choice(known), "银行退票")
        case "correct":
            with world.database.transaction() as session:
                amount = Decimal(chance.choice((-1, 1)) * chance.randint(1, 2000)) / 100
                corrections.correct(world.actor(session, "小孙"), owner, amount, "尾差")
        case _:
            with world.database.transaction() as session:
                actor = world.actor(session, "老李")
                last = actor.today.replace(day=1) - timedelta(days=1)
                agreements.agree(actor, owner, last, agreements.entries_until(actor, owner, last))


def _sell(world: World, chance: random.Random) -> None:
    goods = chance.sample(("KL330", "KL500", "XB330", "QS550"), chance.randint(1, 3))
    order = place(world, {code: chance.randint(1, 9) for code in goods})
    approve(world, order)
    if chance.random() < 0.4:
        ship(world, order, {goods[0]: 1})
    ship(world, order)
    for parcel in parcels_of(world, order):
        if chance.random() < 0.5:
            receive(world, parcel)
