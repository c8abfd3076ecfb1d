"""The engine and the transaction: the one place that opens, commits and rolls back."""

import math
import sqlite3
import time
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from threading import Lock, local
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from domain.db.statements import AT_ONCE, CONNECTION
from storage import wal_sync
from storage.as_json import as_json
from storage.wal_sync import LogSync, Sync

#: How long to wait for a lock, in milliseconds: below WeChat's five seconds.
BUSY_MS = 4_000
#: What PostgreSQL thinks a page costs that is read out of order: they are in memory. At its own 4 it would read all
#: prices of a shop to find those of a cart, in ten times the time.
PAGE_COST = 1.1
#: The page cache of each SQLite connection; the system caches the file for all of them.
CACHE_KIB = 4096
#: A process that stopped in the middle of a turn holds its row locks no longer than this, on PostgreSQL.
STALLED_MS = 30_000
#: Seconds for which a used connection is assumed to be alive.
FRESH_SECONDS = 1.0
#: Pages in the log after which SQLite makes a checkpoint by itself, in the middle of a commit.
OFTEN_PAGES, SELDOM_PAGES = 1_000, 16_000
_USED_AT = "used at"
#: How long to wait for a PostgreSQL that does not answer at all, in seconds, unless its address says so.
REACH_SECONDS = 4
#: PostgreSQL's codes for a deadlock and a serialisation failure.
_IN_THE_WAY = frozenset({"40P01", "40001"})
#: The execution option of read-only transactions: on SQLite they block no writer.
ONLY_READS = "only_reads"


class NestedTransactionError(RuntimeError):
    """A bug of ours: a transaction was started while the same thread has another one open.

    On SQLite the second would wait for the first until it gives up; on PostgreSQL it would not see what the first did.
    """


class _Open(local):
    """What this thread has open in one database."""

    is_taken = False
    connection: weakref.ref[Connection] | None = None


