"""Whether this process should receive messages, and whether some had to be passed over."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from storage import failed_messages
from storage.engine import Database
from storage.schema_version import MigrationState, migration_state


class Readiness:
    """Ready, or the reason why not. A database newer than this code is no reason: migrations only add."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._leaving = False

    def leave(self) -> None:
        """From now on report "shutting down"."""
        self._leaving = True

    def obstacle(self) -> str:
        """Why the process is not ready; empty when it is."""
        if self._leaving:
            return "shutting down"
        if self._database.sync_failed:
            return "the disk refused to sync"
        try:
            with self._database.reading() as session:
                found = migration_state(session.connection())
        except SQLAlchemyError:
            return "database away"
        return "" if found in (MigrationState.CURRENT, MigrationState.AHEAD) else f"database {found.value}"

    def remark(self) -> str:
        """What an operator should look at although messages are answered; empty when there is nothing."""
        try:
            with self._database.reading() as session:
                count = failed_messages.recently_passed_over(session, self._now()).count
        except SQLAlchemyError:
            return ""
        return f"{count} messages passed over within a week: dinghuo doctor" if count else ""
