"""Seeds the demo at its start if it is empty, with a progress bar."""

from collections.abc import Callable
from datetime import datetime

import typer
from rich.console import Console
from rich.progress import Progress

from bot.demo.seed import NotDemoDatabase, is_seeded, seed
from domain.actor import Supplier
from storage.engine import Database


def seed_if_empty(database: Database, supplier: Supplier, now: Callable[[], datetime]) -> None:
    """Make sure that the demo data are there; a database with other goods ends the command."""
    with database.reading() as session:
        if is_seeded(session):
            return
    try:
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("demo")
            seed(database, supplier, now(), lambda done, whole: bar.update(task, completed=done, total=whole))
    except NotDemoDatabase:
        typer.echo("DINGHUO_DATABASE_URL: this database has goods or people of its own; the demo needs an empty one.")
        raise typer.Exit(2) from None
