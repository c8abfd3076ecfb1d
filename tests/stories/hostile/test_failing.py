"""A fault of ours is apologised for and written down; only a database that is away lets a message come again."""

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from handlers.conversation.turn import Incoming, Tapped
from handlers.entry import menu
from storage import failed_messages
from storage.failed_messages import FailedMessage
from tests.world import World


def broken(monkeypatch: pytest.MonkeyPatch, code: int | None = None) -> None:
    """The menu meets a fault: one of ours, or what SQLite says with this code."""

    def stumble(*_: object) -> None:
        if code is None:
            raise RuntimeError("what somebody wrote")
        error = sqlite3.OperationalError("Expression tree is too large (maximum depth 1000)")
        error.sqlite_errorcode, error.sqlite_errorname = code, "SQLITE_CODE"
        raise OperationalError("SELECT a OR b", None, error)

    monkeypatch.setattr(menu, "home", stumble)


def pressed(world: World) -> Incoming:
    return Incoming(channel=world.channel, identity="li", key="727", body=Tapped(data="menu"), trace="3f9c02ab")


def newest(world: World) -> FailedMessage | None:
    with world.database.transaction() as session:
        return failed_messages.recently_passed_over(session, world.clock()).newest


@pytest.mark.parametrize("code", [None, sqlite3.SQLITE_ERROR], ids=["ours", "a wrong statement"])
def test_a_fault_is_apologised_for_and_written_down(
    world: World, monkeypatch: pytest.MonkeyPatch, code: int | None
) -> None:
    broken(monkeypatch, code)
    answer = world.answer(pressed(world))
    assert "3f9c02ab" in answer.replies[0].title
    row = newest(world)
    assert row is not None
    assert (row.channel, row.key, row.times, row.trace) == (world.channel, "727", 1, "3f9c02ab")
    assert "tests/stories/hostile/test_failing.py:" in row.why
    assert "somebody" not in row.why
    monkeypatch.undo()
    world.dealer.types("菜单").sees("老李")


def test_while_the_database_is_busy_the_message_comes_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch, sqlite3.SQLITE_BUSY)
    with pytest.raises(OperationalError):
        world.answer(pressed(world))
    assert newest(world) is None
    monkeypatch.undo()
    assert "老李" in world.answer(pressed(world)).replies[0].title


def test_after_a_month_nobody_looks_any_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch)
    world.answer(pressed(world))
    world.clock.pass_(days=8)
    assert newest(world) is None
    world.clock.pass_(days=30)
    with world.database.transaction() as session:
        failed_messages.forget_old(session, world.clock())
        assert session.get(FailedMessage, (world.channel, "727")) is None