class Database:
    """One supplier's database, on SQLite or PostgreSQL. A thread has one transaction at a time.

    What was committed is on the disk. Where many answer at once that would be a sync for each of them: a process that
    ``group_commit`` calls ``sync`` before it lets anything be known, which brings all commits so far onto the disk.
    """

    def __init__(self, url: str, *, group_commit: bool = False, force: Sync = wal_sync.sync_file) -> None:
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
        self._wal = LogSync(log, force) if group_commit and self.is_sqlite else None
        _refuse_nesting(self.engine, self._open)
        if self.is_sqlite:
            _prepare_sqlite(self.engine, group_commit=group_commit)
        else:
            _prepare_postgresql(self.engine)

    @contextmanager
    def transaction(self, *, waits: bool = True, keeps: bool = True) -> Iterator[Session]:
        """An open session; committed at the end, rolled back on any exception, or where nothing is to be kept.

        The transaction is the connection's and not the session's: beginning and ending one of its own takes a session
        as long as a dozen statements.

        Raises:
            OperationalError: the database is away, or busy: for too long, or at all for one that does not wait.
            NestedTransactionError: this thread has one open already.
            LengthyError: more is read than takes but moments, by one that does not wait.
        """
        with self._no_nesting(), self._writer_lock(waits=waits):
            try:
                with (
                    self.engine.connect() if waits else nullcontext(self._kept_connection()) as connection,
                    connection.begin() as transaction,
                    Session(connection, expire_on_commit=False) as session,
                ):
                    session.info.update({AT_ONCE: not waits, CONNECTION: connection})
                    yield session
                    if keeps:
                        session.flush()
                    else:
                        transaction.rollback()
                if self._wal is not None:
                    self._wal.add()
            finally:
                if not waits:
                    self._roll_back_kept()

    @contextmanager
    def _no_nesting(self) -> Iterator[None]:
        """Check for nesting before any lock is waited for, and before the first statement."""
        if self._open.is_taken:
            raise NestedTransactionError("this thread is inside a transaction; pass its session on")
        self._open.is_taken = True
        try:
            yield
        finally:
            self._open.is_taken = False

    def _roll_back_kept(self) -> None:
        """A failed commit may have left the transaction open on the connection that is kept."""
        driver: Any = self._kept.connection.dbapi_connection if self._kept and not self._kept.invalidated else None
        if driver is not None and self.is_sqlite and driver.in_transaction:
            driver.rollback()

    def _kept_connection(self) -> Connection:
        """The connection of transactions that do not wait: they run one after another, so it is kept."""
        if self._kept is None or self._kept.invalidated:
            self._kept = self.engine.connect()
            if self.is_sqlite:
                self._kept.connection.driver_connection.execute("PRAGMA busy_timeout=0")  # type: ignore[union-attr]
        return self._kept

    @contextmanager
    def _writer_lock(self, *, waits: bool) -> Iterator[None]:
        """SQLite allows one writer and makes others poll; with this lock the next starts at once."""
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
    def last_commit(self) -> int:
        """The number of the newest commit, with group commit."""
        return self._wal.committed if self._wal is not None else 0

    def is_synced(self, commit: int) -> bool:
        """Whether this commit would survive a power cut."""
        return self._wal is None or self._wal.has(commit)

    @property
    def sync_failed(self) -> bool:
        """Whether a sync failed: until the process restarts, nothing more is answered."""
        return self._wal is not None and self._wal.failed

    def sync(self) -> None:
        """Sync everything committed so far to the disk. Raises OperationalError: the disk does not take it."""
        if self._wal is None:
            return
        try:
            self._wal.catch_up()
        except OSError as error:
            raise OperationalError("sync", None, error) from error

    @property
    def needs_checkpoint(self) -> bool:
        """Whether the write-ahead log has become long."""
        return self._wal is not None and self._wal.is_long

    def checkpoint(self) -> None:
        """Write the log into the database file, with the writer lock. Raises OperationalError: it is busy too long."""
        with self._no_nesting(), self._writer_lock(waits=True), self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            if self._wal is not None:
                self._wal.checkpointed()

    def vacuum(self) -> bool:
        """Remove deleted data from a SQLite file; False where others use it. PostgreSQL does this by itself."""
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
        """A session that only reads and blocks nobody. Raises NestedTransactionError: this thread has one open."""
        place = self.engine.execution_options(**{ONLY_READS: True})
        with self._no_nesting(), Session(place, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        """Close all connections."""
        if self._kept is not None:
            self._kept.invalidate()
            self._kept.close()
            self._kept = None
        self.engine.dispose()


def _busy() -> sqlite3.OperationalError:
    """The error SQLite raises while another writes."""
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode, busy.sqlite_errorname = sqlite3.SQLITE_BUSY, "SQLITE_BUSY"
    return busy


def is_transient(error: DBAPIError) -> bool:
    """Whether the same transaction may succeed when it is repeated at once: nothing of it was kept."""
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _IN_THE_WAY


def _refuse_nesting(engine: Engine, here: _Open) -> None:
    """Also for users of the engine itself. Registered before any other listener that begins something."""

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
    """Set timeouts: for locks, and for a process that stopped while it held one.

    A connection that lay idle is asked for a sign of life before it is used. One that was in use just now is not:
    should it have died since, the turn is done again.
    """
    import psycopg  # noqa: PLC0415 - SQLite does without it

    @event.listens_for(engine, "connect")
    def _connect(connection: psycopg.Connection[Any], _record: Any) -> None:
        connection.execute(f"SET lock_timeout = {BUSY_MS}; SET idle_in_transaction_session_timeout = {STALLED_MS}")
        connection.execute(f"SET random_page_cost = {PAGE_COST}")
        connection.commit()
        connection.prepare_threshold = None  # the driver gives up all prepared statements after each rollback

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


def _prepare_sqlite(engine: Engine, *, group_commit: bool) -> None:
    """Foreign keys, WAL, and our own BEGIN: without it, releasing a savepoint would commit.

    Where syncs are shared, a commit neither syncs nor makes a checkpoint: ``sync`` does both, and SQLite itself only
    where that was left undone for long.

    ``BEGIN IMMEDIATE`` takes the writer's place at once, so that a turn never fails half-way for having read first.
    """

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "foreign_keys=ON",
            "journal_mode=WAL",
            f"synchronous={'NORMAL' if group_commit else 'FULL'}",
            f"wal_autocheckpoint={SELDOM_PAGES if group_commit else OFTEN_PAGES}",
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
