"""Whether this process should be sent messages just now."""

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from storage.engine import ONLY_READS, Database
from storage.schema import Standing, standing


class Readiness:
    """Ready, or the reason why not. A database newer than this code is no reason: migrations only add."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._leaving = False

    def leave(self) -> None:
        """From now on others should get the messages."""
        self._leaving = True

    def obstacle(self) -> str:
        """What stands in the way; empty when nothing does."""
        if self._leaving:
            return "shutting down"
        try:
            with Session(self._database.engine.execution_options(**{ONLY_READS: True})) as session:
                found = standing(session.connection())
        except SQLAlchemyError:
            return "database away"
        return "" if found in (Standing.CURRENT, Standing.AHEAD) else f"database {found.value}"
