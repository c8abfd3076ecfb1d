"""The bounds of the whole bot where several processes talk for it: moments are booked in the database they share."""

import asyncio
import logging
from collections import Counter

from sqlalchemy.exc import SQLAlchemyError

from bot.telegram.pace import BURST_SHARE
from domain.tables.people import Channel
from storage import pace
from storage.pace import Bookings

log = logging.getLogger(__name__)

_BOT = Channel.TELEGRAM.value


class SharedPace:
    """Whoever wants to speak while a booking is under way is booked together in the next: a few statements for many."""

    def __init__(self, bookings: Bookings, *, per_second: float, chat_burst: int) -> None:
        self._bookings = bookings
        self._bot_burst = max(1.0, per_second * BURST_SHARE)
        self._bot_seconds = 1 / (per_second * (1 - BURST_SHARE))
        self._chat_burst = chat_burst
        self._wanted: list[tuple[int, asyncio.Future[float]]] = []
        self._booking: asyncio.Task[None] | None = None

    async def turn(self, chat: int) -> None:
        """Return when a message to this chat may go."""
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
        """How long each has to wait. Where the database cannot be asked, the bounds of this process must do."""
        counts = Counter(chats)
        seconds = {_name(chat): float(count) for chat, count in counts.items()}
        try:
            booked = self._bookings.book({**seconds, _BOT: len(chats) * self._bot_seconds})
        except SQLAlchemyError as error:
            log.warning("the pace could not be shared: %s", type(error).__name__)
            return [0.0] * len(chats)
        return [self._wait(booked, chats, place) for place in range(len(chats))]

    def _wait(self, booked: dict[str, float], chats: list[int], place: int) -> float:
        """From the end of what was booked back to this one's place, less what may be said at once."""
        chat, after = chats[place], chats[place + 1 :]
        in_chat = booked[_name(chat)] - after.count(chat) - self._chat_burst
        for_bot = booked[_BOT] - (len(after) + self._bot_burst) * self._bot_seconds
        return max(0.0, in_chat, for_bot)


def _name(chat: int) -> str:
    return pace.chat(Channel.TELEGRAM, str(chat))
