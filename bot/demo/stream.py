"""One stream of new lines for a page, resumable from any number, woken by a bell instead of polling."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence

from sse_starlette import ServerSentEvent

from bot.demo.looks import LineView


class Bell:
    """Rung when lines were added; every waiting stream wakes up."""

    def __init__(self) -> None:
        self._next = asyncio.Event()
        self.closed = False

    def next(self) -> asyncio.Event:
        """Ask for it before looking for lines, so that none slips in between."""
        return self._next

    def ring(self) -> None:
        """Wake all who wait."""
        rung, self._next = self._next, asyncio.Event()
        rung.set()

    def close(self) -> None:
        """Wake all for the last time."""
        self.closed = True
        self.ring()

    #: What the library that keeps the streams open calls when the server is told to stop.
    set = close


async def lines_after(
    number: int, newest: int, bell: Bell, read: Callable[[int], Sequence[LineView]]
) -> AsyncIterator[ServerSentEvent]:
    """Every line after a number, for ever. A number from the future is another database's: the page starts over."""
    if number > newest:
        yield ServerSentEvent(event="reset", data="{}", id=str(newest))
        number = newest
    while not bell.closed:
        rung = bell.next()
        views = await asyncio.to_thread(read, number)
        for line in views:
            number = line["id"]
            yield ServerSentEvent(data=json.dumps(line, ensure_ascii=False), id=str(number))
        if not views:
            await rung.wait()
