"""The life of a shipment is a whole: nothing is out of reach, nothing is a dead end, and rights decide the rest."""

import pytest

from domain.rules import shipment_life
from domain.rules.rights import Role, grants
from domain.rules.shipment_life import LIFE, ShipmentStatus, ShipmentStep


def test_every_status_can_be_reached_from_a_new_shipment() -> None:
    assert LIFE.reachable({LIFE.first}) == set(ShipmentStatus)


def test_it_ends_with_the_receiver_or_is_given_up() -> None:
    assert LIFE.ends == {ShipmentStatus.DELIVERED, ShipmentStatus.DROPPED}


@pytest.mark.parametrize("status", ShipmentStatus)
def test_every_shipment_can_still_come_to_an_end(status: ShipmentStatus) -> None:
    assert LIFE.reachable({status}) & LIFE.ends


def test_every_step_is_somewhere_in_the_life() -> None:
    assert {move.step for move in LIFE.transitions} == set(ShipmentStep)


def test_no_row_stands_twice() -> None:
    assert len({(move.source, move.step) for move in LIFE.transitions}) == len(LIFE.transitions)


@pytest.mark.parametrize("status", ShipmentStatus)
def test_every_status_is_before_leaving_or_after_or_void(status: ShipmentStatus) -> None:
    classes = (shipment_life.BEFORE_LEAVING, shipment_life.LEFT, shipment_life.VOID)
    assert sum(status in each for each in classes) == 1


@pytest.mark.parametrize("status", sorted(shipment_life.LEFT))
def test_what_has_left_is_never_given_up(status: ShipmentStatus) -> None:
    assert LIFE.reachable({status}) <= shipment_life.LEFT


@pytest.mark.parametrize(
    ("step", "roles"),
    [
        (ShipmentStep.PACK, {Role.WAREHOUSE, Role.ADMIN}),
        (ShipmentStep.SHIP, {Role.WAREHOUSE, Role.ADMIN}),
        (ShipmentStep.DROP, {Role.WAREHOUSE, Role.ADMIN}),
        (ShipmentStep.CANCEL, {Role.SALESPERSON, Role.ADMIN}),
        (ShipmentStep.CORRECT_TRACKING, {Role.WAREHOUSE, Role.ADMIN}),
        (ShipmentStep.RECEIVE, {Role.BUYER, Role.ADMIN}),
        (ShipmentStep.RECEIVE_UNCONFIRMED, set()),
    ],
)
def test_who_may_ever_take_a_step(step: ShipmentStep, roles: set[Role]) -> None:
    assert {role for role in Role if any(grants(role, right) for right in LIFE.rights(step))} == roles
