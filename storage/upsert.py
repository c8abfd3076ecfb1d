"""INSERT … ON CONFLICT in one statement, so that two concurrent writers both succeed."""

from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, SQLModel

from domain.db.bulk import keys_of, table_of
from domain.db.statements import Prepared
from domain.tables.columns import Row


def dialect_insert(session: Session, table: type[SQLModel]) -> Any:
    """An insert that supports ON CONFLICT on this database."""
    return _insert(table, session.get_bind().dialect.name)


def _insert(table: type[SQLModel], dialect: str) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _put_into(table: type[Row], dialect: str) -> Prepared:
    """Built once: building this statement would cost more than running it."""
    columns = table_of(table).columns
    insert = _insert(table, dialect)
    changed = {column.name: insert.excluded[column.name] for column in columns if not column.primary_key}
    return Prepared(insert.on_conflict_do_update(index_elements=[c for c in columns if c.primary_key], set_=changed))


def upsert(session: Session, table: type[Row], **values: Any) -> None:
    """Write a row with all its columns, whether or not its key exists; the newest wins."""
    _put_into(table, session.get_bind().dialect.name).run(session, values)
    known = session.identity_map.get(identity_key(table, [values[name] for name in keys_of(table)]))
    if known is not None:
        session.expire(known)
