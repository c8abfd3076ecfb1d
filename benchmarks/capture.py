"""Statements of a turn, caught on their way to the database, and run again through plain SQLAlchemy Core."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import ORMExecuteState, Session


@dataclass
class Caught:
    """The statements of one step, as Core elements with their parameters, and how many were lazy loads."""

    statements: list[tuple[Any, Any]] = field(default_factory=list)
    sent: int = 0
    lazy: int = 0


@contextmanager
def catching(engine: Engine) -> Iterator[Caught]:
    """Everything sent while the block runs. Savepoints are counted too: they are round trips like any other."""
    caught = Caught()

    def before_execute(_c: Connection, clause: Any, many: Sequence[Any], one: Any, _options: Any) -> None:
        caught.statements.append((clause, list(many) or one))

    def before_cursor(_c: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        caught.sent += not sql.startswith("BEGIN")

    def savepoint(_c: Connection, *_names: Any) -> None:
        caught.sent += 1

    def orm(state: ORMExecuteState) -> None:
        caught.lazy += state.is_column_load or state.is_relationship_load

    event.listen(engine, "before_execute", before_execute)
    event.listen(engine, "before_cursor_execute", before_cursor)
    event.listen(engine, "savepoint", savepoint)
    event.listen(engine, "release_savepoint", savepoint)
    event.listen(Session, "do_orm_execute", orm)
    try:
        yield caught
    finally:
        event.remove(engine, "before_execute", before_execute)
        event.remove(engine, "before_cursor_execute", before_cursor)
        event.remove(engine, "savepoint", savepoint)
        event.remove(engine, "release_savepoint", savepoint)
        event.remove(Session, "do_orm_execute", orm)


def replay(engine: Engine, statements: Sequence[tuple[Any, Any]]) -> float:
    """Run the statements again through Core, in one transaction that commits; seconds."""
    start = time.perf_counter()
    with engine.begin() as connection:
        for clause, parameters in statements:
            result = connection.execute(clause, parameters)
            if result.returns_rows:
                result.all()
    return time.perf_counter() - start
