"""The life of an order is a whole: nothing is out of reach, nothing is a dead end, and rights decide the rest."""

import pytest

from domain.rules.approvals import ApprovalKind
from domain.rules.order_life import LIFE, OrderStatus, Position, Step, deciding_rights, next_status, right_for
from domain.rules.order_states import CLOSED
from domain.rules.rights import Right, Role, grants


def test_every_status_can_be_reached_from_a_new_order() -> None:
    assert LIFE.reachable({LIFE.first}) == set(OrderStatus)


@pytest.mark.parametrize("status", sorted(set(OrderStatus) - CLOSED))
def test_every_open_order_can_still_be_closed(status: OrderStatus) -> None:
    assert LIFE.reachable({status}) & CLOSED


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_a_closed_order_stays_closed(status: OrderStatus) -> None:
    assert LIFE.reachable({status}) == {status}


def test_nothing_else_is_an_end() -> None:
    assert LIFE.ends == CLOSED


def test_every_step_is_somewhere_in_the_life() -> None:
    assert {move.step for move in LIFE.transitions} == set(Step)


def test_no_row_stands_twice() -> None:
    assert len({(move.source, move.step) for move in LIFE.transitions}) == len(LIFE.transitions)


def test_saying_no_and_calling_off_need_a_reason() -> None:
    assert {move.step for move in LIFE.transitions if move.needs_reason} == {Step.REJECT, Step.CANCEL}


def test_what_was_shipped_cannot_be_called_off() -> None:
    assert next_status(Position(status=OrderStatus.APPROVED, picking=True, shipped=True), Step.CANCEL) is None


def test_once_picking_began_calling_off_needs_more() -> None:
    before = Position(status=OrderStatus.APPROVED)
    after = Position(status=OrderStatus.APPROVED, picking=True)
    assert right_for(before, Step.CANCEL) is Right.ORDER_CANCEL
    assert right_for(after, Step.CANCEL) is Right.ORDER_CANCEL_LATE


S, F, A = ApprovalKind.SALES, ApprovalKind.FINANCE, ApprovalKind.ADMIN


@pytest.mark.parametrize(
    ("asked", "given", "may_agree", "may_refuse"),
    [
        ({S}, set(), {Role.SALESPERSON, Role.ADMIN}, {Role.SALESPERSON, Role.ADMIN}),
        ({S, F}, set(), {Role.SALESPERSON, Role.FINANCE, Role.ADMIN}, {Role.SALESPERSON, Role.FINANCE, Role.ADMIN}),
        ({S, F}, {S}, {Role.FINANCE, Role.ADMIN}, {Role.SALESPERSON, Role.FINANCE, Role.ADMIN}),
        ({S, F}, {F}, {Role.SALESPERSON, Role.ADMIN}, {Role.SALESPERSON, Role.FINANCE, Role.ADMIN}),
        ({S, A}, {S}, {Role.ADMIN}, {Role.SALESPERSON, Role.ADMIN}),
    ],
)
def test_who_decides_on_what_is_still_open_and_who_may_say_no(
    asked: set[ApprovalKind], given: set[ApprovalKind], may_agree: set[Role], may_refuse: set[Role]
) -> None:
    position = Position(status=OrderStatus.SUBMITTED, asked=frozenset(asked), given=frozenset(given))
    for step, roles in ((Step.APPROVE, may_agree), (Step.REJECT, may_refuse)):
        rights = deciding_rights(position, step) or frozenset()
        assert {role for role in Role if any(grants(role, right) for right in rights)} == roles
    assert next_status(position, Step.WITHDRAW) is (None if given else OrderStatus.WITHDRAWN)


def test_stars_are_given_once() -> None:
    assert next_status(Position(status=OrderStatus.COMPLETED, rated=True), Step.RATE) is None


@pytest.mark.parametrize(
    ("step", "roles"),
    [
        (Step.WITHDRAW, {Role.BUYER, Role.SALESPERSON, Role.ADMIN}),
        (Step.CHANGE, {Role.BUYER, Role.SALESPERSON, Role.ADMIN}),
        (Step.APPROVE, {Role.SALESPERSON, Role.FINANCE, Role.ADMIN}),
        (Step.REJECT, {Role.SALESPERSON, Role.FINANCE, Role.ADMIN}),
        (Step.CANCEL, {Role.BUYER, Role.SALESPERSON, Role.ADMIN}),
        (Step.PICK, {Role.WAREHOUSE, Role.ADMIN}),
        (Step.RATE, {Role.BUYER}),
        (Step.EXPIRE, set()),
        (Step.COMPLETE, set()),
    ],
)
def test_who_may_ever_take_a_step(step: Step, roles: set[Role]) -> None:
    assert {role for role in Role if any(grants(role, right) for right in LIFE.rights(step))} == roles
