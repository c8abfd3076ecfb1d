"""Emptying a database: every row of every table goes, or none; the tables stay."""

from sqlalchemy import text
from sqlmodel import Session

from storage.schema import METADATA


def empty(session: Session) -> None:
    """Take away all rows. Some point at others in a circle, so that no order of deleting would do by itself."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in METADATA.tables.values():
            session.execute(table.delete())
    else:
        quote = connection.dialect.identifier_preparer.quote
        session.execute(text(f"TRUNCATE {', '.join(map(quote, METADATA.tables))}"))
