"""Rate limits for sending: one for the bot, one for each chat, and a pause where Telegram asked for one.

The library's own ``AIORateLimiter`` stops every chat when one is told to wait, so the leaky buckets are used directly.
"""

import asyncio
from typing import Protocol

from aiolimiter import AsyncLimiter

#: A bucket lets its burst and its rate through in one second: so the limit is divided between them.
BURST_SHARE = 0.1
REMEMBERED_CHATS = 1024


class SharedLimit(Protocol):
    """A limit that holds for several processes together."""

    async def acquire(self, chat: int) -> None:
        """Return when a message to this chat may be sent."""
        ...


class RateLimit:
    """Delays each message until it may be sent; a chat takes ``chat_burst`` at once, then one a second."""

    def __init__(self, *, per_second: float, chat_burst: int, shared: SharedLimit | None = None) -> None:
        self._shared = shared
        self._chat_burst = chat_burst
        burst = max(1.0, per_second * BURST_SHARE)
        self._bot = AsyncLimiter(burst, burst / (per_second * (1 - BURST_SHARE)))
        self._chats: dict[int, AsyncLimiter] = {}
        self._paused: dict[int, float] = {}

    def pause(self, chat: int, seconds: float) -> None:
        """Telegram asked for a pause in this chat; the others go on."""
        self._paused[chat] = max(self._paused.get(chat, 0.0), _now() + seconds)

    def pause_left(self, chat: int) -> float:
        """Seconds of the pause that remain in this chat."""
        return max(0.0, self._paused.get(chat, 0.0) - _now())

    async def acquire(self, chat: int) -> None:
        """Return when a message to this chat may be sent."""
        await asyncio.sleep(self.pause_left(chat))
        if self._shared is not None:
            await self._shared.acquire(chat)
        await self._of(chat).acquire()
        await self._bot.acquire()

    def _of(self, chat: int) -> AsyncLimiter:
        if len(self._chats) >= REMEMBERED_CHATS:
            self._forget_the_quiet()
        return self._chats.setdefault(chat, AsyncLimiter(self._chat_burst, self._chat_burst))

    def _forget_the_quiet(self) -> None:
        self._chats = {
            chat: bucket for chat, bucket in self._chats.items() if not bucket.has_capacity(self._chat_burst)
        }
        self._paused = {chat: until for chat, until in self._paused.items() if until > _now()}


def _now() -> float:
    return asyncio.get_running_loop().time()
