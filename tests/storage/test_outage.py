"""Which errors of a database are waited for, and which are ours: by the codes that the drivers give."""

import sqlite3

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from storage.engine import Database
from storage.outage import is_outage


def of_sqlite(code: int) -> DBAPIError:
    error = sqlite3.OperationalError("told")
    error.sqlite_errorcode = code
    return OperationalError("SELECT 1", None, error)


@pytest.mark.parametrize(
    ("code", "waits"),
    [
        (sqlite3.SQLITE_BUSY, True),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, True),
        (sqlite3.SQLITE_LOCKED, True),
        (sqlite3.SQLITE_FULL, True),
        (sqlite3.SQLITE_IOERR_WRITE, True),
        (sqlite3.SQLITE_CANTOPEN, True),
        (sqlite3.SQLITE_READONLY, True),
        (sqlite3.SQLITE_ERROR, False),
        (sqlite3.SQLITE_TOOBIG, False),
        (sqlite3.SQLITE_CONSTRAINT_CHECK, False),
        (sqlite3.SQLITE_CORRUPT, False),
        (sqlite3.SQLITE_MISUSE, False),
    ],
)
def test_what_sqlite_says(code: int, waits: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_outage(of_sqlite(code)) is waits


@pytest.mark.parametrize(
    ("error", "waits"),
    [
        (psycopg.errors.DeadlockDetected(), True),
        (psycopg.errors.SerializationFailure(), True),
        (psycopg.errors.LockNotAvailable(), True),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.CannotConnectNow(), True),
        (psycopg.errors.TooManyConnections(), True),
        (psycopg.errors.DiskFull(), True),
        (psycopg.errors.ReadOnlySqlTransaction(), True),
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.InterfaceError("the connection is closed"), True),
        (psycopg.errors.StatementTooComplex(), False),
        (psycopg.errors.QueryCanceled(), False),
        (psycopg.errors.UndefinedColumn(), False),
        (psycopg.errors.CheckViolation(), False),
        (psycopg.errors.StringDataRightTruncation(), False),
    ],
    ids=lambda told: type(told).__name__,
)
def test_what_postgresql_says(error: psycopg.Error, waits: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_outage(DBAPIError.instance("SELECT 1", None, error, psycopg.Error)) is waits


def test_no_connection_to_be_had_is_waited_for_and_a_fault_of_ours_is_not() -> None:
    assert is_outage(NoConnectionError())
    assert not is_outage(KeyError("line"))
    assert not is_outage(OSError("no file"))


def test_somebody_who_writes_in_this_process_is_waited_for(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("only SQLite lets one write at all")
    with (
        database._writer_lock(waits=True),
        pytest.raises(OperationalError) as caught,
        database._writer_lock(waits=False),
    ):
        pass
    assert is_outage(caught.value)


def test_a_statement_that_goes_too_deep_is_a_fault_of_ours(database: Database) -> None:
    """What once was taken for a database that is busy."""
    deep = "SELECT 1 WHERE " + " OR ".join(f"{number} = 0" for number in range(1, 2_000))
    with database.transaction() as session:
        if not database.is_sqlite:
            session.execute(text("SET LOCAL max_stack_depth = '100kB'"))
            deep = f"SELECT {'1+(' * 4_000}1{')' * 4_000}"
        with pytest.raises(DBAPIError) as caught:
            session.execute(text(deep))
    assert not is_outage(caught.value)
