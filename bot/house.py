"""The house that a command works on: its settings, the time, and its database in the state the command needs."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from bot.failing import CommandError
from bot.settings import Settings
from domain.acting import House
from storage.engine import Database
from storage.revisions import Standing, migrate, standing
from storage.secrets import house_secret


def utc_now() -> datetime:
    """The time it is."""
    return datetime.now(UTC)


def house_of(settings: Settings, database: Database) -> House:
    """The business settings."""
    given = settings.secret_key.get_secret_value()
    return House(
        currency=settings.currency,
        zone=settings.zone,
        language=settings.language,
        reservation=timedelta(minutes=settings.reservation_minutes),
        reminder=timedelta(minutes=settings.reminder_minutes),
        digest_hour=settings.digest_hour,
        secret=given.encode() if given else house_secret(database),
    )


@contextmanager
def up_to_date(settings: Settings) -> Iterator[Database]:
    """The database of a command that may be the first: made where there is none, and brought up to date."""
    with closing(Database(settings.database_url)) as database:
        migrate(database)
        yield database


@contextmanager
def in_use(settings: Settings, *, of_any_version: bool = False) -> Iterator[Database]:
    """The database of a command that makes sense only where somebody has been at work. Nothing is made.

    Raises:
        CommandError: there is none, or it is not up to date.
    """
    _need_file(settings)
    with closing(Database(settings.database_url)) as database:
        place = database.url.render_as_string(hide_password=True)
        with database.reading() as session:
            stands = standing(session.connection())
        if stands is Standing.EMPTY:
            raise CommandError(f"the database {place} holds no tables of ours: dinghuo migrate makes them")
        if stands is Standing.BEHIND and not of_any_version:
            raise CommandError(f"the database {place} is of an earlier version: dinghuo migrate brings it up to date")
        yield database


def _need_file(settings: Settings) -> None:
    """SQLite would make an empty file where there is none.

    Raises:
        CommandError: there is none.
    """
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        raise CommandError(f"there is no database at {url.database} yet: dinghuo migrate makes one")
