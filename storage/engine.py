"""The engine and the transaction: one place that opens, commits and rolls back."""

import math
import sqlite3
import time
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock, local
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from domain.prepared import AT_ONCE
from storage import log_sync
from storage.as_json import as_json
from storage.log_sync import LogSync, Sync

#: How long to wait for somebody else's lock, in milliseconds: below WeChat's five seconds.
BUSY_MS = 4_000
#: What each connection to SQLite keeps of the file; the machine keeps it too, for all of them.
CACHE_KIB = 512
#: A process that stopped in the middle of a turn keeps others from its rows no longer than this, on PostgreSQL.
STALLED_MS = 30_000
#: A connection that was used within so many seconds is taken to be alive.
FRESH_SECONDS = 1.0
#: After so many pages in the log SQLite makes a checkpoint by itself, in the middle of somebody's commit.
OFTEN_PAGES, SELDOM_PAGES = 1_000, 16_000
_USED_AT = "used at"
#: How long to wait for a PostgreSQL that does not answer at all, in seconds, unless its address says so.
REACH_SECONDS = 4
#: What PostgreSQL calls a deadlock and a transaction that could not be put in a row with the others.
_IN_THE_WAY = frozenset({"40P01", "40001"})
#: The execution option of an engine whose transactions only read: on SQLite they keep no writer waiting.
ONLY_READS = "only_reads"


class NestedTransactionError(RuntimeError):
    """A fault of ours: a transaction was begun while the same thread has another one open.

    On SQLite the second would wait for the first until it gives up; on PostgreSQL it would not see what the first did.
    """


class _Open(local):
    """What this thread has open in one database."""

    is_taken = False
    connection: weakref.ref[Connection] | None = None


