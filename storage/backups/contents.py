"""What a database contains, as far as a restore must know."""

from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError

from storage.backups.errors import BackupError
from storage.engine import Database
from storage.schema import METADATA
from storage.schema_version import MigrationState, migration_state

#: Tables that the program fills by itself before the first use.
_SELF_FILLED = frozenset({"housesecret"})


def is_empty(database: Database) -> bool:
    """Whether the database holds no data of anybody; one that cannot be read may hold some."""
    try:
        there = set(inspect(database.engine).get_table_names())
        with database.engine.connect() as connection:
            tables = [METADATA.tables[name] for name in there & METADATA.tables.keys() - _SELF_FILLED]
            return all(connection.execute(table.select().limit(1)).first() is None for table in tables)
    except DatabaseError:
        return False


def require_known_version(database: Database) -> None:
    """Check that it is a Dinghuo database of this version or an earlier one. Raises CopyError: it is not."""
    with database.engine.connect() as connection:
        stands = migration_state(connection)
    if stands is MigrationState.EMPTY:
        raise BackupError("the backup holds no Dinghuo")
    if stands is MigrationState.AHEAD:
        raise BackupError("the backup was made by a later version of Dinghuo: install that version first")
