"""What a database holds, as far as it matters for putting a copy in its place."""

from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError

from storage.copies.trouble import CopyError
from storage.engine import Database
from storage.revisions import Standing, standing
from storage.schema import METADATA

#: Made by the house itself before anybody came.
_OF_THE_HOUSE = frozenset({"housesecret"})


def is_empty(database: Database) -> bool:
    """Whether nobody would miss anything; what cannot be read may hold something."""
    try:
        there = set(inspect(database.engine).get_table_names())
        with database.engine.connect() as connection:
            tables = [METADATA.tables[name] for name in there & METADATA.tables.keys() - _OF_THE_HOUSE]
            return all(connection.execute(table.select().limit(1)).first() is None for table in tables)
    except DatabaseError:
        return False


def need_known(database: Database) -> None:
    """It is ours, and of this version or an earlier one.

    Raises:
        CopyError: it is not.
    """
    with database.engine.connect() as connection:
        stands = standing(connection)
    if stands is Standing.EMPTY:
        raise CopyError("the backup holds no Dinghuo")
    if stands is Standing.AHEAD:
        raise CopyError("the backup was made by a later version of Dinghuo: install that version first")