class Database:
    """One supplier's facts, on SQLite or PostgreSQL. A thread has one transaction at a time.

    What was committed is on the disk. Where many answer at once that would be a sync for each of them: a process that
    ``shares_syncs`` calls ``sync`` before it lets anything be known, which brings all commits so far onto the disk.
    """

    def __init__(self, url: str, *, shares_syncs: bool = False, force: Sync = log_sync.force) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite and self.url.database not in (None, "", ":memory:"):
            Path(str(self.url.database)).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.engine = create_engine(
            self.url,
            pool_size=16,
            max_overflow=8,
            pool_use_lifo=True,  # a few warm ones at ordinary times
            json_serializer=as_json,
            json_deserializer=orjson.loads,
            connect_args=_reach(self.url),
            hide_parameters=True,  # an error's text goes to the log: no addresses, words or secrets
        )
        self._writing = Lock()
        self._kept: Connection | None = None
        self._open = _Open()
        log = Path(f"{self.url.database}-wal")
        self._log = LogSync(log, force) if shares_syncs and self.is_sqlite else None
        _refuse_nesting(self.engine, self._open)
        if self.is_sqlite:
            _prepare_sqlite(self.engine, shares_syncs=shares_syncs)
        else:
            _prepare_postgresql(self.engine)

    @contextmanager
    def transaction(self, *, waits: bool = True) -> Iterator[Session]:
        """An open session; committed at the end, rolled back when anything is raised.

        Raises:
            OperationalError: the database is away, or busy: for too long, or at all for one that does not wait.
            NestedTransactionError: this thread has one open already.
            LengthyError: more is read than takes but moments, by one that does not wait.
        """
        with self._not_nested(), self._alone(waits=waits):
            place = self.engine if waits else self._own()
            try:
                with Session(place, expire_on_commit=False, info={AT_ONCE: not waits}) as session, session.begin():
                    yield session
                if self._log is not None:
                    self._log.add()
            finally:
                if not waits:
                    self._leave_nothing_open()

    @contextmanager
    def _not_nested(self) -> Iterator[None]:
        """Noticed before any lock is waited for, and before the first statement."""
        if self._open.is_taken:
            raise NestedTransactionError("this thread is inside a transaction; pass its session on")
        self._open.is_taken = True
        try:
            yield
        finally:
            self._open.is_taken = False

    def _leave_nothing_open(self) -> None:
        """A commit that failed may have left the transaction open, and nobody looks at a connection that is kept."""
        driver: Any = self._kept.connection.dbapi_connection if self._kept and not self._kept.invalidated else None
        if driver is not None and self.is_sqlite and driver.in_transaction:
            driver.rollback()

    def _own(self) -> Connection:
        """The connection of those who do not wait: one after another, so that none has to be taken and given back."""
        if self._kept is None or self._kept.invalidated:
            self._kept = self.engine.connect()
            if self.is_sqlite:
                self._kept.connection.driver_connection.execute("PRAGMA busy_timeout=0")  # type: ignore[union-attr]
        return self._kept

    @contextmanager
    def _alone(self, *, waits: bool) -> Iterator[None]:
        """SQLite takes one writer, and lets others look again after a sleep; here the next begins at once."""
        if not self.is_sqlite:
            yield
            return
        if not self._writing.acquire(timeout=BUSY_MS / 1000 if waits else 0):
            raise OperationalError("BEGIN IMMEDIATE", None, _busy())
        try:
            yield
        finally:
            self._writing.release()

    @property
    def commits(self) -> int:
        """The number of the newest commit, where syncs are shared."""
        return self._log.committed if self._log is not None else 0

    def has_on_disk(self, commit: int) -> bool:
        """Whether this commit would be there after a power cut."""
        return self._log is None or self._log.has(commit)

    @property
    def disk_refused(self) -> bool:
        """Whether a sync failed: until the process is started again, nothing more is answered."""
        return self._log is not None and self._log.failed

    def sync(self) -> None:
        """Bring all that was committed until now onto the disk, unless it is there.

        Raises:
            OperationalError: the disk does not take it.
        """
        if self._log is None:
            return
        try:
            self._log.catch_up()
        except OSError as error:
            raise OperationalError("sync", None, error) from error

    @property
    def wants_checkpoint(self) -> bool:
        """Whether the log has become long."""
        return self._log is not None and self._log.is_long

    def checkpoint(self) -> None:
        """Bring the log into the file, away from those who answer; alone, so that the log can begin anew afterwards.

        Raises:
            OperationalError: somebody writes for too long.
        """
        with self._not_nested(), self._alone(waits=True), self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            if self._log is not None:
                self._log.checkpointed()

    def wipe(self) -> bool:
        """Take what was deleted out of the file itself; false where somebody is at work in it just now.

        PostgreSQL does so in its own time.
        """
        if not self.is_sqlite:
            return True
        file = str(self.url.database)
        with closing(sqlite3.connect(file, timeout=BUSY_MS / 1000, isolation_level=None)) as connection:
            try:
                connection.execute("VACUUM")
                is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except sqlite3.OperationalError:
                return False
        return not is_busy

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """An open session that only reads, and keeps nobody waiting.

        Raises:
            NestedTransactionError: this thread has a transaction open already.
        """
        place = self.engine.execution_options(**{ONLY_READS: True})
        with self._not_nested(), Session(place, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        """Give the connections back."""
        if self._kept is not None:
            self._kept.invalidate()
            self._kept.close()
            self._kept = None
        self.engine.dispose()


def _busy() -> sqlite3.OperationalError:
    """What SQLite itself raises while somebody else writes."""
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode, busy.sqlite_errorname = sqlite3.SQLITE_BUSY, "SQLITE_BUSY"
    return busy


def passing(error: DBAPIError) -> bool:
    """Whether just the same may succeed when it is done once more, at once: nothing of it was kept."""
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _IN_THE_WAY


def _refuse_nesting(engine: Engine, here: _Open) -> None:
    """Also for those who go to the engine itself. Comes before any other listener that begins something."""

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        other = here.connection() if here.connection is not None else None
        if other is not None and other is not connection and other.in_transaction():
            raise NestedTransactionError("this thread has a transaction open on another connection")
        here.connection = weakref.ref(connection)


def _reach(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite" or "connect_timeout" in url.query:
        return {}
    return {"connect_timeout": REACH_SECONDS}


def _prepare_postgresql(engine: Engine) -> None:
    """Nobody waits for ever: not for a lock, and not for a process that stopped while it held one.

    A connection that lay idle is asked for a sign of life before it is used. One that was in use just now is not:
    should it have died since, the turn is done again.
    """
    import psycopg  # noqa: PLC0415 - SQLite does without it

    @event.listens_for(engine, "connect")
    def _connect(connection: psycopg.Connection[Any], _record: Any) -> None:
        connection.execute(f"SET lock_timeout = {BUSY_MS}; SET idle_in_transaction_session_timeout = {STALLED_MS}")
        connection.commit()

    @event.listens_for(engine, "checkin")
    def _given_back(_connection: psycopg.Connection[Any], record: ConnectionPoolEntry) -> None:
        record.info[_USED_AT] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _taken(connection: psycopg.Connection[Any], record: ConnectionPoolEntry, _proxy: Any) -> None:
        if time.monotonic() - record.info.get(_USED_AT, math.inf) > FRESH_SECONDS:
            try:
                engine.dialect.do_ping(connection)  # type: ignore[arg-type]
            except psycopg.Error as gone:
                raise InvalidatePoolError from gone


def _prepare_sqlite(engine: Engine, *, shares_syncs: bool) -> None:
    """Foreign keys, WAL, and a BEGIN of our own: without it, releasing a savepoint would commit.

    Where syncs are shared, a commit does not sync by itself, nor does it bring the log into the file: whoever syncs
    does both, and SQLite only where that was left undone for long.

    ``BEGIN IMMEDIATE`` takes the writer's place at once, so that a turn never fails half-way for having read first.
    """

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "foreign_keys=ON",
            "journal_mode=WAL",
            f"synchronous={'NORMAL' if shares_syncs else 'FULL'}",
            f"wal_autocheckpoint={SELDOM_PAGES if shares_syncs else OFTEN_PAGES}",
            f"busy_timeout={BUSY_MS}",
            f"cache_size=-{CACHE_KIB}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        only_reads = connection.get_execution_options().get(ONLY_READS, False)
        begin = "BEGIN" if only_reads else "BEGIN IMMEDIATE"
        try:
            connection.connection.driver_connection.execute(begin)  # type: ignore[union-attr]
        except sqlite3.Error as error:
            raise OperationalError(begin, None, error) from error
