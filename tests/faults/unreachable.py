"""The platform is away for a day, then answers 429 and 5xx, cuts connections and is slow; then all is well again."""

import asyncio
import random
from dataclasses import dataclass, field
from threading import Event

from bot.command_context import utc_now
from bot.notice_sender import NoticeSender
from tests.faults import audit, indoors
from tests.faults.indoors import Indoors
from tests.faults.outcome import Outcome
from tests.faults.stage import Props
from tests.grounds import Kind
from tests.servers.telegram.bot_api import BotApiServer
from tests.world import Clock

NAME = "platform away for a day"
STEP_MINUTES, STEPS = 30, 48
#: So many calls go wrong, one way or another, before the weather clears.
GUSTS = 20
#: So often the sender looks before time goes on.
ROUNDS = 3
#: An invite is good for a week: two days without the platform, and some storms more.
MOST_DAYS, MOST_TIMES = 2, 20
STORIES_A_STORM = 4


@dataclass(kw_only=True)
class Weather:
    """Moves the clock and sends what is due; ``bound``: calls that took effect although their connection was cut."""

    supplier: Indoors
    clock: Clock
    dice: random.Random
    times: int = 0
    bound: int = 0
    _telegram: BotApiServer = field(init=False)

    def __post_init__(self) -> None:
        self._telegram = self.supplier.street.server

    @property
    def _sender(self) -> NoticeSender:
        return self.supplier.offices[0].notice_sender

    @property
    def _most(self) -> int:
        return min(MOST_TIMES, 1 + len(self.supplier.town.dealers) // STORIES_A_STORM)

    def run(self, done: Event) -> None:
        """Everything has been brought when it returns."""
        self.supplier.run(self._lives(done))

    async def _lives(self, done: Event) -> None:
        while not done.is_set():
            if self.times < self._most:
                await self._news(done)
                await self._strikes()
            await self._fair(self.dice.randint(1, 5))
        while audit.waiting(self.supplier.url):
            await self._fair(1)

    async def _news(self, done: Event) -> None:
        """Until somebody should hear something."""
        while not audit.waiting(self.supplier.url) and not done.is_set():
            await asyncio.to_thread(done.wait, 0.02)

    async def _strikes(self) -> None:
        if self.times < MOST_DAYS:
            await self._day_without()
        await self._storm()
        self.times += 1
        await self._clears()

    async def _day_without(self) -> None:
        """Nobody is reached, whatever they do meanwhile."""
        for _ in range(STEPS):
            self._telegram.heal()
            if self.dice.random() < 0.5:
                self._telegram.drop("*", times=10_000)
            else:
                self._telegram.fail("*", status=502, times=10_000)
            await self._pass(minutes=STEP_MINUTES)
        self._telegram.heal()

    async def _storm(self) -> None:
        for _ in range(GUSTS):
            self._gust()
        while self._telegram.faults_left and audit.waiting(self.supplier.url):
            await self._pass(minutes=self.dice.uniform(1, 15))
        self.bound += self._telegram.heal()

    async def _clears(self) -> None:
        """Whoever waited through all this hears now, however long the wait that came of it."""
        for _ in range(STEPS):
            if not audit.waiting(self.supplier.url):
                return
            await self._pass(minutes=STEP_MINUTES)

    def _gust(self) -> None:
        match self.dice.randrange(6):
            case 0:
                self._telegram.fail("sendMessage", status=429, retry_after=1)
            case 1:
                self._telegram.fail("sendMessage", status=self.dice.choice((500, 502, 503, 504)))
            case 2:
                self._telegram.drop("sendMessage")
            case 3:
                self._telegram.drop("sendMessage", after_doing=True)
            case 4:
                self._telegram.fail("sendMessage", status=500, after_doing=True)
            case _:
                self._telegram.delay("sendMessage", seconds=0.2)

    async def _fair(self, steps: int) -> None:
        for _ in range(steps):
            await self._pass(minutes=1)
            await asyncio.sleep(0.02)  # people act by a clock of their own

    async def _pass(self, **time: float) -> None:
        self.clock.pass_(**time)
        for _ in range(ROUNDS):
            if not await self._sender.once():
                return


def play(props: Props, kind: Kind, stories: int) -> Outcome:
    """Days pass in moments."""
    clock = Clock(at=utc_now())
    with indoors.opened(props.grounds.of(kind), stories, clock) as supplier:
        return supplier.play(NAME, Weather(supplier=supplier, clock=clock, dice=random.Random(f"{props.seed} {NAME}")))
