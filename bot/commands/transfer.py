"""``dinghuo move``: from SQLite to PostgreSQL."""

from contextlib import closing

import typer

from bot.command_context import in_use
from bot.command_errors import CommandError
from bot.settings import Settings, checked_database_url
from domain.checks import check_all
from storage.engine import Database
from storage.transfer import TargetNotEmptyError, move


def move_to(settings: Settings, url: str) -> int:
    """Copy everything to an empty PostgreSQL and check it there; returns the number of rows."""
    target = _postgresql(url)
    with closing(target), in_use(settings, of_any_version=True) as source:
        try:
            rows = move(source, target)
        except TargetNotEmptyError as taken:
            raise CommandError(f"the database there is not empty ({taken}); nothing was changed") from None
        with target.transaction() as session:
            found = check_all(session)
    for each in found:
        typer.echo(str(each), err=True)
    return sum(rows.values())


def _postgresql(url: str) -> Database:
    try:
        target = Database(checked_database_url(url))
    except ValueError as error:
        raise CommandError(f"{error}") from None
    if target.is_sqlite:
        raise CommandError("give the address of a PostgreSQL database: postgresql+psycopg://…")
    return target
