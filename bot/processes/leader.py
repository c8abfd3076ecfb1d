"""Leader election: one process runs the jobs and sends the notices; when it ends, another does within seconds."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

import structlog

from bot.first_of import first_of
from bot.processes.leader_tasks import LeaderTasks
from storage.engine import Database
from storage.leader_lock import SILENCE_MS, CutOffError, LeaderLock

log = structlog.get_logger()
T = TypeVar("T")

#: Seconds between pings of the leader, and between the others' attempts to acquire the lock.
LOOK = 0.5


class Leader:
    """Competes for the leader lock, leads until told to stop or cut off, and competes again."""

    def __init__(self, database: Database, tasks: LeaderTasks) -> None:
        self._database = database
        self._tasks = tasks
        self._leads = False
        self._sure_until = 0.0
        self._notices_left = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: ThreadPoolExecutor | None = None

    def wake(self) -> None:
        """Notices were left: send them, or notify the leader. Safe from any thread."""
        if self._leads:
            self._tasks.wake()
        elif self._loop is not None:
            self._loop.call_soon_threadsafe(self._notices_left.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Run until told to stop. Work under way is finished before another process can lead."""
        self._loop = asyncio.get_running_loop()
        if self._database.is_sqlite:  # one process for a database: nobody else is there to lead
            async with self._leading():
                await stop.wait()
            return
        with ThreadPoolExecutor(1, thread_name_prefix="leader") as self._thread:
            while not stop.is_set():
                try:
                    await self._compete(stop)
                except CutOffError as cut:
                    log.warning("cut off from the others", reason=str(cut))
                except Exception:
                    log.exception("the leader election failed and is retried")
                await first_of(LOOK, stop)

    async def _compete(self, stop: asyncio.Event) -> None:
        lock = LeaderLock(self._database)
        try:
            await self._in_thread(lock.connect)
            if await self._stand_by(lock, stop):
                async with self._leading(lock):
                    await self._lead(lock, stop)
        finally:
            await self._in_thread(lock.close)

    async def _stand_by(self, lock: LeaderLock, stop: asyncio.Event) -> bool:
        """Wait for the lock or for the stop; returns whether we lead. Meanwhile pass notifications to the leader."""
        while not await self._in_thread(lock.try_acquire):
            await first_of(LOOK, stop, self._notices_left)
            if stop.is_set():
                return False
            if self._notices_left.is_set():
                self._notices_left.clear()
                await self._in_thread(lock.notify)
        return True

    async def _lead(self, lock: LeaderLock, stop: asyncio.Event) -> None:
        while not stop.is_set():
            asked = time.monotonic()
            left = await self._in_thread(lambda: lock.listen(LOOK))
            self._sure_until = asked + SILENCE_MS / 1000
            if left:
                self._tasks.wake()

    def _is_ours(self) -> bool:
        """Whether no other process can lead yet: a process that was paused does not know that it lost the lock."""
        return self._database.is_sqlite or time.monotonic() < self._sure_until

    @asynccontextmanager
    async def _leading(self, lock: LeaderLock | None = None) -> AsyncIterator[None]:
        """Start the tasks and stop them at the end; while they stop, the session is kept alive."""
        log.info("this process leads")
        self._sure_until = time.monotonic() + SILENCE_MS / 1000
        await self._tasks.begin(self._is_ours)
        self._leads = True
        try:
            yield
        finally:
            self._leads = False
            ending = asyncio.create_task(self._tasks.end())
            while lock is not None and not ending.done():
                await asyncio.wait({ending}, timeout=LOOK)
                with suppress(CutOffError):
                    await self._in_thread(lock.ping)
            await ending
            log.info("this process no longer leads")

    async def _in_thread(self, do: Callable[[], T]) -> T:
        """Run in a thread of its own, so that busy turns do not make the leader look lost."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, do)
