"""The tasks of the leader: sending notices and running jobs."""

import asyncio
from collections.abc import Callable

from bot.notice_sender import NoticeSender
from bot.processes.jobs import Jobs


class LeaderTasks:
    """Started when this process becomes the leader, stopped when it no longer is; as often as that happens."""

    def __init__(self, notice_sender: NoticeSender, jobs: Jobs) -> None:
        self._notice_sender = notice_sender
        self._jobs = jobs
        self._stop = asyncio.Event()
        self._sender: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """There may be notices to send. Safe from any thread."""
        self._notice_sender.wake()

    async def begin(self, is_ours: Callable[[], bool]) -> None:
        """Start sending, and run every job once."""
        self._stop = asyncio.Event()
        self._sender = asyncio.create_task(self._notice_sender.run(self._stop, is_ours))
        self._jobs.start()

    async def end(self) -> None:
        """Finish what is under way and start nothing more."""
        self._stop.set()
        await asyncio.to_thread(self._jobs.stop)
        if self._sender is not None:
            await self._sender
