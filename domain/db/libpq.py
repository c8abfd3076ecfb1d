"""Statements on one connection to PostgreSQL, below the driver's cursors.

A cursor describes every column anew and costs four times what libpq itself needs. Values are converted by the driver.
"""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection, OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import DiagnosticField, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

_DONE = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)

Values = Sequence[Any]


class PreparedStatements:
    """What one connection has prepared, by name."""

    def __init__(self, driver: Connection[Any]) -> None:
        self._driver = driver
        self._values = Transformer(driver)
        self._prepared: set[bytes] = set()

    def run(self, name: bytes, sql: str, parameters: Sequence[Values]) -> tuple[Sequence[Any], int]:
        """Run a statement with each of these; the rows of a single run, and how many rows were changed.

        Raises psycopg.Error: the database refuses it.
        """
        self._begin()
        if name not in self._prepared:
            self._checked(self._driver.pgconn.prepare(name, sql.encode()))
            self._prepared.add(name)
        formats = [PyFormat.TEXT] * len(parameters[0])
        given: list[Any] = [self._values.dump_sequence(each, formats) for each in parameters]
        results = [self._checked(self._driver.pgconn.exec_prepared(name, each)) for each in given]
        changed = sum(result.command_tuples or 0 for result in results)
        self._values.set_pgresult(results[-1])
        return self._values.load_rows(0, results[-1].ntuples, tuple), changed

    def _begin(self) -> None:
        driver = self._driver
        if driver.pgconn.transaction_status != TransactionStatus.IDLE or driver.autocommit:
            return
        if driver.isolation_level is None:
            self._checked(driver.pgconn.exec_(b"BEGIN"))
        else:
            driver.execute("")  # the driver knows how to begin it

    def _checked(self, result: PGresult) -> PGresult:
        if result.status in _DONE:
            return result
        if result.error_field(DiagnosticField.SQLSTATE) is None:
            raise OperationalError(result.get_error_message())  # the connection broke
        raise error_from_result(result)
