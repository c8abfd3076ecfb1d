"""``dinghuo import``: a sheet read, a progress bar, and every bad row named by its number."""

import json
from dataclasses import asdict
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress

from bot.settings import Settings
from bot.wiring import house_of, utc_now
from domain.acting import By
from domain.imports import IMPORTS
from locales import words_for
from storage.engine import Database
from storage.schema import migrate
from storage.sheets import read_sheet
from storage.unreadable import UnreadableError


def import_sheet(settings: Settings, what: str, file: Path, *, as_json: bool) -> bool:
    """Import a file; true when every row went in."""
    database = Database(settings.database_url)
    migrate(database)
    try:
        rows = read_sheet(file)
    except (UnreadableError, OSError) as error:
        typer.echo(f"{file}: {error}", err=True)
        raise typer.Exit(2) from None
    house = house_of(settings, database)
    with Progress(console=Console(stderr=True), transient=True) as bar, database.transaction() as session:
        task = bar.add_task(what, total=len(rows))
        by = By(session=session, person=None, now=utc_now(), house=house)
        report = IMPORTS[what](by, rows, lambda done: bar.update(task, completed=done))
    if as_json:
        typer.echo(json.dumps(asdict(report), default=str, ensure_ascii=False))
        return not report.bad
    say = words_for(settings.language)
    for bad in report.bad:
        typer.echo(say("sheets.bad_row", number=bad.number, reason=say(bad.reason, **bad.facts)))
    typer.echo(say("sheets.done", added=report.added, changed=report.changed, same=report.same, bad=len(report.bad)))
    return not report.bad
