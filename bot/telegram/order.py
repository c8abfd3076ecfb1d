"""One thing after another in a chat, chats side by side."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class _Place:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    people: int = 0


class ChatOrder:
    """A queue for each chat that has something under way; forgotten as soon as it is empty."""

    def __init__(self) -> None:
        self._places: dict[int, _Place] = {}

    @asynccontextmanager
    async def of(self, chat: int) -> AsyncIterator[None]:
        """Wait until everything that came before in this chat is done."""
        place = self._places.setdefault(chat, _Place())
        place.people += 1
        try:
            async with place.lock:
                yield
        finally:
            place.people -= 1
            if not place.people:
                del self._places[chat]

    def __len__(self) -> int:
        return len(self._places)
