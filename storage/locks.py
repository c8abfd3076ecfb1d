"""Advisory locks of PostgreSQL, known to all processes by number."""

from sqlalchemy import Connection, text

#: Held while migrating.
MIGRATING = 7_301
#: Held by the leader: see ``storage/leader_lock.py``.
LEADING = 7_302


def lock_until_commit(connection: Connection, number: int) -> None:
    """Wait for this lock and hold it until the transaction ends; SQLite has one writer anyway."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
