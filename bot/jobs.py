"""Scheduled work: plain functions of the domain, run by the clock in a transaction of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from domain import due
from domain.acting import By, House
from storage import inbox, pace
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
    """Let go of answers that can no longer be asked for again, and of news told long ago."""
    inbox.forget_old(by.session, by.now)
    pace.forget_old(by.session)
    return due.forget_old(by)


TIMETABLE = (
    Timetable(name="expire", job=due.expire_due, seconds=30),
    Timetable(name="remind", job=due.remind_due, seconds=60),
    Timetable(name="digest", job=due.morning_digest, seconds=300),
    Timetable(name="forget", job=forget_old, seconds=3600),
)


class Jobs:
    """The clock that runs the timetable; what a job left in the outbox is sent at once."""

    def __init__(self, database: Database, house: House, now: Callable[[], datetime], wake: Callable[[], None]) -> None:
        self._database = database
        self._house = house
        self._now = now
        self._wake = wake
        self._clock: BackgroundScheduler | None = None

    def start(self) -> None:
        """Begin, with one look at everything that fell due meanwhile. It may be begun again after it was stopped."""
        self._clock = BackgroundScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
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

    def run(self, row: Timetable) -> None:
        """One look. A failure is logged and tried again at the next."""
        try:
            with self._database.transaction() as session:
                done = row.job(By(session=session, person=None, now=self._now(), house=self._house))
        except Exception:
            log.exception("job failed", job=row.name)
            return
        if done:
            log.info("job done", job=row.name, done=done)
        self._wake()
