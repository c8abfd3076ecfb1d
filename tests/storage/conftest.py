"""Empty databases to store things in, as many as a test wants."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest

from storage.engine import Database
from tests.grounds import Ground, Grounds, Kind
from tests.postgres import NoPostgresError

NewDatabase = Callable[[], Database]


@pytest.fixture
def new_database(ground: Ground) -> Iterator[NewDatabase]:
    """Of each kind in turn."""
    with _empty_on(ground) as made:
        yield made


@pytest.fixture
def new_sqlite(grounds: Grounds) -> Iterator[NewDatabase]:
    """Files, for what only they can tell."""
    with _empty_on(grounds.of(Kind.SQLITE)) as made:
        yield made


@pytest.fixture
def new_postgres(grounds: Grounds) -> Iterator[NewDatabase]:
    """On a server, for what only it can tell."""
    try:
        ground = grounds.of(Kind.POSTGRESQL)
    except NoPostgresError as missing:
        pytest.skip(f"not tried: {missing}")
    with _empty_on(ground) as made:
        yield made


@contextmanager
def _empty_on(ground: Ground) -> Iterator[NewDatabase]:
    plan = ground.plan("bare", lambda _: None)
    with ExitStack() as stack:
        yield lambda: stack.enter_context(closing(Database(stack.enter_context(plan.copy()))))
