"""Every table in one place, and bringing a database up to date."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

from domain.tables import carts, catalogue, nicknames, notices, orders, people, shipments, stock
from storage import cards, conversations, inbox, locks, media, pace, push_ledger, transcript
from storage.engine import Database

__all__ = [
    "METADATA",
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
    "people",
    "push_ledger",
    "shipments",
    "stock",
    "transcript",
]

METADATA = SQLModel.metadata


def migrate(database: Database) -> str:
    """Bring a database up to date, in one transaction; the revision it now has. Processes wait for one another."""
    with database.engine.begin() as connection:
        locks.alone(connection, locks.MIGRATING)
        config = Config()
        config.set_main_option("script_location", "storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return MigrationContext.configure(connection).get_current_revision() or ""
