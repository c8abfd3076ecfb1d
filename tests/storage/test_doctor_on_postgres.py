"""The doctor on PostgreSQL: its server, its clock, its migrations, and no word of its password."""

from datetime import datetime, timedelta

from bot.command_context import utc_now
from bot.doctor.database import check_database
from bot.doctor.diagnosis import Diagnosis
from storage.engine import Database
from storage.schema_version import migrate
from tests.storage.conftest import NewDatabase


def said(database: Database, ahead: timedelta = timedelta(0)) -> list[Diagnosis]:
    def now() -> datetime:
        return utc_now() + ahead

    url = database.url.set(password="very-secret").render_as_string(hide_password=False)
    return list(check_database(url, now))


def about(check: str, found: list[Diagnosis]) -> Diagnosis:
    return next(each for each in found if each.check == check)


def test_a_database_that_is_up_to_date(new_postgres: NewDatabase) -> None:
    database = new_postgres()
    migrate(database)
    found = said(database)
    assert about("server", found).words.startswith("PostgreSQL ")
    assert (about("database clock", found).verdict, about("disk", found).verdict) == ("ok", "-")
    assert about("migrations", found).verdict == "ok"
    assert not any("very-secret" in each.words for each in found)


def test_a_server_that_would_lose_orders_in_a_power_cut(new_postgres: NewDatabase) -> None:
    """As the one of these tests would, for it is quicker."""
    database = new_postgres()
    migrate(database)
    failed = [each.words for each in said(database) if each.verdict == "fail"]
    assert failed == ["fsync is off: a power cut loses orders"]


def test_a_server_that_says_done_before_it_is(new_postgres: NewDatabase) -> None:
    database = new_postgres()
    migrate(database)
    assert not [each.words for each in said(database) if "synchronous_commit" in each.words]
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{database.url.database}" SET synchronous_commit = off')
    looks = [each.words for each in said(database) if each.verdict == "look"]
    assert "synchronous_commit is off: a power cut loses the orders confirmed last" in looks


def test_a_database_that_is_empty(new_postgres: NewDatabase) -> None:
    assert "dinghuo migrate" in about("migrations", said(new_postgres())).words


def test_a_clock_that_is_not_the_servers(new_postgres: NewDatabase) -> None:
    found = about("database clock", said(new_postgres(), timedelta(minutes=5)))
    assert (found.verdict, "behind" in found.words) == ("fail", True)


def test_a_server_that_is_not_there() -> None:
    (found,) = check_database("postgresql+psycopg://dinghuo:very-secret@127.0.0.1:1/dinghuo", utc_now)
    assert found.verdict == "fail"
    assert "very-secret" not in found.words
