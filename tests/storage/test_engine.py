"""The folder of a new database is its owner's, what was deleted leaves the file, dead connections are replaced."""

import stat
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError

from storage import engine
from storage.engine import Database
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
    assert database.wipe()
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
