"""Long polling for updates, where Telegram cannot reach us."""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from telegram.error import Conflict, RetryAfter, TelegramError

from bot.first_of import first_of
from bot.monitoring.trace import trace_context
from bot.telegram.connection import Connection
from bot.telegram.errors import reason, retry_after, traced
from bot.telegram.intake import UpdateIntake
from bot.telegram.read import MalformedUpdateError, Update, parse
from bot.telegram.send import Sender

log = logging.getLogger(__name__)

LONG_POLL = timedelta(seconds=25)
#: Seconds to wait for open updates before fetching more; starts short, as most are quick.
GRACE_SECONDS = 0.5
FIRST_GRACE = 0.02
AT_ONCE = 16
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STOP_SECONDS = 15.0


class Polling:
    """Confirms an update to Telegram only when it and all before it are handled."""

    def __init__(self, bot: Connection, intake: UpdateIntake, sender: Sender) -> None:
        self._bot = bot
        self._intake = intake
        self._sender = sender
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._last = 0
        self._pause = FIRST_PAUSE
        self._grace = FIRST_GRACE

    async def run(self, stop: asyncio.Event) -> None:
        """Fetch and handle updates until told to stop; what was begun is finished and confirmed."""
        while not stop.is_set():
            updates = await self._fetch(stop)
            is_new = self._begin(updates) > 0
            self._grace = FIRST_GRACE if is_new else min(GRACE_SECONDS, self._grace * 2)
            if self._under_way():
                await asyncio.wait(self._under_way(), timeout=self._grace)
            elif updates and not is_new:
                await first_of(self._grace, stop)
        await self._finish()

    def _under_way(self) -> list[asyncio.Task[None]]:
        return [task for task in self._tasks.values() if not task.done()]

    def _offset(self) -> int:
        """The first update not handled, which confirms all before it; numbers may begin anew after a quiet week."""
        waiting = list(itertools.dropwhile(lambda each: each[1].done(), self._tasks.items()))
        self._tasks = dict(waiting)
        if waiting:
            return waiting[0][0]
        return self._last + 1 if self._last else 0

    async def _fetch(self, stop: asyncio.Event) -> list[object]:
        offset = self._offset()
        wait = timedelta() if self._tasks else LONG_POLL
        request = asyncio.ensure_future(self._bot.raw_updates(offset, wait))
        ended = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait((request, ended), return_when=asyncio.FIRST_COMPLETED)
            return await self._received(request, stop) if request.done() else []
        finally:
            await _cancelled((request, ended))

    async def _received(self, request: "asyncio.Future[list[object]]", stop: asyncio.Event) -> list[object]:
        try:
            updates = request.result()
        except TelegramError as error:
            await self._rest(error, stop)
            return []
        self._pause = FIRST_PAUSE
        return updates

    async def _rest(self, error: TelegramError, stop: asyncio.Event) -> None:
        seconds = retry_after(error) if isinstance(error, RetryAfter) else self._pause
        self._pause = min(LONGEST_PAUSE, self._pause * 2)
        if isinstance(error, Conflict):
            log.warning("another process or a webhook receives this bot's updates; only one may")
        log.warning("no updates for now, next try in %.1f s: %s", seconds, reason(error))
        await first_of(seconds, stop)

    def _begin(self, updates: Iterable[object]) -> int:
        """Start the new updates; returns how many there are."""
        before = len(self._tasks)
        for data in updates:
            key = data.get("update_id") if isinstance(data, dict) else None
            if isinstance(key, int) and key not in self._tasks:
                self._last = key
                self._tasks[key] = asyncio.create_task(self._handle(data))
        return len(self._tasks) - before

    async def _handle(self, data: object) -> None:
        try:
            update = parse(data)
        except MalformedUpdateError as error:
            log.warning("an update could not be read: %s", error)
            return
        with trace_context():
            if update.query is None:
                await self._until_done(update)
            else:
                await asyncio.gather(self._sender.acknowledge(update.query), self._until_done(update))

    async def _until_done(self, update: Update) -> None:
        """Retry until handled: the intake raises while the database is away. The chat waits, in order."""
        pause = FIRST_PAUSE
        async with self._intake.in_order(update):
            while not await self._tried(update):
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)

    async def _tried(self, update: Update) -> bool:
        try:
            async with self._slots:
                await self._intake.process(update)
        except Exception as error:  # noqa: BLE001 - nothing a person did is lost, whatever went wrong
            log.error("update %s was not dealt with: %s", update.key, traced(error))  # noqa: TRY400 - token
            return False
        return True

    async def _finish(self) -> None:
        if self._under_way():
            await asyncio.wait(self._under_way(), timeout=STOP_SECONDS)
        offset = self._offset()
        await _cancelled(self._tasks.values())
        with contextlib.suppress(TelegramError):
            if offset:
                await self._bot.raw_updates(offset, timedelta(), limit=1)


async def _cancelled(tasks: "Iterable[asyncio.Future[Any]]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
