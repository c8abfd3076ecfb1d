"""The life of an order is a whole: nothing is out of reach, nothing is a dead end, and rights decide the rest."""

import pytest

from domain.rules.order_life import (
    CLOSED,
    FIRST,
    LIFE,
    MOVES,
    OrderStatus,
    Standing,
    Step,
    next_status,
    right_for,
    rights_ever,
)
from domain.rules.rights import Right, Role, grants


def test_every_status_can_be_reached_from_a_new_order() -> None:
    reached = {FIRST}
    while more := {move.target for move in LIFE if move.source in reached} - reached:
        reached |= more
    assert reached == set(OrderStatus)


@pytest.mark.parametrize("status", set(OrderStatus) - CLOSED)
def test_every_open_order_can_still_be_closed(status: OrderStatus) -> None:
    reached = {status}
    while more := {move.target for move in LIFE if move.source in reached} - reached:
        reached |= more
    assert reached & CLOSED


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_a_closed_order_stays_closed(status: OrderStatus) -> None:
    assert {move.target for move in LIFE if move.source is status} <= {status}


def test_every_step_is_somewhere_in_the_life() -> None:
    assert {move.step for move in LIFE} == set(Step)


def test_no_row_stands_twice() -> None:
    assert len(MOVES) == len(LIFE)


def test_saying_no_and_calling_off_need_a_reason() -> None:
    assert {move.step for move in LIFE if move.needs_reason} == {Step.REJECT, Step.CANCEL}


def test_what_was_shipped_cannot_be_called_off() -> None:
    assert next_status(Standing(status=OrderStatus.APPROVED, picking=True, shipped=True), Step.CANCEL) is None


def test_once_picking_began_calling_off_needs_more() -> None:
    before = Standing(status=OrderStatus.APPROVED)
    after = Standing(status=OrderStatus.APPROVED, picking=True)
    assert right_for(before, Step.CANCEL) is Right.ORDER_CANCEL
    assert right_for(after, Step.CANCEL) is Right.ORDER_CANCEL_LATE


def test_stars_are_given_once() -> None:
    assert next_status(Standing(status=OrderStatus.COMPLETED, rated=True), Step.RATE) is None


@pytest.mark.parametrize(
    ("step", "roles"),
    [
        (Step.WITHDRAW, {Role.BUYER, Role.SALESPERSON, Role.ADMIN}),
        (Step.CHANGE, {Role.BUYER, Role.SALESPERSON, Role.ADMIN}),
        (Step.APPROVE, {Role.SALESPERSON, Role.ADMIN}),
        (Step.REJECT, {Role.SALESPERSON, Role.ADMIN}),
        (Step.CANCEL, {Role.BUYER, Role.SALESPERSON, Role.ADMIN}),
        (Step.PICK, {Role.WAREHOUSE, Role.ADMIN}),
        (Step.RATE, {Role.BUYER}),
        (Step.EXPIRE, set()),
        (Step.COMPLETE, set()),
    ],
)
def test_who_may_ever_take_a_step(step: Step, roles: set[Role]) -> None:
    assert {role for role in Role if any(grants(role, right) for right in rights_ever(step))} == roles
