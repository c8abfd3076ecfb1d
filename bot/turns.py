"""The bridge from async to the synchronous core: short messages are answered on the event loop, others in a thread.

Handing over costs more than most turns do: two threads of Python take the interpreter from each other all the time.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from typing import TypeAlias

import structlog

from bot.durability import Durability
from bot.monitoring.metrics import Metrics
from bot.monitoring.trace import current_trace, trace_context
from handlers.conversation.turn import Answer, Incoming
from handlers.front_door import FrontDoor

log = structlog.get_logger()

#: What a channel calls for each message it read; never raises for what a person did.
Ask: TypeAlias = Callable[[Incoming], Awaitable[Answer]]


class Turns:
    """Passes messages to the front door, with a fixed number of threads, and wakes the sender for new notices."""

    def __init__(
        self,
        door: FrontDoor,
        workers: int,
        wake: Callable[[], None],
        metrics: Metrics | None = None,
        durability: Durability | None = None,
    ) -> None:
        self._metrics = metrics or Metrics()
        self._durability = durability or Durability(door.database)
        self._door = door
        self._wake = wake
        self._threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="turn")

    async def ask(self, incoming: Incoming) -> Answer:
        """The answer to a message, once its commit is on the disk. It runs on even where nobody waits any more.

        Raises:
            OperationalError: the database is away or busy, or the disk does not take it: the platform delivers again.
        """
        with trace_context(current_trace(), channel=incoming.channel.value) as trace:
            answer = await self._measured(replace(incoming, trace=trace))
        if answer.waiting:
            self._wake()
        return answer

    async def _measured(self, incoming: Incoming) -> Answer:
        began, answer = self._metrics.turn_began(), None
        try:
            done = self._door.answer_inline(incoming) or await self._in_a_thread(incoming)
            await self._durability.wait()
            answer = done
        finally:
            seconds, ended = self._metrics.turn_ended(incoming.channel, began, answer)
            log.info("turn ended", outcome=ended.value, ms=round(seconds * 1000, 1), refused=answer and answer.refused)
        return answer

    async def _in_a_thread(self, incoming: Incoming) -> Answer:
        """Log lines there carry the same trace id."""
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, copy_context().run, self._door.answer, incoming
        )

    def close(self) -> None:
        """Wait for running turns and accept no more."""
        self._threads.shutdown(wait=True)
