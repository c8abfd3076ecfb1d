"""A row put in, or changed where it is there already: in one statement, so that two who write at once both succeed."""

from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, SQLModel

from domain.prepared import Prepared
from domain.rows import keys_of, table_of
from domain.tables.columns import Row


def insert_into(session: Session, table: type[SQLModel]) -> Any:
    """An insert that knows what to do where the row is there, on whichever database this is."""
    return _insert(table, session.get_bind().dialect.name)


def _insert(table: type[SQLModel], dialect: str) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _put_into(table: type[Row], dialect: str) -> Prepared:
    """Built once: putting this statement together would cost more than running it."""
    columns = table_of(table).columns
    insert = _insert(table, dialect)
    changed = {column.name: insert.excluded[column.name] for column in columns if not column.primary_key}
    return Prepared(insert.on_conflict_do_update(index_elements=[c for c in columns if c.primary_key], set_=changed))


def put(session: Session, table: type[Row], **values: Any) -> None:
    """A row as it is now, in all its columns, whether or not there was one with its key; the newest wins."""
    _put_into(table, session.get_bind().dialect.name).run(session, values)
    known = session.identity_map.get(identity_key(table, [values[name] for name in keys_of(table)]))
    if known is not None:
        session.expire(known)
