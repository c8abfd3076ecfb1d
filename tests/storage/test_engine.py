"""The folder of a new database is its owner's, what was deleted leaves the file, no transaction inside another."""

import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from storage import engine
from storage.engine import Database, NestedTransactionError
from tests.grounds import Kind
from tests.postgres import address


def test_the_folder_of_a_new_database_is_closed_to_others(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path}/data/facts.sqlite").close()
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    Database(f"sqlite:///{tmp_path}/data/facts.sqlite").close()
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o755


def test_what_was_deleted_leaves_the_file(tmp_path: Path) -> None:
    file = tmp_path / "facts.sqlite"
    database = Database(f"sqlite:///{file}")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE told (words TEXT)")
        connection.exec_driver_sql("INSERT INTO told VALUES ('a secret that nobody keeps')")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM told")
    assert database.vacuum()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    database.close()
    assert b"a secret that nobody keeps" not in kept


@pytest.mark.parametrize("kind", [Kind.POSTGRESQL])
def test_a_connection_that_died_while_it_lay_idle_is_replaced(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "FRESH_SECONDS", 0.0)
    before = _backend(database)
    assert _backend(database) == before
    with psycopg.connect(address(database.url)) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    assert _backend(database) != before


def _backend(database: Database) -> int:
    """The number of the server's process that answers a pooled connection."""
    with database.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())


def test_a_commit_that_fails_leaves_the_next_turn_its_connection(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/facts.sqlite")
    with database.transaction(waits=False) as session:
        session.connection().exec_driver_sql("CREATE TABLE one (id INTEGER PRIMARY KEY)")
        reference = "INTEGER REFERENCES one DEFERRABLE INITIALLY DEFERRED"
        session.connection().exec_driver_sql(f"CREATE TABLE many (one {reference})")
    with pytest.raises(IntegrityError), database.transaction(waits=False) as session:
        session.connection().exec_driver_sql("INSERT INTO many VALUES (7)")
    for waits in (False, True):
        with database.transaction(waits=waits) as session:
            assert session.connection().exec_driver_sql("SELECT count(*) FROM many").scalar_one() == 0
    database.close()


WAYS: dict[str, Callable[[Database], AbstractContextManager[object]]] = {
    "a transaction": lambda database: database.transaction(),
    "one that does not wait": lambda database: database.transaction(waits=False),
    "reading": lambda database: database.reading(),
    "a connection of the engine": lambda database: database.engine.begin(),
}


@pytest.mark.parametrize("inner", WAYS)
@pytest.mark.parametrize("outer", WAYS)
def test_a_transaction_inside_another_is_an_error_at_once(database: Database, outer: str, inner: str) -> None:
    """No lock is waited for: the lock that would be waited for is never asked for."""
    with WAYS[outer](database) as first:
        _ask(first)
        with pytest.raises(NestedTransactionError), WAYS[inner](database) as second:
            _ask(second)
        _ask(first)


def test_a_transaction_inside_one_that_did_nothing_yet_is_an_error_too(database: Database) -> None:
    with database.transaction(), pytest.raises(NestedTransactionError), database.transaction():
        raise AssertionError("it began")


def test_one_transaction_after_another_is_none_inside_another(database: Database) -> None:
    for way in (*WAYS, *WAYS):
        with WAYS[way](database) as opened:
            _ask(opened)
    for way in (*WAYS, *WAYS):
        with pytest.raises(ZeroDivisionError):
            _broken_off(WAYS[way](database))


def _broken_off(opening: AbstractContextManager[object]) -> None:
    with opening as opened:
        _ask(opened)
        raise ZeroDivisionError


def _ask(opened: object) -> None:
    assert isinstance(opened, Session | Connection)
    assert opened.execute(text("SELECT 1")).scalar_one() == 1
