"""A message that failed is tried again a few times, and then passed over: it must not hold up others."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog

from bot.moments import in_a_moment
from bot.trace import current_trace
from domain.tables.people import Channel
from storage import passed_over
from storage.engine import Database
from storage.outage import is_outage

log = structlog.get_logger()

#: So often a message is tried that meets a fault of ours.
TRIES = 3


class Failures:
    """Counts failures of one channel's messages, across restarts and processes."""

    def __init__(self, database: Database, channel: Channel, now: Callable[[], datetime]) -> None:
        self._database = database
        self._channel = channel
        self._now = now

    async def is_over(self, key: str, error: BaseException, tries: int = TRIES) -> bool:
        """Whether a message that failed just now is passed over; while the database is away, none is."""
        if is_outage(error):
            return False
        told = partial(passed_over.failed, error=error, trace=current_trace(), now=self._now(), most=tries)
        try:
            over = await in_a_moment(self._database, lambda session: told(session, self._channel, key))
        except Exception as another:
            if is_outage(another):
                return False
            log.exception("a failed message could not be written down")
            return True
        if over:
            log.error("a message is passed over", key=key, why=passed_over.why(error))
        return over
