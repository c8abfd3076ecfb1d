"""For every role, state and step: what a button offers, what ``may_take`` says and what the act does are one thing."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, select

from domain.actor import Actor
from domain.fulfilment import picking
from domain.orders import line_change, rating, status_changes
from domain.orders.access import find, may_take
from domain.orders.view import OrderView
from domain.refusals import NotAllowed, NotFound, OrderMoved, Refusal
from domain.rules.order_life import Step
from domain.tables.orders import Order, OrderShare
from domain.tables.people import Account, Person
from handlers.conversation.callback_data import read
from handlers.conversation.verbs import Verb
from handlers.orders import order_card
from storage.schema import METADATA
from tests.orders import approve, pick, place, receive, ship
from tests.world import World


def _change(actor: Actor, seen: OrderView) -> OrderView:
    return line_change.change_line(actor, seen, seen.rows[0].line.id, Decimal(96)).order


ACTS: Mapping[Step, Callable[[Actor, Order], object]] = {
    Step.WITHDRAW: lambda actor, order: status_changes.withdraw(actor, order.id, order.revision),
    Step.CHANGE: lambda actor, order: _change(actor, line_change.to_change(actor, order.id, order.revision)),
    Step.APPROVE: lambda actor, order: status_changes.approve(actor, order.id, order.revision),
    Step.REJECT: lambda actor, order: status_changes.reject(actor, order.id, order.revision, "缺货"),
    Step.CANCEL: lambda actor, order: status_changes.cancel(actor, order.id, "不要了", order.revision),
    Step.PICK: lambda actor, order: picking.pick(actor, order.id),
    Step.RATE: lambda actor, order: rating.rate(actor, order.id, 5),
}
BUTTONS: Mapping[Verb, Step] = {
    Verb.WITHDRAW: Step.WITHDRAW,
    Verb.CHANGE: Step.CHANGE,
    Verb.APPROVE: Step.APPROVE,
    Verb.REJECT: Step.REJECT,
    Verb.CANCEL: Step.CANCEL,
    Verb.PICK: Step.PICK,
    Verb.RATE: Step.RATE,
}
PEOPLE = ("老李", "小王", "老周", "陈总", "小孙", "阿美")


def waiting(world: World) -> Order:
    order = place(world, {"KL330": 48, "QS550": 24})
    with world.database.transaction() as session:
        session.add(OrderShare(order_id=order.id, person_id=world.actor(session, "阿美").person_id or 0))
    return order


def agreed(world: World) -> Order:
    order = waiting(world)
    approve(world, order)
    return order


def being_picked(world: World) -> Order:
    order = agreed(world)
    pick(world, order)
    return order


def part_shipped(world: World) -> Order:
    order = agreed(world)
    ship(world, order, {"KL330": 24})
    return order


def all_shipped(world: World) -> Order:
    order = agreed(world)
    ship(world, order)
    return order


def completed(world: World) -> Order:
    order = agreed(world)
    receive(world, ship(world, order))
    return order


def rated(world: World) -> Order:
    order = completed(world)
    with world.database.transaction() as session:
        rating.rate(world.actor(session, "老李"), order.id, 4)
    return order


def rejected(world: World) -> Order:
    return acted(world, waiting(world), Step.REJECT, "小王")


def cancelled(world: World) -> Order:
    return acted(world, waiting(world), Step.CANCEL, "老李")


def withdrawn(world: World) -> Order:
    return acted(world, waiting(world), Step.WITHDRAW, "老李")


def expired(world: World) -> Order:
    order = waiting(world)
    world.clock.pass_(hours=49)
    with world.database.transaction() as session:
        assert status_changes.expire(world.actor(session), order.id)
    return order


STATES = (
    waiting, agreed, being_picked, part_shipped, all_shipped, completed, rated, rejected, cancelled, withdrawn, expired
)  # fmt: skip


def acted(world: World, order: Order, step: Step, name: str) -> Order:
    with world.database.transaction() as session:
        ACTS[step](world.actor(session, name), session.get_one(Order, order.id))
    return order


@pytest.mark.thorough
@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("state", STATES)
def test_buttons_permission_and_act_agree(world: World, state: Callable[[World], Order], name: str) -> None:
    order = state(world)
    offered = buttons(world, order, name)
    for step in ACTS:
        allowed, done, kept = attempt(world, order, step, name)
        nothing_left = step is Step.PICK and state is all_shipped
        assert done is (allowed and not nothing_left), f"{name}, {state.__name__}, {step}"
        one_no = step is Step.CANCEL and Step.REJECT in offered  # who may reject needs no second way to say no
        assert (step in offered) is (done and not one_no), f"{name}, {state.__name__}, {step}: button"
        assert kept, f"{name}, {state.__name__}, {step}: the refusal changed something"


@pytest.mark.thorough
@pytest.mark.parametrize("state", STATES)
def test_nobody_of_another_account_can_do_anything(world: World, state: Callable[[World], Order]) -> None:
    order = state(world)
    with world.database.transaction() as session:
        for name in ("Ann", "老莫", "小赵"):
            for act in ACTS.values():
                with pytest.raises((NotFound, NotAllowed)):
                    act(world.actor(session, name), session.get_one(Order, order.id))


def test_a_salesperson_takes_an_order_back_only_while_ordering_for_its_account(world: World) -> None:
    order = waiting(world)
    assert not attempt(world, order, Step.WITHDRAW, "小王")[1]
    with world.database.transaction() as session:
        person = session.exec(select(Person).where(Person.name == "小王")).one()
        person.ordering_for_id = session.exec(select(Account).where(Account.name == "Harbour Mart")).one().id
    assert not attempt(world, order, Step.WITHDRAW, "小王")[1]
    with world.database.transaction() as session:
        session.exec(select(Person).where(Person.name == "小王")).one().ordering_for_id = order.account_id
    assert attempt(world, order, Step.WITHDRAW, "小王")[1]


@pytest.mark.parametrize("step", [Step.WITHDRAW, Step.CHANGE, Step.APPROVE, Step.REJECT, Step.CANCEL])
def test_a_decision_on_an_older_revision_is_refused(world: World, step: Step) -> None:
    order = waiting(world)
    acted(world, order, Step.CHANGE, "老李")
    name = "小王" if step in {Step.APPROVE, Step.REJECT} else "老李"
    with world.database.transaction() as session, pytest.raises(OrderMoved):
        ACTS[step](world.actor(session, name), order)


def test_a_rejection_without_a_reason_is_refused(world: World) -> None:
    order = waiting(world)
    before = everything(world)
    with pytest.raises(Refusal), world.database.transaction() as session:
        status_changes.reject(world.actor(session, "小王"), order.id, 1, "  ")
    assert everything(world) == before


def buttons(world: World, order: Order, name: str) -> set[Step]:
    """The steps that the person's card offers."""
    with world.database.transaction() as session:
        card = order_card.show(world.request(session, name), order.id)
    verbs = {read(button.data).verb for button in card.choices()}
    return {step for verb, step in BUTTONS.items() if verb in verbs}


def attempt(world: World, order: Order, step: Step, name: str) -> tuple[bool, bool, bool]:
    """Whether ``may_take`` allows it, whether the act does it, and whether a refusal left all as it was. Never kept."""
    with world.session() as session:
        actor = world.actor(session, name)
        allowed = may_take(actor, find(actor, order.id), step)
        before = contents(session)
        inner = session.begin_nested()
        try:
            ACTS[step](actor, session.get_one(Order, order.id))
            session.flush()
            done = True
        except Refusal:
            done = False
        inner.rollback()
        kept = contents(session) == before
        session.rollback()
    return allowed, done, kept


def everything(world: World) -> dict[str, list[Any]]:
    with world.session() as session:
        return contents(session)


def contents(session: Session) -> dict[str, list[Any]]:
    """Every row of every table."""
    return {
        table.name: [tuple(row) for row in session.connection().execute(table.select())]
        for table in METADATA.sorted_tables
    }
