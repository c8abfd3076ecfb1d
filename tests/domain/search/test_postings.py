"""Postings find what shares most, however their memory is cut up while building."""

from math import log

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.search import postings
from domain.search.postings import Postings

Marked = list[set[int]]
MARKED = st.lists(st.sets(st.integers(0, 9), max_size=6), max_size=30)
WANTED = st.dictionaries(st.integers(0, 12), st.floats(0.5, 2), max_size=5)


def by_hand(marked: Marked, wanted: dict[int, float]) -> dict[int, float]:
    """What each thing gains, summed up plainly."""
    having = {key: sum(key in marks for marks in marked) for key in wanted}
    gains = {
        number: sum(wanted[key] * log(1 + len(marked) / (1 + having[key])) for key in marks if key in wanted)
        for number, marks in enumerate(marked)
    }
    return {number: gain for number, gain in gains.items() if gain}


@pytest.mark.parametrize("at_once", [4_000_000, 3, 7])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(marked=MARKED, wanted=WANTED)
def test_the_best_are_those_that_gain_most(
    marked: Marked, wanted: dict[int, float], at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "_AT_ONCE", at_once)
    gains = by_hand(marked, wanted)
    found = Postings(marked).best(wanted, 5)
    most = sorted(gains.values(), reverse=True)[:5]
    promising = [gain for gain in most if gain >= 0.5 * most[0] * 1.0001]
    assert [gains[number] for number, _ in found][: len(promising)] == pytest.approx(promising)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(marked=MARKED, wanted=WANTED)
def test_the_longer_lists_only_reorder_what_the_rarest_brought(
    marked: Marked, wanted: dict[int, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "_MERGED", 0)
    monkeypatch.setattr(postings, "_FEW", 0)
    gains = by_hand(marked, wanted)
    found = [gains[number] for number, _ in Postings(marked).best(wanted, 5)]
    assert found == pytest.approx(sorted(found, reverse=True))
    assert bool(found) == bool(gains)


def test_what_nearly_everything_bears_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "_LARGE", 2)
    assert Postings([{1, 2}, {1}, {1}, {1, 3}]).best({1: 1.0, 2: 1.0}, 9)[0][0] == 0


def test_a_place_without_anything_has_nothing() -> None:
    assert Postings([]).best({1: 1.0}, 9) == []
    assert Postings([set(), set()]).best({1: 1.0}, 9) == []
    assert Postings([{1}]).best({}, 9) == []
