"""Prometheus metrics of one process. No label names a person, an account, a chat or an order."""

import time
from collections.abc import Callable
from enum import StrEnum
from importlib.metadata import version
from typing import TypeAlias

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, disable_created_metrics
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from bot.messenger import Outcome
from domain.refusals import NotEnoughStock, ShelfShort
from domain.tables.people import Channel
from handlers.conversation.turn import Answer

#: Seconds. A turn of ours takes milliseconds, a platform's answer tenths, WeChat hangs up after five.
_TURN = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_CALL = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_DELAY = (0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14400, 86400)
_SYNC = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1)
_JOB = (0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60)
_SHORTAGES = frozenset({NotEnoughStock.__name__, ShelfShort.__name__})

# A job is labelled ``task``: Prometheus has a label ``job`` of its own.

#: How a call to a platform is reported: the platform's code, or what became of it, and the seconds it took.
ReportCall: TypeAlias = Callable[[str, float], None]
#: The code of a call that did what it should.
SUCCESS = "ok"


class TurnOutcome(StrEnum):
    """How a turn ended."""

    ANSWERED = "answered"
    REFUSED = "refused"
    """With the supplier's reason and the way forward."""
    REPEATED = "repeated"
    """The delivery had been answered before, and got the same answer."""
    FAILED = "failed"
    """A fault of ours: nothing was done, and the person was told so."""
    UNDONE = "undone"
    """The database was away or busy: nothing was done, and the platform delivers again."""


class Metrics:
    """One process's metrics, each with its own registry, so that tests can have several."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, which no page or rule of ours looks at
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self._turns = self._counter("turns", "Turns by how they ended", "channel", "outcome")
        self._turn = self._histogram("turn_seconds", "From reading a message to its answer", _TURN, "channel")
        self._open = Gauge("dinghuo_turns_open", "Turns being answered or waiting for a thread", registry=self.registry)
        self._refusals = self._counter("refusals", "Refusals by their kind", "refusal")
        self._conflicts = self._counter("stock_conflicts", "Acts refused because the goods were not there any more")
        self._notices = self._counter("notices", "Tries to bring a notice, by what came of it", "channel", "outcome")
        self._unworded = self._counter("notices_unworded", "Tries to word a notice that failed: a fault of ours")
        self._delay = self._histogram("notice_delay_seconds", "From the act to the notice's arrival", _DELAY, "channel")
        self._calls = self._histogram("send_seconds", "Calls to a platform's API", _CALL, "channel")
        self._errors = self._counter("send_errors", "Calls to a platform that failed", "channel", "code")
        self._fetch_errors = self._counter("fetch_errors", "Failed tries to fetch updates", "channel", "code")
        self._jobs = self._counter("job_runs", "Runs of the scheduled jobs", "task", "outcome")
        self._job = self._histogram("job_seconds", "How long a run took", _JOB, "task")
        self._syncs = self._histogram("disk_sync_seconds", "Bringing what was committed onto the disk", _SYNC)
        self._requests = self._counter("http_requests", "Requests to our web endpoints", "path", "status")
        for channel in Channel:  # what was never seen cannot rise: the first fault must be a rise, too
            for ended in TurnOutcome:
                self._turns.labels(channel.value, ended.value)
        Info("dinghuo_build", "What runs here", registry=self.registry).info({"version": version("dinghuo")})

    def turn_began(self) -> float:
        """Count a turn as open; returns its start, to be passed to ``turn_ended``."""
        self._open.inc()
        return time.perf_counter()

    def turn_ended(self, channel: Channel, began: float, answer: Answer | None) -> tuple[float, TurnOutcome]:
        """Count a finished turn (None: it was undone); returns its seconds and outcome."""
        seconds = time.perf_counter() - began
        self._open.dec()
        self._turn.labels(channel.value).observe(seconds)
        ended = _ended(answer)
        self._turns.labels(channel.value, ended.value).inc()
        if answer is not None and ended is TurnOutcome.REFUSED:
            self._refusals.labels(answer.refused).inc()
            if answer.refused in _SHORTAGES:
                self._conflicts.inc()
        return seconds, ended

    def notice_tried(self, channel: Channel, outcome: Outcome, delay: float) -> None:
        """Count a try to push a notice that was written ``delay`` seconds ago."""
        name = type(outcome).__name__.lower()
        self._notices.labels(channel.value, name).inc()
        if name == "delivered":
            self._delay.labels(channel.value).observe(max(0.0, delay))

    def notice_unworded(self) -> None:
        """Count a notice that could not be worded."""
        self._unworded.inc()

    def sends_of(self, channel: Channel) -> ReportCall:
        """The function by which a channel reports its API calls."""
        seconds = self._calls.labels(channel.value)

        def called(code: str, took: float) -> None:
            seconds.observe(took)
            if code != SUCCESS:
                self._errors.labels(channel.value, code).inc()

        return called

    def fetches_of(self, channel: Channel) -> ReportCall:
        """The function by which a channel reports that it fetched updates; long polling has no meaningful time."""

        def called(code: str, _: float) -> None:
            if code != SUCCESS:
                self._fetch_errors.labels(channel.value, code).inc()

        return called

    def job_ran(self, job: str, seconds: float, *, failed: bool) -> None:
        """Count a run of a scheduled job."""
        self._jobs.labels(job, "failed" if failed else "done").inc()
        self._job.labels(job).observe(seconds)

    def synced(self, seconds: float) -> None:
        """Observe the seconds of a sync to disk."""
        self._syncs.observe(seconds)

    def answered_http(self, path: str, status: int) -> None:
        """Count an answered web request; ``path`` is one of our routes."""
        self._requests.labels(path, str(status)).inc()

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"dinghuo_{name}", meaning, labels, registry=self.registry)

    def _histogram(self, name: str, meaning: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"dinghuo_{name}", meaning, labels, buckets=buckets, registry=self.registry)


def unmeasured(_code: str, _seconds: float) -> None:
    """Reports nothing; for calls outside a server, such as a command's."""


def _ended(answer: Answer | None) -> TurnOutcome:
    if answer is None:
        return TurnOutcome.UNDONE
    if answer.trouble:
        return TurnOutcome.FAILED
    if answer.repeated:
        return TurnOutcome.REPEATED
    return TurnOutcome.REFUSED if answer.refused else TurnOutcome.ANSWERED
