"""Which process leads: of all on one PostgreSQL, the one whose session holds the lock."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, Self

import psycopg

from storage.engine import Database
from storage.locks import LEADING

#: Somebody who says nothing for so long has stopped or is cut off: the session ends, and with it the lock.
SILENCE_MS = 3_000
#: Seconds to reach the database, and to learn that the other side of a connection is gone.
_REACH: dict[str, Any] = {
    "connect_timeout": 3,
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": SILENCE_MS,
}
_NEWS = "dinghuo_notices"


class CutOffError(Exception):
    """The session ended: whoever led does so no longer."""


class Seat:
    """One process's place in the line, a session apart from those of the turns. Used from one thread at a time."""

    def __init__(self, database: Database) -> None:
        self._address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._session: psycopg.Connection[Any] | None = None

    def sit_down(self) -> Self:
        """Connect.

        Raises:
            CutOffError: here as everywhere, the database is out of reach.
        """
        with _known():
            self._session = psycopg.connect(self._address, autocommit=True, application_name="dinghuo seat", **_REACH)
            self._session.execute(f"SET idle_session_timeout = {SILENCE_MS}")
        return self

    def get_up(self) -> None:
        """Leave. A lead is given back first: the server ends a session only some time after it was closed."""
        if self._session is not None:
            with closing(self._session), suppress(psycopg.Error):
                self._session.execute("SELECT pg_advisory_unlock_all()")

    def take(self) -> bool:
        """Lead from now on, if nobody else does."""
        if not self._ask("SELECT pg_try_advisory_lock(%s)", LEADING):
            return False
        self._do(f"LISTEN {_NEWS}")
        return True

    def prove(self) -> None:
        """The session is there, and so is whatever it holds."""
        self._do("SELECT 1")

    def listen(self, seconds: float) -> bool:
        """Prove it, and wait as the leader; whether others left notices meanwhile."""
        self.prove()
        with _known():
            return any(True for _ in self._open.notifies(timeout=seconds, stop_after=1))

    def tell(self) -> None:
        """Tell the leader that notices were left."""
        self._do(f"NOTIFY {_NEWS}")

    @property
    def _open(self) -> psycopg.Connection[Any]:
        if self._session is None:
            raise CutOffError("nobody sat down")
        return self._session

    def _ask(self, question: str, *facts: Any) -> Any:
        with _known():
            row = self._open.execute(question.encode(), facts).fetchone()
        return row[0] if row else None

    def _do(self, statement: str) -> None:
        with _known():
            self._open.execute(statement.encode())


@contextmanager
def _known() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise CutOffError(str(error).strip() or type(error).__name__) from None
