"""``dinghuo import``: reads a sheet, shows a progress bar, and tells what each row does or why it is bad."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import Progress

from bot.command_context import perform_command, up_to_date
from bot.command_errors import CommandError
from bot.settings import Settings
from domain.imports import WANTED, ChangedRow, ImportReport, import_file
from domain.sheets.read import SheetReading
from domain.sheets.rows import SheetRow
from locales import Words, words_for
from storage.engine import Database
from storage.files.sheets import read_sheet
from storage.files.unreadable import UnreadableError

#: So many new and so many changed rows are told once they are in; a dry run tells them all.
_TOLD = 10


def import_sheet(settings: Settings, what: str, file: Path, *, dry_run: bool, as_json: bool) -> bool:
    """Import a file, or only tell what that would do; true when every row is good."""
    try:
        reading = read_sheet(file, WANTED[what])
    except UnreadableError as error:
        raise CommandError(f"{file}: {error}") from None
    with up_to_date(settings) as database:
        report = _taken_in(settings, database, what, reading, dry_run=dry_run)
    say = words_for(settings.language)
    if as_json:
        typer.echo(json.dumps(_for_programs(say, report, dry_run=dry_run), ensure_ascii=False, default=str))
    else:
        for line in _told(say, report, reading.rows, dry_run=dry_run):
            typer.echo(line)
    return not report.bad


def _taken_in(
    settings: Settings, database: Database, what: str, reading: SheetReading, *, dry_run: bool
) -> ImportReport:
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=len(reading.rows))
        return perform_command(
            settings,
            database,
            lambda actor: import_file(actor, what, reading, lambda done: bar.update(task, completed=done)),
            keeps=not dry_run,
        )


def _for_programs(say: Words, report: ImportReport, *, dry_run: bool) -> dict[str, Any]:
    counts = {"added": report.added, "changed": report.changed, "same": report.same, "short": report.short}
    bad = [{**asdict(row), "text": say(row.reason, **row.facts)} for row in report.bad]
    remarks = [{**asdict(each), "text": say(each.key, **each.facts)} for each in report.remarks]
    new, changes = ([asdict(row) for row in rows] for rows in (report.new, report.changes))
    return counts | {"dry_run": dry_run, "bad": bad, "remarks": remarks, "new": new, "changes": changes}


def _told(say: Words, report: ImportReport, rows: Sequence[SheetRow], *, dry_run: bool) -> Iterator[str]:
    most = len(rows) if dry_run else _TOLD
    for new in report.new[:most]:
        yield say("sheets.new_row", number=new.place, name=new.name)
    for changed in report.changes[:most]:
        yield say("sheets.changed_row", number=changed.place, name=changed.name, cells=_cells(say, changed, rows[0]))
    more = max(report.added - most, 0) + max(report.changed - most, 0)
    if more:
        yield say.count("sheets.more_rows", more)
    for remark in report.remarks:
        yield say("sheets.remark", text=say(remark.key, **remark.facts))
    for bad in report.bad:
        yield say("sheets.bad_row", number=bad.place, reason=say(bad.reason, **bad.facts))
    done = "sheets.would" if dry_run else "sheets.done"
    yield say(done, added=report.added, changed=report.changed, same=report.same, bad=len(report.bad))
    if report.short:
        yield say.count("sheets.would_short" if dry_run else "sheets.short", report.short)


def _cells(say: Words, row: ChangedRow, first: SheetRow) -> str:
    empty = say("sheets.empty_cell")
    return "; ".join(f"{first.called(at.column)} {at.before or empty} → {at.after or empty}" for at in row.cells)
