"""Copying a whole database to another one: every row of every table, or none."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Table, func, insert, inspect, select, text

from storage.engine import Database
from storage.schema import METADATA
from storage.schema_version import migrate

#: Rows copied at a time.
AT_ONCE = 1_000


class TargetNotEmptyError(Exception):
    """The target database holds rows already."""


def move(source: Database, target: Database) -> dict[str, int]:
    """Copy all rows to an empty PostgreSQL; returns how many of each table. Raises NotEmptyError: it holds rows."""
    migrate(source)
    migrate(target)
    with source.engine.begin() as here, target.engine.begin() as there:
        taken = [table.name for table in METADATA.sorted_tables if _count(there, table)]
        if taken:
            raise TargetNotEmptyError(", ".join(taken))
        with _checked_at_the_end(there):
            return {table.name: _copy(table, here, there) for table in METADATA.sorted_tables}


def _copy(table: Table, here: Connection, there: Connection) -> int:
    rows = here.execution_options(yield_per=AT_ONCE).execute(select(table))
    for some in rows.mappings().partitions():
        there.execute(insert(table), [dict(row) for row in some])
    _count_on(there, table)
    copied, whole = _count(there, table), _count(here, table)
    if copied != whole:
        raise AssertionError(f"{table.name}: {copied} of {whole} rows arrived")
    return copied


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _count_on(there: Connection, table: Table) -> None:
    """Let sequences continue after the copied numbers."""
    column = table.autoincrement_column
    if column is not None:
        sequence = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
        last = there.execute(select(func.max(column))).scalar_one()
        if last is not None:
            there.execute(sequence, {"table": f'"{table.name}"', "column": column.name, "last": last})


@contextmanager
def _checked_at_the_end(there: Connection) -> Iterator[None]:
    """Defer foreign keys to the end: some rows point at others that are copied after them."""
    quote = there.dialect.identifier_preparer.quote
    found = inspect(there).get_multi_foreign_keys()
    keys = [(quote(table), quote(str(key["name"]))) for (_, table), some in found.items() for key in some]
    for table, key in keys:
        there.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {key} DEFERRABLE INITIALLY DEFERRED"))
    yield
    there.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for table, key in keys:
        there.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {key} NOT DEFERRABLE"))
