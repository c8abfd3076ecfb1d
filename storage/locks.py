"""Locks on nothing in particular, which all processes on one PostgreSQL know by number."""

from sqlalchemy import Connection, text

#: Bringing the tables up to date.
MIGRATING = 7_301
#: Running the jobs and sending the notices: see ``storage/lead.py``.
LEADING = 7_302


def alone(connection: Connection, number: int) -> None:
    """Wait until nobody else holds this lock, and hold it until the transaction ends; SQLite lets one write anyway."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
