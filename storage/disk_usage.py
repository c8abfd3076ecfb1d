"""The size of the database, and the free space on its disk."""

import shutil
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session

from storage.engine import Database

_SQLITE = text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
_POSTGRES = text("SELECT pg_database_size(current_database())")


def database_bytes(session: Session) -> int:
    """Size of the database in bytes, without its log."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return int(session.connection().execute(_SQLITE if is_sqlite else _POSTGRES).scalar_one())


def free_bytes(database: Database) -> int | None:
    """Free bytes on the disk of the SQLite file; None where the database is on a server."""
    file = database.url.database
    if not database.is_sqlite or not file or file == ":memory:":
        return None
    return shutil.disk_usage(Path(file).resolve().parent).free
