"""The scheduler: runs functions of the domain on a timetable, each in a transaction of its own."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlmodel import Session

from bot.monitoring.metrics import Metrics
from bot.monitoring.trace import trace_context
from domain import scheduled
from domain.actor import Actor, Supplier
from domain.catalogue import news, word_proposals
from domain.events.numbering import number_events
from domain.tables.people import Place
from handlers.entry import invitation
from storage import failed_messages, inbox, media, outbox, rate_bookings
from storage.engine import Database
from storage.outage import is_outage
from storage.perform import perform
from storage.privacy import unknown_identities

log = structlog.get_logger()

Job = Callable[[Actor], int]


@dataclass(frozen=True, kw_only=True)
class ScheduledJob:
    """A job and how often it runs, in seconds; a missed run is made up for, as due work is found in the database."""

    name: str
    job: Job
    seconds: int


@dataclass(frozen=True, kw_only=True)
class OutsideJob:
    """The same for work that waits for others: it opens its own short transactions. It is timed like the rest."""

    name: str
    run: Callable[[], int]
    seconds: int


def forget_old(actor: Actor) -> int:
    """Delete expired answers, old failures, unused bookings, unknown identities, unused pictures and old notices."""
    inbox.forget_old(actor.session, actor.now)
    failed_messages.forget_old(actor.session, actor.now)
    rate_bookings.forget_old(actor.session)
    unknown_identities.delete_old(actor.session, actor.now)
    media.forget_unused(actor.session, actor.now)
    return scheduled.forget_old(actor)


def forget_codes(actor: Actor) -> int:
    """Delete invite codes from stored answers as soon as no platform delivers again."""
    invitation.forget_codes(actor.session, actor.now)
    outbox.forget_replies(actor.session, actor.now)
    return 0


SCHEDULE = (
    ScheduledJob(name="expire", job=scheduled.expire_due, seconds=30),
    ScheduledJob(name="unpaid", job=scheduled.remind_unpaid, seconds=300),
    ScheduledJob(name="paid", job=scheduled.give_paid, seconds=60),
    ScheduledJob(name="swaps", job=scheduled.end_swaps, seconds=60),
    ScheduledJob(name="remind", job=scheduled.remind_due, seconds=60),
    ScheduledJob(name="digest", job=scheduled.morning_digest, seconds=300),
    ScheduledJob(name="wanted", job=scheduled.ask_still_wanted, seconds=3600),
    ScheduledJob(name="news", job=news.tell, seconds=300),
    ScheduledJob(name="alerts", job=scheduled.tell_of_goods, seconds=900),
    ScheduledJob(name="credit", job=scheduled.give_what_waits, seconds=600),
    ScheduledJob(name="statements", job=scheduled.send_statements, seconds=600),
    ScheduledJob(name="payments", job=scheduled.remind_of_payments, seconds=1800),
    ScheduledJob(name="parcels", job=scheduled.tell_of_parcels, seconds=60),
    ScheduledJob(name="talks", job=scheduled.follow_up_talks, seconds=30),
    ScheduledJob(name="receipts", job=scheduled.receive_unconfirmed, seconds=1800),
    ScheduledJob(name="words", job=word_proposals.propose, seconds=3600),
    ScheduledJob(name="codes", job=forget_codes, seconds=300),
    ScheduledJob(name="forget", job=forget_old, seconds=3600),
    ScheduledJob(name="number", job=number_events, seconds=1),
)


#: A job that falls due while the machine is busy runs late, and is not skipped.
_DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


class Jobs:
    """Runs the timetable; notices left by a job are sent at once."""

    def __init__(
        self,
        database: Database,
        supplier: Supplier,
        now: Callable[[], datetime],
        wake: Callable[[], None],
        metrics: Metrics | None = None,
        outside: Sequence[OutsideJob] = (),
    ) -> None:
        self._outside = tuple(outside)
        self._metrics = metrics or Metrics()
        self._done: dict[str, datetime] = {}
        self._database = database
        self._supplier = supplier
        self._now = now
        self._wake = wake
        self._clock: BackgroundScheduler | None = None

    def start(self) -> None:
        """Start, with one run of every job. It may be started again after a stop."""
        self._done = {row.name: self._now() for row in SCHEDULE}
        self._clock = BackgroundScheduler(timezone="UTC", job_defaults=_DEFAULTS)
        at_once = datetime.now(self._clock.timezone)
        for row in SCHEDULE:
            every = IntervalTrigger(seconds=row.seconds)
            self._clock.add_job(self.run, every, args=[row], id=row.name, next_run_time=at_once)
        for other in self._outside:
            every = IntervalTrigger(seconds=other.seconds)
            self._clock.add_job(self.run_outside, every, args=[other], id=other.name, next_run_time=at_once)
        self._clock.start()

    def stop(self) -> None:
        """Wait for running jobs and stop."""
        if self._clock is not None:
            self._clock.shutdown(wait=True)
            self._clock = None
        self._done = {}

    def lag(self) -> Mapping[str, float]:
        """Seconds by which each job is late for its next success; empty where the scheduler does not run."""
        late = {row.name: self._late(row) for row in SCHEDULE if row.name in self._done}
        return {name: max(0.0, seconds) for name, seconds in late.items()}

    def _late(self, row: ScheduledJob) -> float:
        return (self._now() - self._done[row.name]).total_seconds() - row.seconds

    def run(self, row: ScheduledJob) -> None:
        """Run a job once. A failure is logged and the job runs again at its next time."""
        began = time.perf_counter()
        with trace_context(job=row.name) as trace:
            done = self._look(row, trace)
        self._metrics.job_ran(row.name, time.perf_counter() - began, failed=done is None)
        if done is not None:
            self._done[row.name] = self._now()

    def run_outside(self, job: OutsideJob) -> None:
        """Run a job once that opens its own transactions. A failure is logged, and it runs again at its next time."""
        began, failed = time.perf_counter(), False
        with trace_context(job=job.name):
            try:
                done = job.run()
            except Exception as error:
                failed = True
                if is_outage(error):
                    log.warning("job put off: the database is away or busy")
                else:
                    log.exception("job failed")
            else:
                log.info("job done", done=done) if done else None
        self._metrics.job_ran(job.name, time.perf_counter() - began, failed=failed)

    def _look(self, row: ScheduledJob, trace: str) -> int | None:
        """How much was done; None where it failed."""
        try:
            performed = perform(self._database, lambda session: row.job(self._actor(session, trace)))
        except Exception as error:
            if is_outage(error):
                log.warning("job put off: the database is away or busy")
            else:
                log.exception("job failed")
            return None
        if performed.notices_left:
            self._wake()
        if performed.result:
            log.info("job done", done=performed.result)
        return performed.result

    def _actor(self, session: Session, trace: str) -> Actor:
        now, supplier = self._now(), self._supplier
        return Actor(session=session, person=None, now=now, supplier=supplier, where=Place.JOB, trace=trace)
