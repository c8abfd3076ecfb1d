"""Replies that come late: a platform did not take them at once, so they go out with the notices."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.trace import current_trace
from domain.tables.people import Channel
from handlers.stored import dump_reply
from handlers.turn import Reply
from storage import outbox
from storage.engine import Database


class LateReplies:
    """Puts them into the outbox, whichever process they were to come from."""

    def __init__(self, database: Database, now: Callable[[], datetime], wake: Callable[[], None]) -> None:
        self._database = database
        self._now = now
        self._wake = wake

    async def put(self, channel: Channel, external: str, reply: Reply, language: str) -> None:
        """Keep a reply for the sender."""
        await asyncio.to_thread(self._keep, channel, external, reply, language)
        self._wake()

    def _keep(self, channel: Channel, external: str, reply: Reply, language: str) -> None:
        with self._database.transaction() as session:
            outbox.put_back(session, channel, external, dump_reply(reply), language, self._now(), trace=current_trace())
