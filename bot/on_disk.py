"""Nothing leaves before what it says is on the disk: all who wait share a sync, and the event loop goes on."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import structlog
from sqlalchemy.exc import OperationalError

from bot.metrics import Metrics
from storage.engine import Database

log = structlog.get_logger()

#: Where the last sync took no longer, the next is made on the spot: handing it to a thread would take longer.
BRIEF_SECONDS = 0.001


class OnDisk:
    """Asked before each answer, notice and confirmation to a platform. PostgreSQL's commits need no wait."""

    def __init__(self, database: Database, metrics: Metrics | None = None) -> None:
        self._database = database
        self._metrics = metrics or Metrics()
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="disk")
        self._under_way: asyncio.Task[None] | None = None
        self._checkpoint: asyncio.Future[None] | None = None
        self._took = BRIEF_SECONDS * 2

    async def reached(self) -> None:
        """All that this process committed until now is on the disk. A sync under way may have begun too early for it.

        Raises:
            OperationalError: the disk did not take it.
        """
        commit = self._database.commits
        while not self._database.has_on_disk(commit):
            if self._under_way is None and self._took <= BRIEF_SECONDS:
                await self._sync(at_once=True)
                continue
            if self._under_way is None:
                self._under_way = asyncio.create_task(self._sync())
            await asyncio.shield(self._under_way)

    def close(self) -> None:
        """Let what was begun finish."""
        self._threads.shutdown(wait=True)

    async def _sync(self, *, at_once: bool = False) -> None:
        """One sync for all who wait. Who comes when it has ended never finds it: they need another."""
        loop = asyncio.get_running_loop()
        try:
            if at_once:
                self._synced()
            else:
                await loop.run_in_executor(self._threads, self._synced)
        except OperationalError:
            log.critical("the disk does not take what is written")
            raise
        finally:
            self._under_way = None
        if self._checkpoint is None and self._database.wants_checkpoint:
            self._checkpoint = loop.run_in_executor(self._threads, self._checkpointed)
            self._checkpoint.add_done_callback(self._checkpoint_ended)

    def _synced(self) -> None:
        began = time.perf_counter()
        self._database.sync()
        self._took = time.perf_counter() - began
        self._metrics.synced(self._took)

    def _checkpointed(self) -> None:
        try:
            self._database.checkpoint()
        except OperationalError:
            log.warning("no checkpoint just now, the next sync tries again")

    def _checkpoint_ended(self, _: "asyncio.Future[None]") -> None:
        self._checkpoint = None
