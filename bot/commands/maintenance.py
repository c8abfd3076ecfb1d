"""Database commands for the operator: check, backup, restore."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.command_context import in_use, utc_now
from bot.settings import Settings

if TYPE_CHECKING:
    from domain.checks import Finding


def findings(settings: Settings) -> "list[Finding]":
    """Every disagreement found by ``dinghuo check``."""
    from storage.integrity import damage, examine  # noqa: PLC0415 - the other commands here do without

    if found := damage(settings.database_url):
        return found
    with in_use(settings) as database:
        return examine(database)


def backup(settings: Settings, file: Path) -> int:
    """Take a consistent copy of a running database; returns its size in bytes."""
    from storage.backups import backup as taking  # noqa: PLC0415

    with in_use(settings, of_any_version=True) as database:
        return taking.backup(database, file)


def restore(settings: Settings, file: Path, *, force: bool) -> None:
    """Replace the database by a backup, and print what became of the old one."""
    from storage.backups import restore as restoring  # noqa: PLC0415

    try:
        done = restoring.restore(settings.database_url, file, utc_now(), force=force)
    except restoring.InconsistentBackupError as odd:
        _list(odd.findings)
        raise
    _list(done.findings)
    typer.echo(f"restored from {file}, at revision {done.revision}")
    if done.aside:
        typer.echo(f"what was there before is kept as {done.aside}: remove it when all is well")


def _list(found: "Iterable[Finding]") -> None:
    for each in found:
        typer.echo(str(each))
