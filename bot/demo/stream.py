"""One stream of new lines for a page: resumable from any number, woken by a signal instead of polling."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence

from sse_starlette import ServerSentEvent

from bot.demo.views import LineView


class Signal:
    """Set when lines were added; every waiting stream wakes up."""

    def __init__(self) -> None:
        self._next = asyncio.Event()
        self.closed = False

    def next(self) -> asyncio.Event:
        """The event to wait for; get it before reading lines, so that none is missed."""
        return self._next

    def ring(self) -> None:
        """Wake all waiting streams."""
        rung, self._next = self._next, asyncio.Event()
        rung.set()

    def close(self) -> None:
        """Wake all for the last time."""
        self.closed = True
        self.ring()

    #: What the library that keeps the streams open calls when the server is told to stop.
    set = close


async def lines_after(
    number: int, newest: int, signal: Signal, read: Callable[[int], Sequence[LineView]]
) -> AsyncIterator[ServerSentEvent]:
    """Every line after a number, for ever. A number beyond the newest is of another database: the page starts over."""
    if number > newest:
        yield ServerSentEvent(event="reset", data="{}", id=str(newest))
        number = newest
    while not signal.closed:
        rung = signal.next()
        views = await asyncio.to_thread(read, number)
        for line in views:
            number = line["id"]
            yield ServerSentEvent(data=json.dumps(line, ensure_ascii=False), id=str(number))
        if not views:
            await rung.wait()
