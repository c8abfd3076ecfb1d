"""Months of goods that are billed on receipt, with claims: owed and unbilled, counted again from events alone."""

import random
from decimal import Decimal

import pytest
from sqlmodel import col, select

from domain.after_sales import decisions, requests
from domain.after_sales.requests import Wanted
from domain.checks import check_all
from domain.finance import balances, credit
from domain.rules.return_life import ReturnStatus
from domain.rules.returns import Outcome, ReturnKind, ReturnReason
from domain.tables.orders import Event, OrderLine
from domain.tables.people import Account, Channel
from domain.tables.returns import ReturnLine
from domain.tables.shipments import Shipment
from tests.lengths import times
from tests.orders import approve, parcels_of, place, receive, ship
from tests.returns import requests_of
from tests.world import World

HOUSE = "李记便利店"
#: Nothing of them is rounded.
PRICES = {"KL500": Decimal("2.50"), "XB330": Decimal("1.75"), "QS550": Decimal("0.90")}
ORDERS = times(12, long=300)


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


def recount(world: World) -> tuple[Decimal, Decimal]:
    """What is owed, and what is shipped and not billed: as events tell of parcels and of claims."""
    owed = unbilled = Decimal(0)
    with world.session() as session:
        lines = {each.id: each for each in session.exec(select(OrderLine))}
        price = {each.id: lines[each.order_line_id].price or Decimal(0) for each in session.exec(select(ReturnLine))}
        of = {f"shipment:{each.id}": each.order_id for each in session.exec(select(Shipment))}
        asked: dict[str, tuple[Decimal, Decimal]] = {}
        arrived = {}
        for event in session.exec(select(Event).order_by(col(Event.id))):
            whole = sum((each.amount for each in lines.values() if each.order_id == event.order_id), Decimal(0))
            subject = event.subject
            match event.kind:
                case "shipment.shipped":
                    unbilled += whole
                case "shipment.delivered":
                    owed, unbilled = owed + whole, unbilled - whole
                    arrived[of[subject]] = event.at
                case "return.asked":
                    line = session.get_one(ReturnLine, event.facts["line"])
                    money = Decimal(event.facts["quantity"]) * price[line.id]
                    at_once = arrived[lines[line.order_line_id].order_id] == event.at
                    kept, later = asked.get(subject, (Decimal(0), Decimal(0)))
                    asked[subject] = (kept + money, later) if at_once else (kept, later + money)
                    owed, unbilled = (owed - money, unbilled + money) if at_once else (owed, unbilled)
                case "return.refused" | "return.withdrawn":
                    owed, unbilled = owed + asked[subject][0], unbilled - asked[subject][0]
                case "return.approved":
                    owed, unbilled = owed - asked[subject][1], unbilled - asked[subject][0]
    return owed, unbilled


def test_owed_and_unbilled_agree_with_a_recount_that_knows_only_events(world: World) -> None:
    chance = random.Random(20261201)
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == HOUSE)).one()
        account.terms = "30:receipt"
        owner = account.id
    for _ in range(ORDERS):
        world.clock.pass_(hours=chance.uniform(1, 60))
        _sell(world, chance)
        _decide(world, chance)
        with world.session() as session:
            actor = world.actor(session, "小孙")
            found = (
                balances.standing(actor, owner).aged.balance,
                credit.credit_of(actor, owner).exposure.unbilled,
            )
        assert found == recount(world)
    with world.session() as session:
        assert check_all(session) == []


def _sell(world: World, chance: random.Random) -> None:
    order = place(world, {code: chance.randint(3, 9) for code in chance.sample(sorted(PRICES), chance.randint(1, 3))})
    approve(world, order)
    ship(world, order)
    match chance.choice(("later", "received", "claimed", "both")):
        case "received":
            receive(world, parcels_of(world, order)[0])
        case "claimed":
            _claim(world, order.id, chance)
        case "both":
            receive(world, parcels_of(world, order)[0])
            world.clock.pass_(hours=1)
            _claim(world, order.id, chance)
        case _:
            pass


def _claim(world: World, order_id: int, chance: random.Random) -> None:
    with world.database.transaction() as session:
        lines = session.exec(select(OrderLine).where(OrderLine.order_id == order_id)).all()
        wanted = [
            Wanted(
                order_line_id=line.id,
                kind=ReturnKind.CLAIM,
                reason=ReturnReason.SHORT,
                quantity=Decimal(chance.randint(1, int(line.quantity))),
                outcome=Outcome.REFUND,
            )
            for line in lines
        ]
        for at, each in enumerate(wanted):
            requests.ask(world.actor(session, "老李"), each, wanted[at + 1 :])


def _decide(world: World, chance: random.Random) -> None:
    waits = [each for each in requests_of(world) if each.status is ReturnStatus.REQUESTED]
    if not waits:
        return
    request = chance.choice(waits)
    with world.database.transaction() as session:
        match chance.choice(("grant", "refuse", "withdraw", "wait")):
            case "grant":
                decisions.approve(world.actor(session, "小王"), request.id, request.revision)
            case "refuse":
                decisions.refuse(world.actor(session, "小王"), request.id, request.revision, "都装了")
            case "withdraw":
                requests.withdraw(world.actor(session, "老李"), request.id)
            case _:
                pass
