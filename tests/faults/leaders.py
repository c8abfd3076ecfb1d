"""Two lead for a moment, again and again: another sender begins while the first is at work on the same database."""

import asyncio
import random
from dataclasses import dataclass
from threading import Event

from structlog.testing import capture_logs

from bot.command_context import utc_now
from bot.notice_sender import NoticeSender
from tests.faults import audit, indoors
from tests.faults.indoors import Indoors
from tests.faults.outcome import Outcome
from tests.faults.stage import Props
from tests.grounds import Kind

NAME = "two leaders for a moment"
#: Seconds that one leads alone, and that both do.
ALONE, BOTH = (0.05, 0.4), (0.05, 0.4)
AGAIN = 0.02
TAKEN_OVER = "notices taken over, each may come twice"


@dataclass(kw_only=True)
class Rivals:
    """``bound``: what a new leader says it took over from one who may still be at it."""

    supplier: Indoors
    dice: random.Random
    times: int = 0
    bound: int = 0

    def run(self, done: Event) -> None:
        """Everything has been brought when it returns."""
        with capture_logs() as logs:
            self.supplier.run(self._lives(done))
        self.bound = sum(int(line["count"]) for line in logs if line["event"] == TAKEN_OVER)

    async def _lives(self, done: Event) -> None:
        first, second = (office.notice_sender for office in self.supplier.offices)
        stop = asyncio.Event()
        leading = asyncio.create_task(first.run(stop))
        while not done.is_set() or audit.waiting(self.supplier.url):
            await self._wakes(self.dice.uniform(*ALONE), first)
            self.times += 1
            over = asyncio.Event()
            rival = asyncio.create_task(second.run(over))
            await self._wakes(self.dice.uniform(*BOTH), first, second)
            over.set()
            await rival
        stop.set()
        await leading

    async def _wakes(self, seconds: float, *senders: NoticeSender) -> None:
        for _ in range(max(1, int(seconds / AGAIN))):
            for each in senders:
                each.wake()
            await asyncio.sleep(AGAIN)


def play(props: Props, kind: Kind, stories: int) -> Outcome:
    """Two processes would do no more to one another than these two: all they share is the database."""
    with indoors.opened(props.grounds.of(kind), stories, utc_now, offices=2) as supplier:
        return supplier.play(NAME, Rivals(supplier=supplier, dice=random.Random(f"{props.seed} {NAME}")))
