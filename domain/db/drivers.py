"""How a compiled statement reaches the database: straight to the driver, with SQLAlchemy's errors and listeners."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

Values = Sequence[Any]
#: Where a connection keeps what was prepared on it.
_PREPARED = "prepared by domain.db"


def execute(
    connection: Connection, name: bytes, sql: str, parameters: Sequence[Values]
) -> tuple[Sequence[Values], int]:
    """Run a statement with each of these; the rows of a single run, and how many rows were changed.

    Never tried twice: with some errors, such as a full disk, SQLite gives up the whole transaction, and what came next
    would be kept by itself. Raises DBAPIError: one of its kinds, as SQLAlchemy tells them apart.
    """
    driver: Any = connection.connection.dbapi_connection
    try:
        if connection.dialect.name == "sqlite":
            return _on_sqlite(driver, sql, parameters)
        return _on_postgresql(driver, connection.info, name, sql, parameters)
    except connection.dialect.loaded_dbapi.Error as error:
        # tells the kinds of errors apart, and gives up connections that broke
        connection._handle_dbapi_exception(error, sql, None, None, None)  # noqa: SLF001


def _on_sqlite(driver: sqlite3.Connection, sql: str, parameters: Sequence[Values]) -> tuple[Sequence[Values], int]:
    if len(parameters) > 1:
        return (), driver.executemany(sql, parameters).rowcount
    cursor = driver.execute(sql, parameters[0])
    return cursor.fetchall(), cursor.rowcount


def _on_postgresql(
    driver: Any, info: dict[Any, Any], name: bytes, sql: str, parameters: Sequence[Values]
) -> tuple[Sequence[Values], int]:
    from domain.db.libpq import PreparedStatements  # noqa: PLC0415 - SQLite does without it

    prepared = info.get(_PREPARED)
    if prepared is None:
        prepared = info[_PREPARED] = PreparedStatements(driver)
    result: tuple[Sequence[Values], int] = prepared.run(name, sql, parameters)
    return result
