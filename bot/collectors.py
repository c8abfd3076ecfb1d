"""Metrics that are read from the database when Prometheus asks: outbox, jobs, search index."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.processes.jobs import Jobs
from storage import disk_usage, failed_messages, outbox
from storage.catalogue_index import CatalogueIndex
from storage.engine import ONLY_READS, Database
from storage.outbox import Depth

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class LookedUp:
    """Figures from the database. ``taken``: its size in bytes; ``passed``: messages passed over within a week."""

    depth: Depth
    taken: int
    passed: int


class Collectors(Collector):
    """Every process reports the same outbox: take the maximum over processes, never the sum."""

    def __init__(
        self, database: Database, jobs: Jobs, catalogue_index: CatalogueIndex, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._catalogue_index = catalogue_index
        self._now = now

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Empty, so that nothing is looked up at registration."""
        return ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All figures as of now; without the database only ``database_up 0``."""
        found = self._found()
        yield _gauge("database_up", "Whether the database answered just now", 0 if found is None else 1)
        if found is not None:
            yield from _outbox(found.depth, self._now())
            yield _gauge("database_bytes", "Room the database takes", found.taken)
            yield _gauge("messages_passed_over", "Messages passed over within a week", found.passed)
        if (free := disk_usage.free_bytes(self._database)) is not None:
            yield _gauge("disk_free_bytes", "Room left on the disk of the SQLite file", free)
        lag = GaugeMetricFamily("dinghuo_job_lag_seconds", "Past its time by so much, where jobs run", labels=["task"])
        for job, seconds in self._jobs.lag().items():
            lag.add_metric([job], seconds)
        yield lag
        yield from _index(self._catalogue_index)

    def _found(self) -> LookedUp | None:
        try:
            with Session(self._database.engine.execution_options(**{ONLY_READS: True})) as session:
                now = self._now()
                passed = failed_messages.recently_passed_over(session, now).count
                return LookedUp(
                    depth=outbox.depth(session, now), taken=disk_usage.database_bytes(session), passed=passed
                )
        except SQLAlchemyError:
            log.warning("the database cannot be asked for its figures just now")
            return None


def _outbox(depth: Depth, now: datetime) -> Iterator[GaugeMetricFamily]:
    waiting = GaugeMetricFamily("dinghuo_outbox_notices", "Notices not delivered yet", labels=["state"])
    waiting.add_metric(["due"], depth.due)
    waiting.add_metric(["later"], depth.later)
    waiting.add_metric(["kept"], depth.kept)
    waiting.add_metric(["set_aside"], depth.set_aside)
    yield waiting
    oldest = (now - depth.oldest).total_seconds() if depth.oldest else 0.0
    yield _gauge("outbox_oldest_seconds", "Age of the oldest notice that should go out", max(0.0, oldest))


def _index(catalogue_index: CatalogueIndex) -> Iterator[GaugeMetricFamily]:
    seen = catalogue_index.freshness()
    yield _gauge("search_index_entries", "Goods in the search index", seen.entries)
    yield _gauge("search_index_age_seconds", "Since the index was made", seen.age)
    yield _gauge("search_index_behind_seconds", "Since searches have been answered from an old index", seen.behind)


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"dinghuo_{name}", meaning, value=value)
