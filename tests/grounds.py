"""Where the tests' databases stand: SQLite or PostgreSQL. Filled once, then copied in a moment for each test.

Nothing that a test commits has to outlive a power cut, so nobody waits for a disk: PostgreSQL runs without syncs, files
stand in the machine's memory where there is room, and ``unsynced`` leaves out the syncs of a test's own.
"""

import itertools
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import psycopg
from sqlalchemy import URL, event, make_url

from storage.engine import Database
from tests.postgres import GIVEN, NoPostgresError, PostgresServer, address, new_server


def unsynced(database: Database) -> Database:
    """The same; on SQLite its commits do not wait for the disk."""
    if database.is_sqlite:
        event.listen(database.engine, "connect", _leave_out_syncs)
    return database


def _leave_out_syncs(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def close(database: Database) -> bool:
    """Close it after a test; whether the test has left nothing behind that the next would meet."""
    pool: Any = database.engine.pool
    is_clean = (
        pool.checkedout() == int(database._kept is not None)
        and not database._writing.locked()
        and not database._open.is_taken
        and not database.engine.dispatch.before_cursor_execute
    )
    database.close()
    return is_clean


def checked_often(url: str) -> str:
    """The same database, for one that ``check_all`` looks at time and again: SQLite keeps its statements ready."""
    return f"{url}?cached_statements=512" if url.startswith("sqlite:") else url


class Kind(StrEnum):
    """The databases that everything must work on."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


#: Fills an empty database; what it returns is kept with the plan.
Fill = Callable[[Database], Any]


class Ground(Protocol):
    """A kind of database that tests stand on."""

    kind: Kind

    def plan(self, name: str, fill: Fill) -> "Plan":
        """A database of this name, filled when it is asked for the first time."""


class Plan(Protocol):
    """A filled database that is never used itself; ``made`` is what came of filling it."""

    made: Any

    def copy(self) -> Any:
        """A context with the address of a fresh copy."""

    def opened(self) -> Any:
        """A context with a fresh copy, opened. It is opened for many tests: their statements are compiled once."""


@dataclass
class FileGround:
    """SQLite: a plan is a file, and so is its copy."""

    folder: Path
    kind: Kind = Kind.SQLITE
    _plans: dict[str, "FilePlan"] = field(default_factory=dict)

    def plan(self, name: str, fill: Fill) -> "FilePlan":
        if name not in self._plans:
            file = self.folder / f"plan{len(self._plans)}.sqlite"
            self._plans[name] = FilePlan(file=file, made=_filled(f"sqlite:///{file}", fill))
        return self._plans[name]


@dataclass
class FilePlan:
    file: Path
    made: Any
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _free: list[tuple[Path, Database]] = field(default_factory=list)

    @contextmanager
    def copy(self) -> Iterator[str]:
        file = self._new()
        shutil.copy(self.file, file)
        yield f"sqlite:///{file}"
        _remove(file)

    @contextmanager
    def opened(self) -> Iterator[Database]:
        file, database = self._free.pop() if self._free else self._newly_opened()
        shutil.copy(self.file, file)
        yield database
        is_clean = close(database)
        _remove(file)
        if is_clean:
            self._free.append((file, database))

    def _newly_opened(self) -> tuple[Path, Database]:
        file = self._new()
        return file, unsynced(Database(f"sqlite:///{file}"))

    def _new(self) -> Path:
        return self.file.with_name(f"{self.file.stem}-{next(self._numbers)}.sqlite")


def _remove(file: Path) -> None:
    for left in ("", "-wal", "-shm"):
        file.with_name(f"{file.name}{left}").unlink(missing_ok=True)


def _filled(url: str, fill: Fill) -> Any:
    database = unsynced(Database(url))
    made = fill(database)
    if database.is_sqlite:  # bring what is in the log into the file: copying the file then copies all
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return made


class PostgresGround:
    """PostgreSQL: a plan is a database, and its copies are swept and filled again instead of being made anew."""

    kind = Kind.POSTGRESQL

    def __init__(self, server: URL, prefix: str) -> None:
        self._server, self._prefix = server, prefix
        self._plans: dict[str, PostgresPlan] = {}
        self._made: list[str] = []
        self._admin = psycopg.connect(address(server), autocommit=True)

    def plan(self, name: str, fill: Fill) -> "PostgresPlan":
        if name not in self._plans:
            own = f"{self._prefix}plan{len(self._plans)}"
            self.create(own)
            made = _filled(self.url(own), fill)
            self._plans[name] = PostgresPlan(ground=self, name=own, made=made)
        return self._plans[name]

    def url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def create(self, name: str, *, like: str = "template0") -> None:
        self._drop(name)
        self._admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        self._made.append(name)

    def leave(self) -> None:
        """Drop what was made: on a server that was given, nothing stays behind."""
        for name in self._made:
            self._drop(name)

    def close(self) -> None:
        self._admin.close()

    def _drop(self, name: str) -> None:
        self._admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class PostgresPlan:
    """Keeps a second set of its rows in a schema that nobody else looks at; from there a used copy is filled again.

    That takes a millisecond, and a new database a hundred of them.
    """

    def __init__(self, ground: PostgresGround, name: str, made: Any) -> None:
        self.made = made
        self._ground, self._name = ground, name
        self._numbers = itertools.count()
        self._free: list[str] = []
        self._opened: dict[str, Database] = {}
        with psycopg.connect(address(make_url(ground.url(name))), autocommit=True) as connection:
            tables = _tables(connection)
            self._again = _lay_by(connection, tables) if tables else b""
            self._layout = _layout(connection)

    @contextmanager
    def copy(self) -> Iterator[str]:
        name = self._free.pop() if self._free else self._new()
        yield self._ground.url(name)
        if self._swept(name):
            self._free.append(name)

    @contextmanager
    def opened(self) -> Iterator[Database]:
        with self.copy() as url:
            database = self._opened.pop(url, None) or Database(url)
            yield database
            if close(database):
                self._opened[url] = database

    def _new(self) -> str:
        name = f"{self._name}-{next(self._numbers)}"
        self._ground.create(name, like=self._name)
        return name

    def _swept(self, name: str) -> bool:
        """False where a test has changed the tables themselves, or the schemas: that copy is of no more use."""
        with psycopg.connect(address(make_url(self._ground.url(name))), autocommit=True) as connection:
            connection.execute(_ALONE)
            if _layout(connection) != self._layout:
                return False
            connection.execute(self._again)
            return True


#: Whoever was left connected by a test that failed or killed.
_ALONE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def _layout(connection: psycopg.Connection[Any]) -> list[str]:
    own = "schemaname NOT IN ('pg_catalog', 'information_schema')"
    return _names(connection, f"SELECT schemaname || '.' || tablename FROM pg_tables WHERE {own} ORDER BY 1")


def _tables(connection: psycopg.Connection[Any]) -> list[str]:
    return _names(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")


def _lay_by(connection: psycopg.Connection[Any], tables: list[str]) -> bytes:
    """Put a second set of the rows aside; the statements that bring a used copy back to it."""
    connection.execute("CREATE SCHEMA laid_by")
    for table in tables:
        connection.execute(f'CREATE TABLE laid_by."{table}" AS TABLE public."{table}"')
    filled = [t for t in tables if connection.execute(f'SELECT 1 FROM laid_by."{t}" LIMIT 1').fetchone()]
    counters = _names(connection, "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
    statements = [
        "BEGIN",
        "SET LOCAL session_replication_role = replica",  # rows may go and come in any order
        *(f'DELETE FROM "{table}"' for table in tables),
        *(f'INSERT INTO "{table}" TABLE laid_by."{table}"' for table in filled),
        *(_counter(connection, name) for name in counters),
        "COMMIT",
    ]
    return ";".join(statements).encode()


def _names(connection: psycopg.Connection[Any], query: str) -> list[str]:
    return [str(name) for (name,) in connection.execute(query.encode())]


def _counter(connection: psycopg.Connection[Any], name: str) -> str:
    row = connection.execute(f'SELECT last_value, is_called FROM "{name}"').fetchone()
    assert row is not None
    return f"SELECT setval('\"{name}\"', {row[0]}, {row[1]})"


class Grounds:
    """Both kinds, each made when it is asked for the first time."""

    def __init__(self, folder: Path, worker: str) -> None:
        self._folder, self._worker = folder, worker
        self._stack = ExitStack()
        self._made: dict[Kind, Ground | NoPostgresError] = {}

    def of(self, kind: Kind) -> Ground:
        """The ground of a kind.

        Raises:
            NoPostgresError: there is no such database on this machine.
        """
        if kind not in self._made:
            self._made[kind] = FileGround(self._folder) if kind is Kind.SQLITE else self._postgres()
        made = self._made[kind]
        if isinstance(made, NoPostgresError):
            raise made
        return made

    def _postgres(self) -> PostgresGround | NoPostgresError:
        given = os.environ.get(GIVEN)
        try:
            return self._on(make_url(given), own=False) if given else self._on(self._server().url, own=True)
        except NoPostgresError as missing:
            return missing

    def _server(self) -> PostgresServer:
        server = new_server()
        self._stack.callback(server.remove)
        return server

    def _on(self, server: URL, *, own: bool) -> PostgresGround:
        ground = PostgresGround(server, f"dinghuo_test_{self._worker}_")
        self._stack.callback(ground.close)
        if not own:
            self._stack.callback(ground.leave)
        return ground

    def close(self) -> None:
        self._stack.close()
