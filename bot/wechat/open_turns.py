"""Turns in progress: a delivery that comes again waits for the turn already running."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.failed_updates import FailedUpdates
from bot.monitoring.trace import current_trace
from handlers.apology import unsure
from handlers.conversation.turn import Answer, Incoming

log = logging.getLogger(__name__)

#: The answer to a message, with WeChat's name for the picture it brings, if any.
AskWithPicture: TypeAlias = Callable[[Incoming, str], Awaitable[Answer]]
#: Seconds until a turn is retried where the database was away or busy, perhaps with the same message in another
#: process; and for how long: WeChat has delivered three times by then.
AGAIN, PATIENCE = 0.2, 15.0
#: Called with an answer that came too late for WeChat.
Late: TypeAlias = Callable[[Incoming, Answer], Awaitable[None]]


@dataclass(kw_only=True)
class OpenTurn:
    """One message being answered; ``given_up``: WeChat was told not to deliver it again."""

    task: asyncio.Task[Answer]
    tries: int = 0
    given_up: bool = False

    async def answer(self, hung_up: asyncio.Task[None], patience: float) -> Answer | None:
        """The answer, or None when it takes longer, fails, or WeChat hung up; the turn runs on in any case."""
        await asyncio.wait({self.task, hung_up}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        return self.result()

    def result(self) -> Answer | None:
        """The answer, if it is there."""
        failed = not self.task.done() or self.task.cancelled() or self.task.exception() is not None
        return None if failed else self.task.result()


class OpenTurns:
    """All running turns of this process, by delivery key."""

    def __init__(self, ask: AskWithPicture, late: Late, failures: FailedUpdates, language: str) -> None:
        self._ask = ask
        self._late = late
        self._failures = failures
        self._language = language
        self._open: dict[str, OpenTurn] = {}
        self._following: set[asyncio.Task[None]] = set()

    def join(self, incoming: Incoming, picture: str = "") -> OpenTurn:
        """The turn of this delivery, started if it is the first."""
        turn = self._open.get(incoming.key) or self._begin(incoming, picture)
        turn.tries += 1
        return turn

    async def finish(self) -> None:
        """Wait until every turn has ended."""
        while pending := [*(turn.task for turn in self._open.values()), *self._following]:
            await asyncio.wait(pending)
            await asyncio.sleep(0)

    def _begin(self, incoming: Incoming, picture: str) -> OpenTurn:
        task = asyncio.ensure_future(self._asked(incoming, picture))
        turn = self._open[incoming.key] = OpenTurn(task=task)
        task.add_done_callback(lambda _: self._close(incoming, turn))
        return turn

    async def _asked(self, incoming: Incoming, picture: str) -> Answer:
        until = asyncio.get_running_loop().time() + PATIENCE
        while True:
            try:
                return await self._ask(incoming, picture)
            except Exception as error:
                if await self._failures.is_over(incoming.key, error):
                    return unsure(self._language, current_trace())
                if asyncio.get_running_loop().time() > until:
                    raise
            await asyncio.sleep(AGAIN)

    def _close(self, incoming: Incoming, turn: OpenTurn) -> None:
        del self._open[incoming.key]
        answer = turn.result()
        if answer is None and not turn.task.cancelled():
            log.error("a turn on WeChat failed", exc_info=turn.task.exception())
        if turn.given_up and answer is not None:
            following = asyncio.ensure_future(self._late(incoming, answer))
            self._following.add(following)
            following.add_done_callback(self._following.discard)
