"""Every status has its place in each class: a new one that is forgotten somewhere fails here."""

import re
from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest

from domain.rules import order_states as states
from domain.rules.order_life import LIFE, OrderStatus, Step
from domain.rules.stage import AT_AN_END, STAGES, UNDER_WAY, Stage
from tests.stories.hostile import guard

#: Each group of classes holds every status exactly once.
GROUPS = (
    (states.OPEN, states.CLOSED),
    (states.COUNTABLE, states.VOID),
    (states.AGREED, states.NEVER_AGREED, states.PERHAPS_AGREED),
    (states.DECIDED, states.UNDECIDED, states.PERHAPS_AGREED),
)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("status", OrderStatus)
def test_every_status_is_in_exactly_one_class_of_each_group(
    status: OrderStatus, group: tuple[AbstractSet[OrderStatus], ...]
) -> None:
    assert sum(status in each for each in group) == 1


def test_what_is_agreed_can_be_told_from_the_life() -> None:
    agreed = LIFE.reachable({OrderStatus.APPROVED})
    before = LIFE.reachable({LIFE.first}, without={Step.APPROVE})
    assert agreed - before == states.AGREED
    assert before - agreed == states.NEVER_AGREED
    assert agreed & before == states.PERHAPS_AGREED


def test_what_is_decided_can_be_told_from_the_life() -> None:
    before = LIFE.reachable({LIFE.first}, without={Step.APPROVE, Step.REJECT})
    assert set(OrderStatus) - before == states.DECIDED
    assert before - states.PERHAPS_AGREED == states.UNDECIDED


def test_what_is_open_counts_as_business() -> None:
    assert states.OPEN < states.COUNTABLE


def test_every_status_is_a_stage_or_told_by_its_goods() -> None:
    assert set(STAGES) == set(OrderStatus)


def test_every_stage_is_under_way_or_at_an_end() -> None:
    assert set(Stage) == UNDER_WAY | AT_AN_END
    assert not UNDER_WAY & AT_AN_END


def test_the_guard_of_the_stories_knows_every_status() -> None:
    assert set(guard.STATUS) == set(OrderStatus)


def test_the_status_of_an_order_or_shipment_has_one_writer() -> None:
    root = Path(__file__).parents[3]
    files = (path for part in ("domain", "handlers", "storage", "bot") for path in (root / part).rglob("*.py"))
    writes = re.compile(r"\b(?:order|shipment)\.status\b[^\n=]* = |\bupdate_columns\([^)]*\bstatus=")
    written = {path.relative_to(root).as_posix() for path in files if writes.search(path.read_text("utf-8"))}
    assert written == {"domain/orders/status_changes.py", "domain/orders/shipment_status.py"}
