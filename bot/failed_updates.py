"""A message that keeps failing is retried a few times, then passed over, so that it does not block others."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog

from bot.monitoring.trace import current_trace
from bot.short_transactions import run_short
from domain.tables.people import Channel
from storage import failed_messages
from storage.engine import Database
from storage.outage import is_outage

log = structlog.get_logger()

#: Tries for a message that fails by a bug of ours.
TRIES = 3


class FailedUpdates:
    """Counts failures of one channel's messages, across restarts and processes."""

    def __init__(self, database: Database, channel: Channel, now: Callable[[], datetime]) -> None:
        self._database = database
        self._channel = channel
        self._now = now

    async def is_over(self, key: str, error: BaseException, tries: int = TRIES) -> bool:
        """Whether a message that failed just now is passed over; never while the database is away."""
        if is_outage(error):
            return False
        told = partial(failed_messages.record_failure, error=error, trace=current_trace(), now=self._now(), most=tries)
        try:
            over = await run_short(self._database, lambda session: told(session, self._channel, key))
        except Exception as another:
            if is_outage(another):
                return False
            log.exception("a failed message could not be written down")
            return True
        if over:
            log.error("a message is passed over", key=key, why=failed_messages.why(error))
        return over
