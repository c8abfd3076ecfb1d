"""Moving from SQLite to PostgreSQL, from the command line."""

from contextlib import closing
from typing import NoReturn

import typer
from sqlalchemy.exc import ArgumentError, OperationalError

from bot.settings import Settings
from domain.checks import check_all
from storage.engine import Database
from storage.moving import NotEmptyError, move


def move_to(settings: Settings, url: str) -> int:
    """Copy everything to an empty PostgreSQL, and check it there; how many rows there are."""
    try:
        target = Database(url)
    except ArgumentError:
        _refuse("That is not the address of a database.")
    if target.is_sqlite:
        _refuse("Give the address of a PostgreSQL database: postgresql+psycopg://…")
    with closing(target), closing(Database(settings.database_url)) as source:
        try:
            rows = move(source, target)
        except NotEmptyError as taken:
            _refuse(f"The database there is not empty ({taken}). Nothing was changed.")
        except OperationalError as error:
            _refuse(f"A database cannot be reached or is busy; is the process stopped? {error.orig}")
        with target.transaction() as session:
            found = check_all(session)
    for each in found:
        typer.echo(str(each), err=True)
    return sum(rows.values())


def _refuse(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(2)
