"""Is the database away or busy, or is a statement of ours wrong? The one is waited for, the other never gets better."""

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError

#: What SQLite says of its file and of others at work in it, by the primary code of its errors.
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
#: PostgreSQL's classes of the same: connection, transaction undone, resources, an operator at work, the machine.
_CLASSES = frozenset({"08", "40", "53", "57", "58"})
#: And single ones: a lock not had in time, a transaction that lay idle, a server that only reads just now.
_STATES = frozenset({"55P03", "25P03", "25006"})
#: A statement that took too long takes as long the next time.
_TOO_LONG = "57014"


def is_outage(error: BaseException) -> bool:
    """Whether the database is away or busy, so that just the same may succeed later."""
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
    """What the database calls an error; its words may hold what people wrote. Empty where it is not the database's."""
    told = getattr(error, "orig", None)
    return str(getattr(told, "sqlite_errorname", None) or getattr(told, "sqlstate", None) or "")
