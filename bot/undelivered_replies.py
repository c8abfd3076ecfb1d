"""Replies that a platform did not accept at once: they are sent with the notices."""

from collections.abc import Callable
from datetime import datetime

from bot.durability import Durability
from bot.monitoring.trace import current_trace
from bot.short_transactions import run_short
from domain.tables.people import Channel
from handlers.conversation.serialisation import dump_reply
from handlers.conversation.turn import Reply
from storage import outbox
from storage.engine import Database


class UndeliveredReplies:
    """Puts such replies into the outbox."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        wake: Callable[[], None],
        durability: Durability | None = None,
    ) -> None:
        self._database = database
        self._durability = durability or Durability(database)
        self._now = now
        self._wake = wake

    async def put(self, channel: Channel, external: str, reply: Reply, language: str) -> None:
        """Store a reply for the sender; then the platform may be told that the message is done."""
        now, trace, kept = self._now(), current_trace(), dump_reply(reply)
        await run_short(
            self._database, lambda session: outbox.enqueue_reply(session, channel, external, kept, language, now, trace)
        )
        await self._durability.wait()
        self._wake()
