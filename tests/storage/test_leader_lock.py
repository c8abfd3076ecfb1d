"""Who leads: one session at a time holds the lock, and loses it with itself."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from storage.engine import Database
from storage.leader_lock import CutOffError, LeaderLock
from tests.grounds import Kind
from tests.postgres import cut_leader


@pytest.fixture
def kind() -> Kind:
    """On SQLite there is nobody to share with."""
    return Kind.POSTGRESQL


@pytest.fixture
def locks(database: Database) -> Iterator[tuple[LeaderLock, LeaderLock]]:
    """Two processes' places."""
    with ExitStack() as stack:
        one, other = LeaderLock(database).connect(), LeaderLock(database).connect()
        stack.callback(one.close)
        stack.callback(other.close)
        yield one, other


def test_one_leads_and_the_other_stands_by_until_it_gets_up(locks: tuple[LeaderLock, LeaderLock]) -> None:
    one, other = locks
    assert one.try_acquire()
    assert not other.try_acquire()
    one.close()
    assert other.try_acquire()


def test_the_leader_hears_of_notices_that_another_process_left(locks: tuple[LeaderLock, LeaderLock]) -> None:
    one, other = locks
    assert one.try_acquire()
    assert not one.listen(0)
    other.notify()
    assert one.listen(10)


def test_a_session_that_was_ended_is_known_to_be(database: Database, locks: tuple[LeaderLock, LeaderLock]) -> None:
    one, other = locks
    assert one.try_acquire()
    cut_leader(database)
    with pytest.raises(CutOffError):
        one.listen(10)
    with pytest.raises(CutOffError):
        other.try_acquire()
    again = LeaderLock(database).connect()
    assert again.try_acquire()
    again.close()


def test_a_database_out_of_reach_is_no_other_error() -> None:
    with pytest.raises(CutOffError):
        LeaderLock(Database("postgresql+psycopg://nobody@/nothing?host=/nowhere")).connect()


def test_nobody_takes_a_seat_without_sitting_down(database: Database) -> None:
    with pytest.raises(CutOffError):
        LeaderLock(database).try_acquire()
