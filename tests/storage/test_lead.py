"""Who leads: one session at a time holds the lock, and loses it with itself."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import text

from storage.engine import Database
from storage.lead import CutOffError, Seat
from tests.grounds import Kind


@pytest.fixture
def kind() -> Kind:
    """On SQLite there is nobody to share with."""
    return Kind.POSTGRESQL


@pytest.fixture
def seats(database: Database) -> Iterator[tuple[Seat, Seat]]:
    """Two processes' places."""
    with ExitStack() as stack:
        one, other = Seat(database).sit_down(), Seat(database).sit_down()
        stack.callback(one.get_up)
        stack.callback(other.get_up)
        yield one, other


def cut_all(database: Database) -> None:
    """As when PostgreSQL is started anew."""
    with database.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name = 'dinghuo seat'"
            )
        )


def test_one_leads_and_the_other_stands_by_until_it_gets_up(seats: tuple[Seat, Seat]) -> None:
    one, other = seats
    assert one.take()
    assert not other.take()
    one.get_up()
    assert other.take()


def test_the_leader_hears_of_notices_that_another_process_left(seats: tuple[Seat, Seat]) -> None:
    one, other = seats
    assert one.take()
    assert not one.listen(0)
    other.tell()
    assert one.listen(10)


def test_a_session_that_was_ended_is_known_to_be(database: Database, seats: tuple[Seat, Seat]) -> None:
    one, other = seats
    assert one.take()
    cut_all(database)
    with pytest.raises(CutOffError):
        one.listen(10)
    with pytest.raises(CutOffError):
        other.take()
    again = Seat(database).sit_down()
    assert again.take()
    again.get_up()


def test_a_database_out_of_reach_is_no_other_error() -> None:
    with pytest.raises(CutOffError):
        Seat(Database("postgresql+psycopg://nobody@/nothing?host=/nowhere")).sit_down()


def test_nobody_takes_a_seat_without_sitting_down(database: Database) -> None:
    with pytest.raises(CutOffError):
        Seat(database).take()
