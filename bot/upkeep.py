"""What an operator does for the database from the command line: checking, backing up, restoring."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.house import in_use, utc_now
from bot.settings import Settings

if TYPE_CHECKING:
    from domain.checks import Finding


def findings(settings: Settings) -> "list[Finding]":
    """Everything in the database that does not agree with its records."""
    from storage.checking import damage, examine  # noqa: PLC0415 - the other commands here do without

    if found := damage(settings.database_url):
        return found
    with in_use(settings) as database:
        return examine(database)


def backup(settings: Settings, file: Path) -> int:
    """A consistent copy of a running database; how many bytes it has."""
    from storage.copies import backup as taking  # noqa: PLC0415

    with in_use(settings, of_any_version=True) as database:
        return taking.backup(database, file)


def restore(settings: Settings, file: Path, *, force: bool) -> None:
    """Put a backup in the database's place, and say what became of the one before."""
    from storage.copies import restore as restoring  # noqa: PLC0415

    try:
        done = restoring.restore(settings.database_url, file, utc_now(), force=force)
    except restoring.DisagreeError as odd:
        _list(odd.findings)
        raise
    _list(done.findings)
    typer.echo(f"restored from {file}, at revision {done.revision}")
    if done.aside:
        typer.echo(f"what was there before is kept as {done.aside}: remove it when all is well")


def _list(found: "Iterable[Finding]") -> None:
    for each in found:
        typer.echo(str(each))
