"""Two processes speak for one bot: together no faster than it may, and each chat no faster than it should."""

import asyncio
import time

import pytest

from bot.telegram.shared_rate_limit import SharedRateLimit
from storage.engine import Database
from storage.rate_bookings import Bookings, forget_old
from tests.grounds import Kind


@pytest.fixture
def kind() -> Kind:
    """On SQLite nobody shares."""
    return Kind.POSTGRESQL


@pytest.fixture
def processes(database: Database) -> tuple[SharedRateLimit, SharedRateLimit]:
    bookings = Bookings(database)
    return SharedRateLimit(bookings, per_second=20, chat_burst=4), SharedRateLimit(
        bookings, per_second=20, chat_burst=4
    )


def test_what_one_has_booked_the_other_waits_for(processes: tuple[SharedRateLimit, SharedRateLimit]) -> None:
    """Two at once and eighteen a second make the twenty."""
    one, other = processes
    began = time.monotonic()
    first, second = one._waits(list(range(20))), other._waits(list(range(100, 120)))
    passed = time.monotonic() - began
    assert first[:2] == pytest.approx([0.0, 0.0], abs=0.01)
    assert first[-1] == pytest.approx(1.0, abs=0.01)
    assert 38 / 18 - passed < second[-1] < 38 / 18
    assert second == sorted(second)


def test_a_chat_gets_its_burst_once_whoever_speaks(processes: tuple[SharedRateLimit, SharedRateLimit]) -> None:
    one, other = processes
    began = time.monotonic()
    first, second = one._waits([7, 7, 7]), other._waits([7, 7, 7])
    passed = time.monotonic() - began
    assert first == pytest.approx([0.0, 0.0, 1 / 18], abs=0.01)
    assert 1.0 - passed < second[1] < 1.0
    assert 2.0 - passed < second[2] < 2.0


def test_another_chat_does_not_wait_for_it(processes: tuple[SharedRateLimit, SharedRateLimit]) -> None:
    """Only for the bot's own bound, half a second; in its own chat it would be seven."""
    one, other = processes
    one._waits([7] * 10)
    assert max(other._waits([8])) < 1.0


def test_many_who_ask_at_once_are_booked_together(processes: tuple[SharedRateLimit, SharedRateLimit]) -> None:
    async def ask() -> None:
        await asyncio.gather(*(processes[0].acquire(chat) for chat in range(12)))

    asyncio.run(ask())
    (wait,) = processes[1]._waits([99])
    assert wait < 1.0


def test_where_the_database_cannot_be_asked_nobody_is_kept_waiting_for_it() -> None:
    alone = SharedRateLimit(
        Bookings(Database("postgresql+psycopg://nobody@/nothing?host=/nowhere")), per_second=20, chat_burst=4
    )
    assert alone._waits([1, 2]) == [0.0, 0.0]


def test_who_has_long_been_silent_is_forgotten(
    database: Database, processes: tuple[SharedRateLimit, SharedRateLimit]
) -> None:
    processes[0]._waits([1])
    with database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE pace SET free_at = free_at - interval '2 hours'")
        forget_old(session)
        assert session.connection().exec_driver_sql("SELECT count(*) FROM pace").scalar_one() == 0
