"""Whether a database error is an outage, which passes, or a wrong statement, which never gets better."""

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError

#: SQLite's primary error codes for trouble with the file or with other users of it.
_SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)
_PRIMARY = 0xFF
#: PostgreSQL's classes of the same: connection, rollback, resources, operator intervention, system.
_CLASSES = frozenset({"08", "40", "53", "57", "58"})
#: And single codes: lock timeout, idle transaction timeout, read-only server.
_STATES = frozenset({"55P03", "25P03", "25006"})
#: A statement that took too long takes as long the next time.
_TOO_LONG = "57014"


def is_outage(error: BaseException) -> bool:
    """Whether the database is away or busy, so that the same may succeed later."""
    if isinstance(error, NoConnectionError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    code, state = getattr(error.orig, "sqlite_errorcode", None), getattr(error.orig, "sqlstate", None)
    if code is not None:
        return code & _PRIMARY in _SQLITE
    if state is not None:
        return (state[:2] in _CLASSES or state in _STATES) and state != _TOO_LONG
    return isinstance(error, OperationalError | InterfaceError)


def code_of(error: BaseException) -> str:
    """The database's code for an error, as its text may quote people. Empty for other errors."""
    told = getattr(error, "orig", None)
    return str(getattr(told, "sqlite_errorname", None) or getattr(told, "sqlstate", None) or "")
