"""Bulk inserts and updates: many rows of a table in one statement."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, insert, inspect, update
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict, manager_of_class, set_committed_value
from sqlmodel import Session, SQLModel

from domain.db.statements import Prepared, RowT, read_only
from domain.tables.columns import Row


def insert_many(session: Session, model: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows to a table. What a row does not say is what the class would say."""
    whole = [_whole(model, row) for row in rows]
    if whole:
        _adding(model).run(session, *whole)


def insert_one(session: Session, model: type[RowT], values: Mapping[str, Any]) -> RowT:
    """Insert one row; it belongs to the session as if it had been read."""
    whole = _whole(model, values)
    _adding(model).run(session, whole)
    row = _made(model, whole)
    make_transient_to_detached(row)
    session.add(row)
    return row


def add_deferred(session: Session, model: type[RowT], *new: Mapping[str, Any]) -> list[RowT]:
    """Add rows that the session writes by itself, together with all else that it has to write."""
    made = [_made(model, _whole(model, values)) for values in new]
    session.add_all(made)
    return made


def insert_objects(session: Session, *new: RowT) -> None:
    """Write new objects of one kind; from then on each is read-only."""
    if new:
        _adding(type(new[0])).run(session, *(each.model_dump() for each in new))
        for each in new:
            object.__setattr__(each, "__class__", read_only(type(each)))


def update_columns(session: Session, row: Row, **values: Any) -> None:
    """Write some columns of a row at once, in one statement; the object shows them from then on."""
    model = type(row)
    keys = {f"key_{name}": getattr(row, name) for name in keys_of(model)}
    _changing(model, tuple(values)).run(session, {**keys, **values})
    if row.read_only:
        row.__dict__.update(values)
        return
    for name, value in values.items():
        set_committed_value(row, name, value)


def is_new(row: Row) -> bool:
    """Whether the row was not inserted yet."""
    return not row.read_only and inspect(row).transient


def table_of(model: type[SQLModel]) -> Table:
    """The table of a class, for statements that go round the session."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def _made(model: type[RowT], whole: Mapping[str, Any]) -> RowT:
    row: RowT = manager_of_class(model).new_instance()
    instance_dict(row).update(whole)
    return row


@cache
def keys_of(model: type[Row]) -> tuple[str, ...]:
    """The columns by which a row is known."""
    return tuple(column.name for column in table_of(model).primary_key)


@cache
def _changing(model: type[Row], names: tuple[str, ...]) -> Prepared:
    table = table_of(model)
    this = [table.c[name] == bindparam(f"key_{name}", type_=table.c[name].type) for name in keys_of(model)]
    return Prepared(update(table).where(*this).values({name: bindparam(name) for name in names}))


@cache
def _adding(model: type[SQLModel]) -> Prepared:
    return Prepared(insert(table_of(model)))


def _whole(model: type[SQLModel], row: Mapping[str, Any]) -> dict[str, Any]:
    plain, made = _defaults(model)
    return {**plain, **{name: make() for name, make in made.items() if name not in row}, **row}


@cache
def _defaults(model: type[SQLModel]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """The values that a class gives by itself, and those that it makes anew for each row."""
    fields = {name: each for name, each in model.model_fields.items() if not each.is_required()}
    made: dict[str, Any] = {name: each.default_factory for name, each in fields.items() if each.default_factory}
    return {name: each.default for name, each in fields.items() if name not in made}, made
