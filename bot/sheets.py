"""``dinghuo import``: a sheet read, a progress bar, and every bad row named by its number."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress

from bot.failing import CommandError
from bot.house import house_of, up_to_date, utc_now
from bot.settings import Settings
from domain.acting import By
from domain.imports import IMPORTS, ImportReport
from domain.rules.sheet_rows import SheetRow
from locales import words_for
from storage.engine import Database
from storage.sheets import read_sheet
from storage.unreadable import UnreadableError


def import_sheet(settings: Settings, what: str, file: Path, *, as_json: bool) -> bool:
    """Import a file; true when every row went in."""
    try:
        rows = read_sheet(file)
    except UnreadableError as error:
        raise CommandError(f"{file}: {error}") from None
    with up_to_date(settings) as database:
        report = _taken_in(settings, database, what, rows)
    if as_json:
        typer.echo(json.dumps(asdict(report), default=str, ensure_ascii=False))
        return not report.bad
    say = words_for(settings.language)
    for bad in report.bad:
        typer.echo(say("sheets.bad_row", number=bad.number, reason=say(bad.reason, **bad.facts)))
    typer.echo(say("sheets.done", added=report.added, changed=report.changed, same=report.same, bad=len(report.bad)))
    if report.short:
        typer.echo(say.count("sheets.short", report.short))
    return not report.bad


def _taken_in(settings: Settings, database: Database, what: str, rows: Sequence[SheetRow]) -> ImportReport:
    house, console = house_of(settings, database), Console(stderr=True)
    with (
        Progress(console=console, transient=True, disable=not console.is_terminal) as bar,
        database.transaction() as session,
    ):
        task = bar.add_task(what, total=len(rows))
        by = By(session=session, person=None, now=utc_now(), house=house)
        return IMPORTS[what](by, rows, lambda done: bar.update(task, completed=done))
