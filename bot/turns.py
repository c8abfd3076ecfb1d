"""The bridge from the async outside to the plain core: each message is answered in a worker thread."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

from handlers.front_door import FrontDoor
from handlers.turn import Answer, Incoming

#: What a channel calls for each message it read; never raises for what a person did.
Ask: TypeAlias = Callable[[Incoming], Awaitable[Answer]]


class Turns:
    """Hands messages to the front door, so many at once, and wakes the sender when notices were left."""

    def __init__(self, door: FrontDoor, workers: int, wake: Callable[[], None]) -> None:
        self._door = door
        self._wake = wake
        self._threads = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="turn")

    async def ask(self, incoming: Incoming) -> Answer:
        """The answer to a message, after its commit."""
        answer = await asyncio.get_running_loop().run_in_executor(self._threads, self._door.answer, incoming)
        if answer.waiting:
            self._wake()
        return answer

    def close(self) -> None:
        """Let running turns finish and take no more."""
        self._threads.shutdown(wait=True)
