"""Operators with default settings: SQLite in an empty folder, or PostgreSQL by its address alone."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.bot.commands.operator import Operator
from tests.grounds import Grounds, Kind
from tests.nursery import Nursery
from tests.postgres import NoPostgresError


@pytest.fixture
def empty_postgres(grounds: Grounds) -> Iterator[list[str]]:
    """Two PostgreSQL databases without a table; none where this machine has no PostgreSQL."""
    try:
        plan = grounds.of(Kind.POSTGRESQL).plan("bare", lambda _: None)
    except NoPostgresError:
        yield []
        return
    with ExitStack() as stack:
        yield [stack.enter_context(plan.copy()) for _ in range(2)]


@pytest.fixture
def operator(kind: Kind, tmp_path: Path, empty_postgres: list[str], nursery: Nursery) -> Operator:
    """In an empty folder, with no setting but the address of a PostgreSQL."""
    folder = tmp_path / "empty"
    folder.mkdir()
    if kind is Kind.SQLITE:
        return Operator(folder=folder, programs=nursery.programs)
    if not empty_postgres:
        pytest.skip("not tried on PostgreSQL: there is none")
    return Operator(folder=folder, programs=nursery.programs, given={"DINGHUO_DATABASE_URL": empty_postgres[0]})
