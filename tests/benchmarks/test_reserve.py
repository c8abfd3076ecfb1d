"""The bare SQL that our act is measured against writes what the act writes, or the comparison says nothing."""

import os

import pytest

from benchmarks.reserve import run, standing
from tests.grounds import Ground
from tests.postgres import GIVEN


@pytest.mark.parametrize("at_once", [pytest.param(1, marks=pytest.mark.long), 3])
def test_both_sides_hold_the_same_rows(ground: Ground, at_once: int) -> None:
    with standing(ground.kind, os.environ.get(GIVEN, ""), buyers=4) as stand:
        outcome = run(stand, at_once=at_once, lines=3, laps=1)
    assert outcome.findings == []
    assert outcome.ratio > 0
    assert outcome.statements[0] <= outcome.statements[1]
