"""The rate limit of the whole bot where several processes send for it: times are booked in the shared database."""

import asyncio
import logging
from collections import Counter

from sqlalchemy.exc import SQLAlchemyError

from bot.telegram.rate_limit import BURST_SHARE
from domain.tables.people import Channel
from storage import rate_bookings
from storage.rate_bookings import Bookings

log = logging.getLogger(__name__)

_BOT = Channel.TELEGRAM.value


class SharedRateLimit:
    """Requests during a booking are booked together in the next: few statements for many messages."""

    def __init__(self, bookings: Bookings, *, per_second: float, chat_burst: int) -> None:
        self._bookings = bookings
        self._bot_burst = max(1.0, per_second * BURST_SHARE)
        self._bot_seconds = 1 / (per_second * (1 - BURST_SHARE))
        self._chat_burst = chat_burst
        self._wanted: list[tuple[int, asyncio.Future[float]]] = []
        self._booking: asyncio.Task[None] | None = None

    async def acquire(self, chat: int) -> None:
        """Return when a message to this chat may be sent."""
        moment: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._wanted.append((chat, moment))
        if self._booking is None or self._booking.done():
            self._booking = asyncio.create_task(self._book())
        await asyncio.sleep(await moment)

    async def _book(self) -> None:
        while self._wanted:
            wanted, self._wanted = self._wanted, []
            waits = await asyncio.to_thread(self._waits, [chat for chat, _ in wanted])
            for (_, moment), wait in zip(wanted, waits, strict=True):
                if not moment.done():
                    moment.set_result(wait)

    def _waits(self, chats: list[int]) -> list[float]:
        """Seconds that each has to wait. Without the database, the limits of this process must do."""
        counts = Counter(chats)
        seconds = {_name(chat): float(count) for chat, count in counts.items()}
        try:
            booked = self._bookings.book({**seconds, _BOT: len(chats) * self._bot_seconds})
        except SQLAlchemyError as error:
            log.warning("the pace could not be shared: %s", type(error).__name__)
            return [0.0] * len(chats)
        return [self._wait(booked, chats, place) for place in range(len(chats))]

    def _wait(self, booked: dict[str, float], chats: list[int], place: int) -> float:
        """From the end of the booking back to this message's place, less the allowed burst."""
        chat, after = chats[place], chats[place + 1 :]
        in_chat = booked[_name(chat)] - after.count(chat) - self._chat_burst
        for_bot = booked[_BOT] - (len(after) + self._bot_burst) * self._bot_seconds
        return max(0.0, in_chat, for_bot)


def _name(chat: int) -> str:
    return rate_bookings.chat_key(Channel.TELEGRAM, str(chat))
