"""The doctor on PostgreSQL: its server, its clock, its migrations, and no word of its password."""

from datetime import datetime, timedelta

from bot.doctor.diagnosis import Diagnosis
from bot.doctor.store import store
from bot.wiring import utc_now
from storage.engine import Database
from storage.schema import migrate
from tests.storage.conftest import NewDatabase


def said(database: Database, ahead: timedelta = timedelta(0)) -> dict[str, Diagnosis]:
    def now() -> datetime:
        return utc_now() + ahead

    url = database.url.set(password="very-secret").render_as_string(hide_password=False)
    return {each.check: each for each in store(url, now)}


def test_a_database_that_is_up_to_date(new_postgres: NewDatabase) -> None:
    database = new_postgres()
    migrate(database)
    found = said(database)
    assert [each for each in found.values() if each.verdict == "fail"] == []
    assert found["server"].words.startswith("PostgreSQL ")
    assert (found["database clock"].verdict, found["disk"].verdict) == ("ok", "-")
    assert not any("very-secret" in each.words for each in found.values())


def test_a_database_that_is_empty(new_postgres: NewDatabase) -> None:
    assert "dinghuo migrate" in said(new_postgres())["migrations"].words


def test_a_clock_that_is_not_the_servers(new_postgres: NewDatabase) -> None:
    found = said(new_postgres(), timedelta(minutes=5))["database clock"]
    assert (found.verdict, "behind" in found.words) == ("fail", True)


def test_a_server_that_is_not_there() -> None:
    (found,) = store("postgresql+psycopg://dinghuo:very-secret@127.0.0.1:1/dinghuo", utc_now)
    assert found.verdict == "fail"
    assert "very-secret" not in found.words
