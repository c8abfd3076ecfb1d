"""The revision of a database, and its migration. Where it is current, Alembic is not imported."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from storage import locks
from storage.engine import BUSY_MS, Database

#: So long a process waits for another one that migrates, in milliseconds.
_MIGRATION_MS = 120_000
_FILES = Path(__file__).parent / "migrations" / "versions"


class LaterVersionError(Exception):
    """The database was migrated by a later version, whose migrations are not here."""


class MigrationState(StrEnum):
    """How a database relates to the migrations that this code knows."""

    EMPTY = "empty"
    """Nothing of ours is there yet."""
    BEHIND = "not migrated"
    CURRENT = "up to date"
    AHEAD = "newer than this version"


def migrate(database: Database) -> str:
    """Migrate in one transaction; returns the revision. Raises LaterVersionError: it is newer than this code."""
    with database.reading() as session:
        stands, here = migration_state(session.connection()), revision(session.connection())
    if stands is MigrationState.AHEAD:
        raise LaterVersionError(f"the database is at revision {here}, of a later version of Dinghuo: install that one")
    if stands is MigrationState.CURRENT:
        return here
    return _upgraded(database)


def _upgraded(database: Database) -> str:
    from alembic import command  # noqa: PLC0415 - slow to load, and seldom needed
    from alembic.config import Config  # noqa: PLC0415

    with database.engine.connect() as connection, _waiting_long(database, connection), connection.begin():
        locks.lock_until_commit(connection, locks.MIGRATING)
        config = Config()
        config.set_main_option("script_location", "storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return revision(connection)


@contextmanager
def _waiting_long(database: Database, connection: Connection) -> Iterator[None]:
    """Another process may be migrating: that takes longer than any message may wait."""
    driver: Any = connection.connection.driver_connection
    if not database.is_sqlite:
        yield
        return
    driver.execute(f"PRAGMA busy_timeout={_MIGRATION_MS}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def revision(connection: Connection) -> str:
    """The revision of a database; empty where it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def migration_state(connection: Connection) -> MigrationState:
    """The state of the database; an unknown revision is of a later version."""
    here = revision(connection)
    if not here:
        return MigrationState.EMPTY
    if here == revisions()[0]:
        return MigrationState.CURRENT
    return MigrationState.BEHIND if here in revisions() else MigrationState.AHEAD


@cache
def revisions() -> tuple[str, ...]:
    """Every revision this code knows, newest first, from the names of the files."""
    return tuple(sorted((file.name.partition("_")[0] for file in _FILES.glob("[0-9]*.py")), reverse=True))
