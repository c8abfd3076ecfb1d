"""A row put in, or changed where it is there already: in one statement, so that two who write at once both succeed."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def insert_into(session: Session, table: type[SQLModel]) -> Any:
    """An insert that knows what to do where the row is there, on whichever database this is."""
    dialect = session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def put(session: Session, row: SQLModel) -> None:
    """The row as it is now, whether or not there was one with its key; the newest wins."""
    table = type(row)
    keys = [column.name for column in table.__table__.primary_key]  # type: ignore[attr-defined]
    values = row.model_dump()
    insert = insert_into(session, table).values(**values)
    changed = {name: value for name, value in values.items() if name not in keys}
    put_in = insert.on_conflict_do_update(index_elements=keys, set_=changed).returning(table)
    session.scalars(put_in, execution_options={"populate_existing": True}).one()
