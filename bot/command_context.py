"""What a command works on: the supplier's settings, the time, and the database in the state the command needs."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import make_url
from sqlmodel import Session

from bot.command_errors import CommandError
from bot.settings import Settings
from domain.actor import Actor, Supplier
from domain.tables.people import Place
from storage.engine import Database
from storage.perform import perform
from storage.schema_version import MigrationState, migrate, migration_state
from storage.secrets import supplier_secret

T = TypeVar("T")


def utc_now() -> datetime:
    """The current time."""
    return datetime.now(UTC)


def supplier_of(settings: Settings, database: Database) -> Supplier:
    """The business settings."""
    given = settings.secret_key.get_secret_value()
    return Supplier(
        currency=settings.currency,
        zone=settings.zone,
        language=settings.language,
        reservation=timedelta(minutes=settings.reservation_minutes),
        reminder=timedelta(minutes=settings.reminder_minutes),
        digest_hour=settings.digest_hour,
        secret=given.encode() if given else supplier_secret(database),
    )


def perform_command(settings: Settings, database: Database, act: Callable[[Actor], T], *, keeps: bool = True) -> T:
    """Run an act as the supplier itself; whichever process leads sends the notices.

    ``keeps``: otherwise nothing is written, and only what it would do is returned.
    """
    supplier = supplier_of(settings, database)

    def by_supplier(session: Session) -> T:
        return act(Actor(session=session, person=None, now=utc_now(), supplier=supplier, where=Place.COMMAND))

    performed = perform(database, by_supplier, keeps=keeps)
    if performed.notices_left and not database.is_sqlite:
        from storage.leader_lock import wake_leader  # noqa: PLC0415 - SQLite does without it

        wake_leader(database)
    return performed.result


@contextmanager
def up_to_date(settings: Settings) -> Iterator[Database]:
    """The database, created where there is none and migrated; for commands that may be the first."""
    with closing(Database(settings.database_url)) as database:
        migrate(database)
        yield database


@contextmanager
def in_use(settings: Settings, *, of_any_version: bool = False) -> Iterator[Database]:
    """The existing database of a command. Raises CommandError: there is none, or it is not up to date."""
    _need_file(settings)
    with closing(Database(settings.database_url)) as database:
        place = database.url.render_as_string(hide_password=True)
        with database.reading() as session:
            stands = migration_state(session.connection())
        if stands is MigrationState.EMPTY:
            raise CommandError(f"the database {place} holds no tables of ours: dinghuo migrate makes them")
        if stands is MigrationState.BEHIND and not of_any_version:
            raise CommandError(f"the database {place} is of an earlier version: dinghuo migrate brings it up to date")
        yield database


def _need_file(settings: Settings) -> None:
    """SQLite would create an empty file where there is none. Raises CommandError: there is none."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        raise CommandError(f"there is no database at {url.database} yet: dinghuo migrate makes one")
