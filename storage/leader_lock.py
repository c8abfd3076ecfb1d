"""Leader election on PostgreSQL: the leader is the process whose session holds the advisory lock."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, Self

import psycopg

from storage.engine import Database
from storage.locks import LEADING

#: A session silent for so long has stopped or is cut off: the server ends it, and with it the lock.
SILENCE_MS = 3_000
#: Timeouts in seconds to connect, and to notice a dead connection.
_REACH: dict[str, Any] = {
    "connect_timeout": 3,
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": SILENCE_MS,
}
_CHANNEL = "dinghuo_notices"


class CutOffError(Exception):
    """The session ended: a process that led does so no longer."""


def wake_leader(database: Database) -> None:
    """Notify the leader that a command left notices; on SQLite, or cut off, it finds them by itself soon."""
    if database.is_sqlite:
        return
    lock = LeaderLock(database)
    with suppress(CutOffError):
        lock.connect().notify()
    lock.close()


class LeaderLock:
    """One process's session for the election, apart from those of the turns. Use from one thread at a time."""

    def __init__(self, database: Database) -> None:
        self._address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._session: psycopg.Connection[Any] | None = None

    def connect(self) -> Self:
        """Open the session. Raises CutOffError: here as everywhere, the database is out of reach."""
        with _cut_off_errors():
            self._session = psycopg.connect(self._address, autocommit=True, application_name="dinghuo leader", **_REACH)
            self._session.execute(f"SET idle_session_timeout = {SILENCE_MS}")
        return self

    def close(self) -> None:
        """Release the lock and close the session: the server ends a closed session only some time later."""
        if self._session is not None:
            with closing(self._session), suppress(psycopg.Error):
                self._session.execute("SELECT pg_advisory_unlock_all()")

    def try_acquire(self) -> bool:
        """Become the leader, if nobody else is."""
        if not self._ask("SELECT pg_try_advisory_lock(%s)", LEADING):
            return False
        self._do(f"LISTEN {_CHANNEL}")
        return True

    def ping(self) -> None:
        """Check that the session is there, and with it the lock."""
        self._do("SELECT 1")

    def listen(self, seconds: float) -> bool:
        """Ping, then wait as the leader; returns whether other processes left notices meanwhile."""
        self.ping()
        with _cut_off_errors():
            return any(True for _ in self._open.notifies(timeout=seconds, stop_after=1))

    def notify(self) -> None:
        """Notify the leader that notices were left."""
        self._do(f"NOTIFY {_CHANNEL}")

    @property
    def _open(self) -> psycopg.Connection[Any]:
        if self._session is None:
            raise CutOffError("not connected")
        return self._session

    def _ask(self, question: str, *facts: Any) -> Any:
        with _cut_off_errors():
            row = self._open.execute(question.encode(), facts).fetchone()
        return row[0] if row else None

    def _do(self, statement: str) -> None:
        with _cut_off_errors():
            self._open.execute(statement.encode())


@contextmanager
def _cut_off_errors() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise CutOffError(str(error).strip() or type(error).__name__) from None
