"""Replies that come late: a platform did not take them at once, so they go out with the notices."""

from collections.abc import Callable
from datetime import datetime

from bot.moments import in_a_moment
from bot.on_disk import OnDisk
from bot.trace import current_trace
from domain.tables.people import Channel
from handlers.stored import dump_reply
from handlers.turn import Reply
from storage import outbox
from storage.engine import Database


class LateReplies:
    """Puts them into the outbox, whichever process they were to come from."""

    def __init__(
        self, database: Database, now: Callable[[], datetime], wake: Callable[[], None], on_disk: OnDisk | None = None
    ) -> None:
        self._database = database
        self._on_disk = on_disk or OnDisk(database)
        self._now = now
        self._wake = wake

    async def put(self, channel: Channel, external: str, reply: Reply, language: str) -> None:
        """Keep a reply for the sender; the platform may then be told that all is done."""
        now, trace, kept = self._now(), current_trace(), dump_reply(reply)
        await in_a_moment(
            self._database, lambda session: outbox.put_back(session, channel, external, kept, language, now, trace)
        )
        await self._on_disk.reached()
        self._wake()
