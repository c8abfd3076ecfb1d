"""The bridge from the async outside to the plain core: what takes but moments is done here, all else in a thread.

Handing over costs more than most turns do: two threads of Python take the interpreter from each other all the time.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from typing import TypeAlias

import structlog

from bot.metrics import Metrics
from bot.on_disk import OnDisk
from bot.trace import current_trace, marked
from handlers.front_door import FrontDoor
from handlers.turn import Answer, Incoming

log = structlog.get_logger()

#: What a channel calls for each message it read; never raises for what a person did.
Ask: TypeAlias = Callable[[Incoming], Awaitable[Answer]]


class Turns:
    """Hands messages to the front door, so many threads at once, and wakes the sender when notices were left."""

    def __init__(
        self,
        door: FrontDoor,
        workers: int,
        wake: Callable[[], None],
        metrics: Metrics | None = None,
        on_disk: OnDisk | None = None,
    ) -> None:
        self._metrics = metrics or Metrics()
        self._on_disk = on_disk or OnDisk(door.database)
        self._door = door
        self._wake = wake
        self._threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="turn")

    async def ask(self, incoming: Incoming) -> Answer:
        """The answer to a message, once all that it says is on the disk. It goes on even where nobody waits any more.

        Raises:
            OperationalError: the database is away or busy, or the disk does not take it: the platform delivers again.
        """
        with marked(current_trace(), channel=incoming.channel.value) as trace:
            answer = await self._measured(replace(incoming, trace=trace))
        if answer.waiting:
            self._wake()
        return answer

    async def _measured(self, incoming: Incoming) -> Answer:
        began, answer = self._metrics.turn_began(), None
        try:
            done = self._door.at_once(incoming) or await self._in_a_thread(incoming)
            await self._on_disk.reached()
            answer = done
        finally:
            seconds, ended = self._metrics.turn_ended(incoming.channel, began, answer)
            log.info("turn ended", outcome=ended.value, ms=round(seconds * 1000, 1), refused=answer and answer.refused)
        return answer

    async def _in_a_thread(self, incoming: Incoming) -> Answer:
        """What is logged there carries the same id as here."""
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, copy_context().run, self._door.answer, incoming
        )

    def close(self) -> None:
        """Let running turns finish and take no more."""
        self._threads.shutdown(wait=True)
