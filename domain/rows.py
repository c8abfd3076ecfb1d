"""New rows written at once, many of a table in one statement: what an act writes and does not look at again."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, insert
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session, SQLModel


def write(session: Session, model: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows to a table. What a row does not say is what the class would say."""
    plain, made = _defaults(model)
    whole = [{**plain, **{name: make() for name, make in made.items() if name not in row}, **row} for row in rows]
    if whole:
        session.flush()
        session.connection().execute(_adding(model), whole)


def put(session: Session, row: SQLModel) -> None:
    """Add one row that is looked at again: it belongs to the session as if it had been read."""
    session.flush()
    values = {name: getattr(row, name) for name in type(row).model_fields}
    session.connection().execute(_adding(type(row)), values)
    make_transient_to_detached(row)
    session.add(row)


def table_of(model: type[SQLModel]) -> Table:
    """The table of a class, for statements that go round the session."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


@cache
def _adding(model: type[SQLModel]) -> Insert:
    return insert(table_of(model))


@cache
def _defaults(model: type[SQLModel]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """The values that a class gives by itself, and those that it makes anew for each row."""
    fields = {name: each for name, each in model.model_fields.items() if not each.is_required()}
    made: dict[str, Any] = {name: each.default_factory for name, each in fields.items() if each.default_factory}
    return {name: each.default for name, each in fields.items() if name not in made}, made
