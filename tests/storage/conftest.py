"""Databases to store things in, as many as a test wants."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest

from storage.engine import Database
from tests.grounds import Ground, Grounds, Kind, Plan
from tests.postgres import NoPostgresError

NewDatabase = Callable[[], Database]


@pytest.fixture
def new_database(ground: Ground) -> Iterator[NewDatabase]:
    """Of each kind in turn."""
    with copies(_empty(ground)) as made:
        yield made


@pytest.fixture
def new_sqlite(grounds: Grounds) -> Iterator[NewDatabase]:
    """Files, for what only they can tell."""
    with copies(_empty(grounds.of(Kind.SQLITE))) as made:
        yield made


@pytest.fixture
def postgres(grounds: Grounds) -> Ground:
    """Where there is a server."""
    try:
        return grounds.of(Kind.POSTGRESQL)
    except NoPostgresError as missing:
        pytest.skip(f"not tried: {missing}")


@pytest.fixture
def new_postgres(postgres: Ground) -> Iterator[NewDatabase]:
    """On a server, for what only it can tell."""
    with copies(_empty(postgres)) as made:
        yield made


@contextmanager
def copies(plan: Plan) -> Iterator[NewDatabase]:
    """As many as are asked for, until the end."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(closing(Database(stack.enter_context(plan.copy()))))


def _empty(ground: Ground) -> Plan:
    return ground.plan("bare", lambda _: None)
