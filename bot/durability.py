"""Nothing leaves before its commit is on the disk: waiting turns share one sync, off the event loop."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import structlog
from sqlalchemy.exc import OperationalError

from bot.monitoring.metrics import Metrics
from storage.engine import Database

log = structlog.get_logger()

#: If the last sync took no longer, the next runs inline: handing it to a thread would take longer.
BRIEF_SECONDS = 0.001


class Durability:
    """Awaited before each answer, notice and confirmation to a platform. On PostgreSQL it returns at once."""

    def __init__(self, database: Database, metrics: Metrics | None = None) -> None:
        self._database = database
        self._metrics = metrics or Metrics()
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="disk")
        self._under_way: asyncio.Task[None] | None = None
        self._checkpoint: asyncio.Future[None] | None = None
        self._took = BRIEF_SECONDS * 2

    async def wait(self) -> None:
        """Return when this process's commits are on the disk. Raises OperationalError: the disk did not take it."""
        commit = self._database.last_commit
        while not self._database.is_synced(commit):
            if self._under_way is None and self._took <= BRIEF_SECONDS:
                await self._sync(inline=True)
                continue
            if self._under_way is None:
                self._under_way = asyncio.create_task(self._sync())
            await asyncio.shield(self._under_way)

    def close(self) -> None:
        """Wait for syncs and checkpoints under way."""
        self._threads.shutdown(wait=True)

    async def _sync(self, *, inline: bool = False) -> None:
        """One sync for all callers that wait; a later caller needs another."""
        loop = asyncio.get_running_loop()
        try:
            if inline:
                self._synced()
            else:
                await loop.run_in_executor(self._threads, self._synced)
        except OperationalError:
            log.critical("the disk cannot be synced")
            raise
        finally:
            self._under_way = None
        if self._checkpoint is None and self._database.needs_checkpoint:
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
