"""The soak run: its sums, and a short one, so that the crowd still finds its buttons."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.samples import MIB, Sample, from_buckets, growth, quantile
from benchmarks.soak import run

SAMPLE = Sample(
    minute=0, updates=1, turn=(0, 0), seen=(0, 0), due=0, oldest=0, memory=100 * MIB, database=MIB, trouble=0
)


@pytest.mark.parametrize(
    ("counts", "share", "value"),
    [
        ({0.01: 10, 0.1: 10, float("inf"): 10}, 0.5, 0.005),
        ({0.01: 50, 0.1: 100, float("inf"): 100}, 0.99, 0.0982),
        ({0.01: 0, 0.1: 0, float("inf"): 5}, 0.5, 0.1),
        ({0.01: 0, 0.1: 0, float("inf"): 0}, 0.5, 0),
        ({}, 0.5, 0),
    ],
)
def test_a_share_of_a_histogram(counts: dict[float, float], share: float, value: float) -> None:
    assert from_buckets(counts, share) == pytest.approx(value)


def test_a_share_of_single_values() -> None:
    assert quantile([0.3, 0.1, 0.2], 0.5) == 0.2
    assert quantile([0.3, 0.1, 0.2], 0.99) == 0.3
    assert quantile([], 0.5) == 0


def test_memory_that_grew_while_caches_filled_is_flat_afterwards() -> None:
    grown = [replace(SAMPLE, minute=minute, memory=min(minute, 10) * MIB) for minute in range(20)]
    leaking = [replace(SAMPLE, minute=minute, memory=minute * MIB) for minute in range(20)]
    assert growth(grown) == pytest.approx(0)
    assert growth(leaking) == pytest.approx(60 * MIB)


@pytest.mark.long
def test_a_crowd_orders_decides_and_sends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, seconds=10, rate=20, every=0.5, rows=2) == 0
    printed = capsys.readouterr().out
    for happened in ("order.submitted", "order.approved"):
        assert happened in printed
    assert "everything agrees" in printed
