"""The lead: jobs and notices are the work of one process, and of another within seconds when that one is gone."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

import structlog

from bot.duties import Duties
from bot.waiting import first_of
from storage.engine import Database
from storage.lead import SILENCE_MS, CutOffError, Seat

log = structlog.get_logger()
T = TypeVar("T")

#: Seconds between two looks: of the leader, whether it still leads, and of the others, whether nobody does.
LOOK = 0.5


class Lead:
    """Stands by until nobody leads, leads until it is told to stop or its session is cut off, and begins again."""

    def __init__(self, database: Database, duties: Duties) -> None:
        self._database = database
        self._duties = duties
        self._leads = False
        self._sure_until = 0.0
        self._left = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: ThreadPoolExecutor | None = None

    def wake(self) -> None:
        """Notices were left: send them, or let the leader know. Safe from any thread."""
        if self._leads:
            self._duties.wake()
        elif self._loop is not None:
            self._loop.call_soon_threadsafe(self._left.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop. What is under way is finished before somebody else can lead."""
        self._loop = asyncio.get_running_loop()
        if self._database.is_sqlite:  # one process for a database: nobody else is there to lead
            async with self._leading():
                await stop.wait()
            return
        with ThreadPoolExecutor(1, thread_name_prefix="lead") as self._thread:
            while not stop.is_set():
                try:
                    await self._among_others(stop)
                except CutOffError as cut:
                    log.warning("cut off from the others", reason=str(cut))
                except Exception:
                    log.exception("the lead stumbled and goes on")
                await first_of(LOOK, stop)

    async def _among_others(self, stop: asyncio.Event) -> None:
        seat = Seat(self._database)
        try:
            await self._off(seat.sit_down)
            if await self._stand_by(seat, stop):
                async with self._leading(seat):
                    await self._lead(seat, stop)
        finally:
            await self._off(seat.get_up)

    async def _stand_by(self, seat: Seat, stop: asyncio.Event) -> bool:
        """Until nobody leads, or it is time to stop; whether we lead now. Meanwhile the leader hears of notices."""
        while not await self._off(seat.take):
            await first_of(LOOK, stop, self._left)
            if stop.is_set():
                return False
            if self._left.is_set():
                self._left.clear()
                await self._off(seat.tell)
        return True

    async def _lead(self, seat: Seat, stop: asyncio.Event) -> None:
        while not stop.is_set():
            asked = time.monotonic()
            left = await self._off(lambda: seat.listen(LOOK))
            self._sure_until = asked + SILENCE_MS / 1000
            if left:
                self._duties.wake()

    def _is_ours(self) -> bool:
        """Whether nobody else can lead yet: a process that stood still for a while has not heard that it lost."""
        return self._database.is_sqlite or time.monotonic() < self._sure_until

    @asynccontextmanager
    async def _leading(self, seat: Seat | None = None) -> AsyncIterator[None]:
        """The duties begin and end; while they end, the session shows that it is still there."""
        log.info("this process leads")
        self._sure_until = time.monotonic() + SILENCE_MS / 1000
        await self._duties.begin(self._is_ours)
        self._leads = True
        try:
            yield
        finally:
            self._leads = False
            ending = asyncio.create_task(self._duties.end())
            while seat is not None and not ending.done():
                await asyncio.wait({ending}, timeout=LOOK)
                with suppress(CutOffError):
                    await self._off(seat.prove)
            await ending
            log.info("this process no longer leads")

    async def _off(self, do: Callable[[], T]) -> T:
        """In a thread of its own: turns that keep all others busy do not make the lead look lost."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, do)
