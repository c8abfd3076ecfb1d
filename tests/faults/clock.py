"""The clock jumps, hours forward and minutes back, at any moment: in leases, in reservations, while notices wait."""

import asyncio
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Lock

from bot.command_context import utc_now
from bot.processes.jobs import SCHEDULE
from bot.wiring import Parts
from tests.faults import audit, indoors
from tests.faults.indoors import Indoors
from tests.faults.outcome import Outcome
from tests.faults.stage import Props
from tests.grounds import Kind

NAME = "clock jumps"
#: How likely a look at the clock finds that it has jumped, and the jumps, in minutes.
LIKELY = 0.02
FORWARD, BACK = (1, 600), (1, 30)
#: No farther than that: in a week, the invites that people still hold would expire, as they should.
FARTHEST = timedelta(days=5)
#: Seconds between two looks at what is due.
AGAIN = 0.05


@dataclass(kw_only=True)
class JumpingClock:
    """The time it is, give or take what it jumped."""

    dice: random.Random
    times: int = 0
    _off: timedelta = timedelta(0)
    _lock: Lock = field(default_factory=Lock)

    def __call__(self) -> datetime:
        with self._lock:
            if self.dice.random() < LIKELY:
                self.times += 1
                back = self._off > FARTHEST or self.dice.random() < 0.5
                self._off += -self._minutes(BACK) if back else self._minutes(FORWARD)
            return utc_now() + self._off

    def _minutes(self, between: tuple[int, int]) -> timedelta:
        return timedelta(minutes=self.dice.randint(*between))


@dataclass(kw_only=True)
class Jumps:
    """Sends and runs the jobs as a server does. One sender never doubles anything, whatever the clock says."""

    supplier: Indoors
    clock: JumpingClock
    bound: int = 0

    @property
    def times(self) -> int:
        return self.clock.times

    def run(self, done: Event) -> None:
        """Everything has been brought when it returns."""
        self.supplier.run(self._lives(self.supplier.offices[0], done))

    async def _lives(self, office: Parts, done: Event) -> None:
        stop = asyncio.Event()
        sending = asyncio.create_task(office.notice_sender.run(stop))
        while not done.is_set() or audit.waiting(self.supplier.url):
            office.notice_sender.wake()
            for row in SCHEDULE:
                await asyncio.to_thread(office.jobs.run, row)
            await asyncio.sleep(AGAIN)
        stop.set()
        await sending


def play(props: Props, kind: Kind, stories: int) -> Outcome:
    """Every look at the clock may be the one."""
    clock = JumpingClock(dice=random.Random(f"{props.seed} {NAME}"))
    with indoors.opened(props.grounds.of(kind), stories, clock) as supplier:
        return supplier.play(NAME, Jumps(supplier=supplier, clock=clock))
