"""What is done once for the whole house, whoever does it: notices are sent, and jobs run by the clock."""

import asyncio
from collections.abc import Callable

from bot.deliver import Deliver
from bot.jobs import Jobs


class Duties:
    """Begun when the lead is taken, ended when it is left; as often as that happens."""

    def __init__(self, deliver: Deliver, jobs: Jobs) -> None:
        self._deliver = deliver
        self._jobs = jobs
        self._stop = asyncio.Event()
        self._sender: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """There may be notices to send. Safe from any thread."""
        self._deliver.wake()

    async def begin(self, is_ours: Callable[[], bool]) -> None:
        """Send what waits, and look at once for everything that fell due meanwhile."""
        self._stop = asyncio.Event()
        self._sender = asyncio.create_task(self._deliver.run(self._stop, is_ours))
        self._jobs.start()

    async def end(self) -> None:
        """Finish what is under way and begin nothing more."""
        self._stop.set()
        await asyncio.to_thread(self._jobs.stop)
        if self._sender is not None:
            await self._sender
