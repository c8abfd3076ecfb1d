"""Whether this process should be sent messages just now, and whether some had to be passed over."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from storage import passed_over
from storage.engine import Database
from storage.revisions import Standing, standing


class Readiness:
    """Ready, or the reason why not. A database newer than this code is no reason: migrations only add."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._leaving = False

    def leave(self) -> None:
        """From now on others should get the messages."""
        self._leaving = True

    def obstacle(self) -> str:
        """What stands in the way; empty when nothing does."""
        if self._leaving:
            return "shutting down"
        if self._database.disk_refused:
            return "the disk refused to sync"
        try:
            with self._database.reading() as session:
                found = standing(session.connection())
        except SQLAlchemyError:
            return "database away"
        return "" if found in (Standing.CURRENT, Standing.AHEAD) else f"database {found.value}"

    def remark(self) -> str:
        """What somebody should look at though messages are answered; empty when there is nothing."""
        try:
            with self._database.reading() as session:
                count = passed_over.lately(session, self._now()).count
        except SQLAlchemyError:
            return ""
        return f"{count} messages passed over within a week: dinghuo doctor" if count else ""
