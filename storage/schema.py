"""Every table in one place, and bringing a database up to date."""

from enum import StrEnum
from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlmodel import SQLModel

from domain.tables import carts, catalogue, nicknames, notices, orders, people, shipments, stock
from storage import cards, conversations, inbox, locks, media, pace, passed_over, push_ledger, transcript
from storage.engine import Database

__all__ = [
    "METADATA",
    "Standing",
    "cards",
    "carts",
    "catalogue",
    "conversations",
    "inbox",
    "media",
    "migrate",
    "nicknames",
    "notices",
    "orders",
    "pace",
    "passed_over",
    "people",
    "push_ledger",
    "revision",
    "revisions",
    "shipments",
    "standing",
    "stock",
    "transcript",
]

METADATA = SQLModel.metadata


class Standing(StrEnum):
    """How a database stands to the migrations that this code knows."""

    EMPTY = "empty"
    """Nothing of ours is there yet."""
    BEHIND = "not migrated"
    CURRENT = "up to date"
    AHEAD = "newer than this version"


def migrate(database: Database) -> str:
    """Bring a database up to date, in one transaction; the revision it now has. Processes wait for one another."""
    with database.engine.begin() as connection:
        locks.alone(connection, locks.MIGRATING)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return revision(connection)


def revision(connection: Connection) -> str:
    """The revision a database has; empty where it has none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


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
    """Every revision this code knows, newest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    return config
