"""How fast we may talk: so much for the whole bot, so much in a chat, and a pause where Telegram asked for one.

The library's own ``AIORateLimiter`` stops every chat when one is told to wait, so the leaky buckets are used directly.
"""

import asyncio
from typing import Protocol

from aiolimiter import AsyncLimiter

#: What a bucket lets through in a second is its burst and its flow together: so the bound is divided between them.
BURST_SHARE = 0.1
REMEMBERED_CHATS = 1024


class Shared(Protocol):
    """The bounds that hold for several processes together."""

    async def turn(self, chat: int) -> None:
        """Return when a message to this chat may go."""
        ...


class Pace:
    """Makes each message wait for its turn; a chat takes ``chat_burst`` at once, then one a second."""

    def __init__(self, *, per_second: float, chat_burst: int, shared: Shared | None = None) -> None:
        self._shared = shared
        self._chat_burst = chat_burst
        burst = max(1.0, per_second * BURST_SHARE)
        self._bot = AsyncLimiter(burst, burst / (per_second * (1 - BURST_SHARE)))
        self._chats: dict[int, AsyncLimiter] = {}
        self._held: dict[int, float] = {}

    def hold(self, chat: int, seconds: float) -> None:
        """Telegram asked for silence in this chat; the others go on."""
        self._held[chat] = max(self._held.get(chat, 0.0), _now() + seconds)

    def held(self, chat: int) -> float:
        """Seconds of silence still to keep in this chat."""
        return max(0.0, self._held.get(chat, 0.0) - _now())

    async def turn(self, chat: int) -> None:
        """Return when a message to this chat may go."""
        await asyncio.sleep(self.held(chat))
        if self._shared is not None:
            await self._shared.turn(chat)
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
        self._held = {chat: until for chat, until in self._held.items() if until > _now()}


def _now() -> float:
    return asyncio.get_running_loop().time()
