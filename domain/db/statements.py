"""Prepared statements: what turns need all the time is compiled once.

For each execution SQLAlchemy looks its compiled form up by comparing the whole statement, sets up a result, and for
objects a loader as well: several times what the database itself needs. Here all that is done once; the statement then
goes straight to the driver.

Objects that are read so are for reading: they do not belong to the session until somebody calls ``attach``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Dialect, inspect, or_
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session
from sqlmodel._compat import init_pydantic_private_attrs

from domain.db import drivers
from domain.tables.columns import Row

RowT = TypeVar("RowT", bound=Row)

#: Where a session says which connection its only transaction is on: asking for it takes longer than many a statement.
CONNECTION = "connection"
#: Where a session says that others wait meanwhile, such as everybody on the event loop.
AT_ONCE = "at once"
#: Most rows read on the event loop; a longer result is read in a thread.
A_MOMENT = 256

#: Makes a value of one side a value of the other; nothing where they are the same.
Convert = Callable[[Any], Any] | None
_NOTHING: Mapping[str, Any] = {}
#: Numbers the statements of this process, by which a connection knows them.
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class _Entity:
    """Where in a row an object's columns are, which of them is its key, and the class of the object."""

    at: int
    until: int
    key: int
    fields: tuple[str, ...]
    model: type[Row]

    def read(self, values: Sequence[Any]) -> Any:
        """The object; nothing where an outer join found none."""
        if values[self.key] is None:
            return None
        made = object.__new__(self.model)
        made.__dict__.update(zip(self.fields, values[self.at : self.until], strict=True))
        return made


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement as the driver takes it: its name and text.

    ``fixed``: its parameters in order, as far as they are always the same; ``given``: the places of the others, and
    ``converted``: the columns that the database keeps in another form, by their places in a row.
    """

    name: bytes
    sql: str
    fixed: tuple[Any, ...]
    given: tuple[tuple[int, str, Convert], ...]
    converted: tuple[tuple[int, Callable[[Any], Any]], ...]

    def parameters(self, given: Mapping[str, Any]) -> list[Any]:
        """What is given, as the database keeps it, beside what is fixed."""
        parameters = list(self.fixed)
        for at, name, convert in self.given:
            parameters[at] = given[name] if convert is None else convert(given[name])
        return parameters

    def values(self, row: Sequence[Any]) -> list[Any]:
        """A row as we want it."""
        values = list(row)
        for at, convert in self.converted:
            values[at] = convert(values[at])
        return values


class LengthyError(Exception):
    """A result too long for the event loop: the turn is rolled back and run again in a thread."""


class Prepared:
    """A statement compiled once, shared by all threads. ``returned``: the class of the rows an update returns."""

    def __init__(self, statement: Any, returned: type[Row] | None = None) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}
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
        return self._executed(session, _connection(session), given)[1] if given else 0

    def _values(self, session: Session, given: Mapping[str, Any]) -> list[Sequence[Any]]:
        connection = _connection(session)
        rows, _ = self._executed(session, connection, (given,))
        if len(rows) > A_MOMENT and session.info.get(AT_ONCE):
            raise LengthyError
        return [*map(self._compiled_for(connection.dialect).values, rows)]

    def _executed(
        self, session: Session, connection: Connection, given: Sequence[Mapping[str, Any]]
    ) -> tuple[Sequence[Any], int]:
        session.flush()
        compiled = self._compiled_for(connection.dialect)
        parameters = [*map(compiled.parameters, given)]
        if connection.dispatch.before_cursor_execute:
            _tell(connection, self._statement, compiled.sql, given, parameters)
        return drivers.execute(connection, compiled.name, compiled.sql, parameters)

    def _read(self, values: Sequence[Any]) -> list[Any]:
        return [values[part] if isinstance(part, int) else part.read(values) for part in self._parts]

    def _compiled_for(self, dialect: Dialect) -> _Compiled:
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _compile(self._statement, dialect)
        return compiled


def attach(session: Session, row: RowT, *, newest: bool = False) -> RowT:
    """Take an object that was read here into the session: from now on it may be changed.

    ``newest``: where the session holds it already, that one becomes what was read now.
    """
    if not row.read_only:
        return row
    mapper, values = inspect(type(row).__base__), row.__dict__
    known: RowT | None = session.identity_map.get(
        mapper.identity_key_from_primary_key([values[key] for key in _keys(mapper)])
    )
    if known is None:
        object.__setattr__(row, "__class__", mapper.class_)
        init_pydantic_private_attrs(row)
        mapper.class_manager.setup_instance(row)
        make_transient_to_detached(row)
        session.add(row)
        return row
    if newest:
        for name in mapper.column_attrs.keys() & values.keys():
            set_committed_value(known, name, values[name])
    return known


@cache
def read_only(model: type[RowT]) -> type[RowT]:
    """The class of a table's read-only objects: to read a column of theirs is to look into a dict.

    Made past the metaclasses, because it is no table of its own.
    """
    plain: dict[str, Any] = dict.fromkeys(inspect(model).column_attrs.keys())
    plain |= {"__pydantic_fields_set__": frozenset(), "__pydantic_extra__": None, "__pydantic_private__": None}
    made: type[RowT] = type.__new__(type(model), model.__name__, (model,), {**plain, "read_only": True})
    return made


def any_of(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether a column has one of some values that are always the same."""
    return or_(*(column == value for value in values))


def _connection(session: Session) -> Connection:
    return session.info.get(CONNECTION) or session.connection()


def _tell(connection: Connection, statement: Any, sql: str, given: Sequence[Any], parameters: Sequence[Any]) -> None:
    """Tell SQLAlchemy's event listeners of this statement, as of any other."""
    connection.dispatch.before_execute(connection, statement, list(given), {}, {})
    is_many = len(parameters) > 1
    connection.dispatch.before_cursor_execute(
        connection, None, sql, parameters if is_many else parameters[0], None, is_many
    )


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
    fields = tuple(mapper.column_attrs.keys())
    key = at + fields.index(_keys(mapper)[0])
    return _Entity(at=at, until=at + len(fields), key=key, fields=fields, model=read_only(mapper.class_))


def _keys(mapper: Any) -> list[str]:
    return [mapper.get_property_by_column(column).key for column in mapper.primary_key]


def _compile(statement: Any, dialect: Dialect) -> _Compiled:
    """The statement in the database's own terms. What it is given each time was left open: a ``bindparam``."""
    if dialect.name == "postgresql":
        dialect = type(dialect)(paramstyle="numeric_dollar")  # type: ignore[call-arg] # as the server names parameters
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
    order = tuple(enumerate(compiled.positiontup))
    columns: Any = getattr(statement, "selected_columns", None) or getattr(statement, "exported_columns", ())
    read = (each.type.dialect_impl(dialect).result_processor(dialect, None) for each in columns)
    return _Compiled(
        name=b"dinghuo_%d" % next(_numbers),
        sql=compiled.string,
        fixed=tuple(fixed.get(name) for _, name in order),
        given=tuple((at, name, converts[name]) for at, name in order if name not in fixed),
        converted=tuple((at, convert) for at, convert in enumerate(read) if convert is not None),
    )
