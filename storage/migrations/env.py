"""Alembic's entry: runs on the connection it is handed."""

from typing import Any, Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString

from domain.tables.columns import Scaled, UtcTime
from storage.schema import METADATA


def plain_type(kind: str, thing: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own column types as what the database sees, so that old migrations never depend on new code."""
    if kind == "type" and isinstance(thing, AutoString):
        return f"sa.String(length={thing.length})"
    if kind == "type" and isinstance(thing, Scaled):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(thing, UtcTime):
        return "sa.DateTime(timezone=True)"
    return False


def same_type(_context: Any, _column: Any, _mine: Any, kind: Any, _theirs: Any) -> bool | None:
    """Our own types are stored as plain ones; alembic need not look deeper."""
    return False if isinstance(kind, Scaled | UtcTime | AutoString) else None


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=plain_type,
    compare_type=same_type,
)
with context.begin_transaction():
    context.run_migrations()
