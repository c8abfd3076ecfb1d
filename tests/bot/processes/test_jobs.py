"""The clock: a job that fails is counted and tried again, one that is late says by how much, its news bear its id."""

from dataclasses import replace

import pytest
from sqlmodel import select

from bot.monitoring.metrics import Metrics
from bot.processes.jobs import SCHEDULE, Jobs
from domain.actor import Actor
from domain.tables.notices import Notice
from tests.orders import place
from tests.world import World

EXPIRE = SCHEDULE[0]


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def jobs(world: World, metrics: Metrics) -> Jobs:
    return Jobs(world.database, world.supplier, world.clock, lambda: None, metrics)


def runs(metrics: Metrics, outcome: str) -> float | None:
    return metrics.registry.get_sample_value("dinghuo_job_runs_total", {"task": EXPIRE.name, "outcome": outcome})


def fails(_: Actor) -> int:
    raise RuntimeError


def test_jobs_are_late_only_where_the_clock_runs(jobs: Jobs) -> None:
    assert jobs.lag() == {}
    jobs.start()
    assert jobs.lag().keys() == {row.name for row in SCHEDULE}
    jobs.stop()
    assert jobs.lag() == {}


def test_a_job_that_does_not_succeed_in_its_time_is_late(jobs: Jobs, world: World) -> None:
    jobs.run(EXPIRE)
    world.clock.pass_(seconds=EXPIRE.seconds + 45)
    jobs.run(replace(EXPIRE, job=fails))
    assert jobs.lag()[EXPIRE.name] == 45
    jobs.run(EXPIRE)
    assert jobs.lag()[EXPIRE.name] == 0


def test_runs_are_counted_by_how_they_ended(jobs: Jobs, metrics: Metrics) -> None:
    jobs.run(EXPIRE)
    jobs.run(replace(EXPIRE, job=fails))
    assert (runs(metrics, "done"), runs(metrics, "failed")) == (1, 1)


def test_the_notices_of_one_run_bear_one_id(jobs: Jobs, world: World) -> None:
    place(world)
    world.clock.pass_(hours=49)
    jobs.run(EXPIRE)
    with world.session() as session:
        left = session.exec(select(Notice).where(Notice.kind == "order_expired")).all()
    (trace,) = {notice.trace for notice in left}
    assert len(left) > 1
    assert len(trace) == 8
