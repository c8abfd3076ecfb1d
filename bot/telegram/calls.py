"""One call to Telegram: at the right pace, and again where that helps."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import RetryAfter, TelegramError

from bot.telegram.errors import Trouble, trouble, wait_of
from bot.telegram.pace import Pace

T = TypeVar("T")

#: More connections at once make the library's client slower, not faster.
CONNECTIONS = 8
#: Seconds between tries after network and server errors.
PAUSES = (0.3, 1.0, 3.0)


class Calls:
    """Everything that writes into chats goes through here."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._slots = asyncio.Semaphore(CONNECTIONS)

    async def make(self, chat: int, request: Callable[[], Awaitable[T]], patience: float) -> T:
        """The call's result. Waits and repeats for at most ``patience`` seconds, then raises the last error."""
        deadline = _now() + patience
        pauses = iter(PAUSES)
        while True:
            self._give_up_if_held(chat, deadline)
            try:
                return await self._once(chat, request)
            except RetryAfter as error:
                self._pace.hold(chat, wait_of(error))
            except TelegramError as error:
                pause = next(pauses, math.inf)
                if trouble(error) is not Trouble.AGAIN or _now() + pause > deadline:
                    raise
                await asyncio.sleep(pause)

    async def _once(self, chat: int, request: Callable[[], Awaitable[T]]) -> T:
        await self._pace.turn(chat)
        async with self._slots:
            return await request()

    def _give_up_if_held(self, chat: int, deadline: float) -> None:
        held = self._pace.held(chat)
        if held and _now() + held > deadline:
            raise RetryAfter(math.ceil(held))


def _now() -> float:
    return asyncio.get_running_loop().time()
