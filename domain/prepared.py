"""Statements that turns need all the time, made ready once.

For each execution SQLAlchemy looks its compiled form up by comparing the whole statement, sets up a result, and for
objects a loader as well: several times what SQLite itself needs. Here all that is done once; on SQLite a statement
then goes straight to the driver, elsewhere, or with somebody listening, through SQLAlchemy's Core.

Objects that are read so are for reading: they do not belong to the session until somebody calls ``hold``.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Dialect, inspect, or_
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict, manager_of_class, set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session

from domain.tables.columns import SEEN, Row

RowT = TypeVar("RowT", bound=Row)

#: Where a session says that others wait meanwhile, such as everybody on the event loop.
AT_ONCE = "at once"
#: So many rows are read in a moment; whoever needs more takes a thread.
A_MOMENT = 256

#: Makes a value of one side a value of the other; nothing where they are the same.
Convert = Callable[[Any], Any] | None
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class _Entity:
    """Where in a row an object's columns are, which of them is its key, and how to make one."""

    at: int
    until: int
    key: int
    fields: tuple[str, ...]
    make: Callable[[], Any]

    def read(self, values: Sequence[Any]) -> Any:
        """The object; nothing where an outer join found none."""
        if values[self.key] is None:
            return None
        seen = self.make()
        told = instance_dict(seen)
        told.update(zip(self.fields, values[self.at : self.until], strict=True))
        told[SEEN] = True
        return seen


@dataclass(frozen=True, slots=True)
class _Direct:
    """A statement as the driver takes it: its text, its parameters in order with those that are fixed, its columns."""

    sql: str
    given: tuple[tuple[str, Convert], ...]
    fixed: Mapping[str, Any]
    columns: tuple[Convert, ...]

    def parameters(self, given: Mapping[str, Any]) -> list[Any]:
        """What is given, as the database keeps it, beside what is fixed."""
        fixed = self.fixed
        return [
            fixed[name] if name in fixed else given[name] if convert is None else convert(given[name])
            for name, convert in self.given
        ]

    def values(self, row: Sequence[Any]) -> list[Any]:
        """A row as the house wants it."""
        return [value if convert is None else convert(value) for convert, value in zip(self.columns, row, strict=True)]


class LengthyError(Exception):
    """More than takes but moments. All is undone, and done again where nobody waits for it."""


class Prepared:
    """A statement made ready; a constant of its module, shared by all threads.

    ``returned``: the class of the rows that a change gives back; what a question asks for it tells itself.
    """

    def __init__(self, statement: Any, returned: type[Row] | None = None) -> None:
        self._statement = statement
        self._direct: dict[str, _Direct] = {}
        self._parts = tuple(_parts(statement, returned))
        self._plain = not any(isinstance(part, _Entity) for part in self._parts)

    def all(self, session: Session, given: Mapping[str, Any] = _NOTHING) -> list[Any]:
        """Its rows: objects and columns, in the order in which the statement names them."""
        rows = self._values(session, given)
        return rows if self._plain else [self._read(row) for row in rows]

    def first(self, session: Session, given: Mapping[str, Any] = _NOTHING) -> Any:
        """The first row, if any. The statement itself sees to it that there are not many."""
        return next(iter(self.all(session, given)), None)

    def scalars(self, session: Session, given: Mapping[str, Any] = _NOTHING) -> list[Any]:
        """The first column of each row."""
        return [row[0] for row in self.all(session, given)]

    def run(self, session: Session, *given: Mapping[str, Any]) -> int:
        """Execute it with each of these, for what it does; how many rows it changed."""
        if not given:
            return 0
        session.flush()
        connection = session.connection()
        if not _is_direct(connection):
            return connection.execute(self._statement, list(given)).rowcount
        return sum(self._driven(connection, each)[1] for each in given)

    def _values(self, session: Session, given: Mapping[str, Any]) -> list[Sequence[Any]]:
        session.flush()
        connection = session.connection()
        if not _is_direct(connection):
            return list(connection.execute(self._statement, given))
        rows, _ = self._driven(connection, given)
        if len(rows) > A_MOMENT and session.info.get(AT_ONCE):
            raise LengthyError
        values = self._direct_to(connection.dialect).values
        return [values(row) for row in rows]

    def _driven(self, connection: Connection, given: Mapping[str, Any]) -> tuple[list[Any], int]:
        """The rows as the driver gives them, and how many were changed.

        Never tried twice: with some errors, such as a full disk, SQLite gives up the whole transaction, and what came
        next would be kept by itself.

        Raises:
            DBAPIError: one of its kinds, as SQLAlchemy tells them apart.
        """
        direct = self._direct_to(connection.dialect)
        driver: Any = connection.connection.dbapi_connection
        try:
            cursor = driver.execute(direct.sql, direct.parameters(given))
            return cursor.fetchall(), cursor.rowcount
        except sqlite3.Error as error:
            told = DBAPIError.instance(
                direct.sql, None, error, sqlite3.Error, hide_parameters=True, dialect=connection.dialect
            )
            raise told from error

    def _read(self, values: Sequence[Any]) -> list[Any]:
        return [values[part] if isinstance(part, int) else part.read(values) for part in self._parts]

    def _direct_to(self, dialect: Dialect) -> _Direct:
        direct = self._direct.get(dialect.name)
        if direct is None:
            direct = self._direct[dialect.name] = _compiled(self._statement, dialect)
        return direct


