"""One call to Telegram: within the rate limits, and repeated where that helps."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import RetryAfter, TelegramError

from bot.telegram.errors import ErrorKind, classify, retry_after
from bot.telegram.rate_limit import RateLimit

T = TypeVar("T")

#: More connections at once make the client slower, not faster.
CONNECTIONS = 8
#: Seconds between tries after network and server errors.
PAUSES = (0.3, 1.0, 3.0)


class Retry:
    """Every call that writes into chats goes through here."""

    def __init__(self, limit: RateLimit) -> None:
        self._limit = limit
        self._slots = asyncio.Semaphore(CONNECTIONS)

    async def make(self, chat: int, request: Callable[[], Awaitable[T]], patience: float) -> T:
        """The call's result. Retries for at most ``patience`` seconds, then raises the last error."""
        deadline = _now() + patience
        pauses = iter(PAUSES)
        while True:
            self._give_up_if_paused(chat, deadline)
            try:
                return await self._once(chat, request)
            except RetryAfter as error:
                self._limit.pause(chat, retry_after(error))
            except TelegramError as error:
                pause = next(pauses, math.inf)
                if classify(error) is not ErrorKind.AGAIN or _now() + pause > deadline:
                    raise
                await asyncio.sleep(pause)

    async def _once(self, chat: int, request: Callable[[], Awaitable[T]]) -> T:
        await self._limit.acquire(chat)
        async with self._slots:
            return await request()

    def _give_up_if_paused(self, chat: int, deadline: float) -> None:
        left = self._limit.pause_left(chat)
        if left and _now() + left > deadline:
            raise RetryAfter(math.ceil(left))


def _now() -> float:
    return asyncio.get_running_loop().time()
