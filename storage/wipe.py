"""Deletes every row of every table, or none; the tables stay."""

from sqlalchemy import text
from sqlmodel import Session

from storage.schema import METADATA


def delete_all(session: Session) -> None:
    """Delete all rows. Some tables reference each other in a circle, so foreign keys are deferred."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in METADATA.tables.values():
            session.execute(table.delete())
    else:
        quote = connection.dialect.identifier_preparer.quote
        session.execute(text(f"TRUNCATE {', '.join(map(quote, METADATA.tables))}"))