def hold(session: Session, seen: RowT, *, newest: bool = False) -> RowT:
    """Take an object that was read here into the session: from now on it may be changed.

    ``newest``: where the session holds it already, that one becomes what was read now.
    """
    told = instance_dict(seen)
    if SEEN not in told:
        return seen
    known = session.identity_map.get(identity_key(instance=seen))
    if known is None:
        del told[SEEN]
        make_transient_to_detached(seen)
        session.add(seen)
        return seen
    if newest:
        for name in set(type(seen).model_fields) & told.keys():
            set_committed_value(known, name, told[name])
    return known


def any_of(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether a column has one of some values that are always the same."""
    return or_(*(column == value for value in values))


def _is_direct(connection: Any) -> bool:
    return connection.dialect.name == "sqlite" and not connection.dispatch.before_cursor_execute


def _parts(statement: Any, returned: type[Row] | None) -> Iterable[_Entity | int]:
    """What a row is made of: objects, and columns by their number."""
    if returned is not None:
        yield _entity(inspect(returned), 0)
        return
    at = 0
    for told in getattr(statement, "column_descriptions", ()):
        entity = told.get("entity")
        if entity is None or told["expr"] is not entity:
            yield at
            at += 1
        else:
            part = _entity(inspect(entity).mapper, at)
            yield part
            at = part.until


def _entity(mapper: Any, at: int) -> _Entity:
    fields = tuple(each.key for each in mapper.column_attrs)
    key = mapper.get_property_by_column(mapper.primary_key[0]).key
    make = manager_of_class(mapper.class_).new_instance
    return _Entity(at=at, until=at + len(fields), key=at + fields.index(key), fields=fields, make=make)


def _compiled(statement: Any, dialect: Dialect) -> _Direct:
    """The statement in the database's own terms. What it is given each time was left open: a ``bindparam``."""
    compiled: Any = statement.compile(dialect=dialect)
    if "POSTCOMPILE" in compiled.string:
        raise TypeError("a list of values is put together anew each time: say any_of, or leave it to SQLAlchemy")
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    converts = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
    values = compiled.construct_params(_check=False)
    fixed = {
        name: values[name] if converts[name] is None else converts[name](values[name])
        for name, bind in binds.items()
        if not bind.required
    }
    columns: Any = getattr(statement, "selected_columns", None) or getattr(statement, "exported_columns", ())
    return _Direct(
        sql=compiled.string,
        given=tuple((name, converts[name]) for name in compiled.positiontup),
        fixed=fixed,
        columns=tuple(each.type.dialect_impl(dialect).result_processor(dialect, None) for each in columns),
    )
