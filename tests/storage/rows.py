"""Every row of a database as plain data, read and written by what the database itself says about its tables."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]


def reflected(connection: Connection) -> MetaData:
    """The tables as they are, whatever the code thinks of them; the revision is no fact of the business."""
    metadata = MetaData()
    metadata.reflect(connection)
    if "alembic_version" in metadata.tables:
        metadata.remove(metadata.tables["alembic_version"])
    return metadata


def read_rows(engine: Engine) -> Rows:
    """All rows of all tables, in the order of their keys."""
    with engine.connect() as connection:
        return {name: _rows(connection, table) for name, table in sorted(reflected(connection).tables.items())}


def _rows(connection: Connection, table: Table) -> list[Row]:
    found = connection.execute(table.select().order_by(*table.primary_key.columns)).mappings()
    return [{column: _without_zone(value) for column, value in row.items()} for row in found]


def _without_zone(value: object) -> object:
    """Moments are kept in UTC; one of the databases says so and the other does not."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value


def write_rows(engine: Engine, rows: Rows) -> None:
    """Fill an empty database; accounts and people point at each other, so no order of tables would do."""
    plain = create_engine(engine.url)  # without the foreign keys that ours switches on
    with plain.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
        for name, table in reflected(connection).tables.items():
            if rows.get(name):
                connection.execute(table.insert(), [dict(row) for row in rows[name]])
    plain.dispose()


def save(rows: Rows, file: Path) -> None:
    """One line a row."""
    with file.open("w", encoding="utf-8") as out:
        for name, those in rows.items():
            for row in those:
                plain = {column: _plain(value) for column, value in row.items()}
                out.write(json.dumps([name, plain], ensure_ascii=False) + "\n")


def load(file: Path, engine: Engine) -> Rows:
    """What was saved, with the values that the columns of this database take."""
    with engine.connect() as connection:
        tables = reflected(connection).tables
    rows: dict[str, list[Row]] = {}
    for line in file.read_text("utf-8").splitlines():
        name, plain = json.loads(line)
        rows.setdefault(name, []).append(dict(_values(tables[name], plain)))
    return rows


def _values(table: Table, plain: Row) -> Iterator[tuple[str, Any]]:
    for column, value in plain.items():
        read = _READ.get(table.columns[column].type.python_type)
        yield column, value if value is None or read is None else read(value)


def _plain(value: object) -> object:
    match value:
        case date():  # moments, too
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
        case _:
            return value


_READ: Mapping[type, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    bytes: base64.b64decode,
    bool: bool,
}
