"""Scheduled work: plain functions of the domain, run by the clock in a transaction of their own."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.metrics import Metrics
from bot.trace import marked
from domain import due
from domain.acting import By, House
from handlers import invitation
from storage import inbox, outbox, pace, passed_over, strangers
from storage.engine import Database

log = structlog.get_logger()

Job = Callable[[By], int]


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """Which work is looked for how often, in seconds.

    What is due is found in the database, so a missed hour is made up for at the next look.
    """

    name: str
    job: Job
    seconds: int


def forget_old(by: By) -> int:
    """Let go of answers that can no longer be asked for again, of strangers long gone, and of news told long ago."""
    inbox.forget_old(by.session, by.now)
    passed_over.forget_old(by.session, by.now)
    pace.forget_old(by.session)
    strangers.forget(by.session, by.now)
    return due.forget_old(by)


def forget_codes(by: By) -> int:
    """Let go of what opens doors as soon as no platform asks for it again."""
    invitation.forget_codes(by.session, by.now)
    outbox.forget_replies(by.session, by.now)
    return 0


TIMETABLE = (
    Timetable(name="expire", job=due.expire_due, seconds=30),
    Timetable(name="remind", job=due.remind_due, seconds=60),
    Timetable(name="digest", job=due.morning_digest, seconds=300),
    Timetable(name="codes", job=forget_codes, seconds=300),
    Timetable(name="forget", job=forget_old, seconds=3600),
)


#: A job that falls due while the machine is busy is run late, not left out.
_DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


class Jobs:
    """The clock that runs the timetable; what a job left in the outbox is sent at once."""

    def __init__(
        self,
        database: Database,
        house: House,
        now: Callable[[], datetime],
        wake: Callable[[], None],
        metrics: Metrics | None = None,
    ) -> None:
        self._metrics = metrics or Metrics()
        self._done: dict[str, datetime] = {}
        self._database = database
        self._house = house
        self._now = now
        self._wake = wake
        self._clock: BackgroundScheduler | None = None

    def start(self) -> None:
        """Begin, with one look at everything that fell due meanwhile. It may be begun again after it was stopped."""
        self._done = {row.name: self._now() for row in TIMETABLE}
        self._clock = BackgroundScheduler(timezone="UTC", job_defaults=_DEFAULTS)
        at_once = datetime.now(self._clock.timezone)
        for row in TIMETABLE:
            every = IntervalTrigger(seconds=row.seconds)
            self._clock.add_job(self.run, every, args=[row], id=row.name, next_run_time=at_once)
        self._clock.start()

    def stop(self) -> None:
        """Finish what runs and stop."""
        if self._clock is not None:
            self._clock.shutdown(wait=True)
            self._clock = None
        self._done = {}

    def lag(self) -> Mapping[str, float]:
        """By how many seconds each job is late for its next success; nothing where the clock does not run."""
        late = {row.name: self._late(row) for row in TIMETABLE if row.name in self._done}
        return {name: max(0.0, seconds) for name, seconds in late.items()}

    def _late(self, row: Timetable) -> float:
        return (self._now() - self._done[row.name]).total_seconds() - row.seconds

    def run(self, row: Timetable) -> None:
        """One look. A failure is logged and tried again at the next."""
        began = time.perf_counter()
        with marked(job=row.name) as trace:
            done = self._look(row, trace)
        self._metrics.job_ran(row.name, time.perf_counter() - began, failed=done is None)
        if done is not None:
            self._done[row.name] = self._now()
            self._wake()

    def _look(self, row: Timetable, trace: str) -> int | None:
        """How much was done, nothing where it failed."""
        try:
            with self._database.transaction() as session:
                done = row.job(By(session=session, person=None, now=self._now(), house=self._house, trace=trace))
        except Exception:
            log.exception("job failed")
            return None
        if done:
            log.info("job done", done=done)
        return done
