"""Which revision a database has, and bringing it up to date. Where it is, nothing heavy is loaded."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage import locks
from storage.engine import Database

_FILES = Path(__file__).parent / "migrations" / "versions"


class LaterVersionError(Exception):
    """The database was brought up to date by a later version, whose migrations are not here."""


class Standing(StrEnum):
    """How a database stands to the migrations that this code knows."""

    EMPTY = "empty"
    """Nothing of ours is there yet."""
    BEHIND = "not migrated"
    CURRENT = "up to date"
    AHEAD = "newer than this version"


def migrate(database: Database) -> str:
    """Bring a database up to date, in one transaction; the revision it now has. Processes wait for one another.

    Raises:
        LaterVersionError: it is newer than this code.
    """
    with database.reading() as session:
        stands, here = standing(session.connection()), revision(session.connection())
    if stands is Standing.AHEAD:
        raise LaterVersionError(f"the database is at revision {here}, of a later version of Dinghuo: install that one")
    if stands is Standing.CURRENT:
        return here
    return _upgraded(database)


def _upgraded(database: Database) -> str:
    from alembic import command  # noqa: PLC0415 - slow to load, and seldom needed
    from alembic.config import Config  # noqa: PLC0415

    with database.engine.begin() as connection:
        locks.alone(connection, locks.MIGRATING)
        config = Config()
        config.set_main_option("script_location", "storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return revision(connection)


def revision(connection: Connection) -> str:
    """The revision a database has; empty where it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def standing(connection: Connection) -> Standing:
    """How the database stands; a revision that we never heard of is of a later version."""
    here = revision(connection)
    if not here:
        return Standing.EMPTY
    if here == revisions()[0]:
        return Standing.CURRENT
    return Standing.BEHIND if here in revisions() else Standing.AHEAD


@cache
def revisions() -> tuple[str, ...]:
    """Every revision this code knows, newest first: their files are named after them, in order."""
    return tuple(sorted((file.name.partition("_")[0] for file in _FILES.glob("[0-9]*.py")), reverse=True))
