"""Opens the demo's doors: an empty house is furnished first, with a bar that shows how far it is."""

from collections.abc import Callable
from datetime import datetime

import typer
from rich.console import Console
from rich.progress import Progress

from bot.demo.seed import NotEmpty, is_seeded, seed
from domain.acting import House
from storage.engine import Database


def open_house(database: Database, house: House, now: Callable[[], datetime]) -> None:
    """Make sure that the demo's goods, people and past are there; a house with goods of its own is left alone."""
    with database.transaction() as session:
        if is_seeded(session):
            return
    try:
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("demo")
            seed(database, house, now(), lambda done, whole: bar.update(task, completed=done, total=whole))
    except NotEmpty:
        typer.echo("DINGHUO_DATABASE_URL: this database has goods or people of its own; the demo needs an empty one.")
        raise typer.Exit(2) from None
