"""Two processes speak for one bot: together no faster than it may, and each chat no faster than it should."""

import asyncio

import pytest

from bot.telegram.shared_pace import SharedPace
from storage.engine import Database
from storage.pace import Bookings, forget_old
from tests.grounds import Kind

#: What passes between two statements; the database's own clock decides.
A_MOMENT = 0.9


@pytest.fixture
def kind() -> Kind:
    """On SQLite nobody shares."""
    return Kind.POSTGRESQL


@pytest.fixture
def processes(database: Database) -> tuple[SharedPace, SharedPace]:
    bookings = Bookings(database)
    return SharedPace(bookings, per_second=20, chat_burst=4), SharedPace(bookings, per_second=20, chat_burst=4)


def test_what_one_has_booked_the_other_waits_for(processes: tuple[SharedPace, SharedPace]) -> None:
    """Two at once and eighteen a second make the twenty."""
    one, other = processes
    first, second = one._waits(list(range(20))), other._waits(list(range(100, 120)))
    assert first[:2] == [0.0, 0.0]
    assert first[-1] == pytest.approx(1.0, abs=0.01)
    assert first[-1] < second[0] + A_MOMENT
    assert second[-1] == pytest.approx(38 / 18, abs=A_MOMENT)
    assert second == sorted(second)


def test_a_chat_gets_its_burst_once_whoever_speaks(processes: tuple[SharedPace, SharedPace]) -> None:
    one, other = processes
    assert max(one._waits([7, 7, 7])) < A_MOMENT
    assert other._waits([7, 7, 7])[1:] == [pytest.approx(1.0, abs=A_MOMENT), pytest.approx(2.0, abs=A_MOMENT)]


def test_another_chat_does_not_wait_for_it(processes: tuple[SharedPace, SharedPace]) -> None:
    one, other = processes
    one._waits([7] * 10)
    assert max(other._waits([8])) < 1.0


def test_many_who_ask_at_once_are_booked_together(processes: tuple[SharedPace, SharedPace]) -> None:
    async def ask() -> None:
        await asyncio.gather(*(processes[0].turn(chat) for chat in range(12)))

    asyncio.run(ask())
    (wait,) = processes[1]._waits([99])
    assert wait < 1.0


def test_where_the_database_cannot_be_asked_nobody_is_kept_waiting_for_it() -> None:
    alone = SharedPace(
        Bookings(Database("postgresql+psycopg://nobody@/nothing?host=/nowhere")), per_second=20, chat_burst=4
    )
    assert alone._waits([1, 2]) == [0.0, 0.0]


def test_who_has_long_been_silent_is_forgotten(database: Database, processes: tuple[SharedPace, SharedPace]) -> None:
    processes[0]._waits([1])
    with database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE pace SET free_at = free_at - interval '2 hours'")
        forget_old(session)
        assert session.connection().exec_driver_sql("SELECT count(*) FROM pace").scalar_one() == 0
