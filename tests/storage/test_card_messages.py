"""Where cards stand: an answer and a notice may show the same card in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from sqlalchemy import text

from domain.tables.people import Channel
from storage import card_messages
from storage.engine import Database
from tests.together import PATIENCE, wait_until

CARD = "order:42"


def note(database: Database, message: str, begun: Event | None = None, go_on: Event | None = None) -> None:
    """As the sender and the messenger do, each in a transaction of its own."""
    with database.transaction() as session:
        card_messages.remember(session, Channel.TELEGRAM, "1", CARD, message)
        session.flush()
        if begun and go_on:
            begun.set()
            assert go_on.wait(PATIENCE)


def place(database: Database) -> str | None:
    with database.reading() as session:
        return card_messages.message_of(session, Channel.TELEGRAM, "1", CARD)


def is_held_up(database: Database) -> bool:
    """Whether somebody waits for somebody else's row; on SQLite whoever writes waits before they begin."""
    if database.is_sqlite:
        return True
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with database.reading() as session:
        return session.execute(text(waiting)).first() is not None


def test_two_messages_that_show_a_card_at_once_are_both_noted(database: Database) -> None:
    begun, go_on = Event(), Event()
    with ThreadPoolExecutor(2) as both:
        first = both.submit(note, database, "7", begun, go_on)
        assert begun.wait(PATIENCE)
        second = both.submit(note, database, "8")
        wait_until(lambda: is_held_up(database))
        go_on.set()
        first.result(PATIENCE)
        second.result(PATIENCE)
    assert place(database) == "8"


def test_a_card_stands_where_it_was_shown_last(database: Database) -> None:
    for message in ("7", "8"):
        note(database, message)
    assert place(database) == "8"
