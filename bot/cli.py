"""The ``dinghuo`` command. What a command needs is imported inside it, so that ``--help`` is quick."""

# ruff: noqa: PLC0415, FBT002
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from bot.failing import CommandError, Commands, text_of

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    cls=Commands,
    help="Dinghuo (订货): dealers order inside the chats they already live in.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


class RoleName(StrEnum):
    """Whom an invite is for."""

    BUYER = "buyer"
    SALESPERSON = "salesperson"
    WAREHOUSE = "warehouse"
    FINANCE = "finance"
    ADMIN = "admin"


class ChatRole(StrEnum):
    """As whom to talk in the terminal."""

    BUYER = "buyer"
    SALESPERSON = "salesperson"
    WAREHOUSE = "warehouse"
    FINANCE = "finance"
    ADMIN = "admin"
    CUSTOMER = "customer"


class Sheet(StrEnum):
    """What a file holds."""

    PRODUCTS = "products"
    ACCOUNTS = "accounts"
    STOCK = "stock"
    PRICES = "prices"


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@app.callback()
def whole(
    traceback: Annotated[bool, typer.Option("--traceback", help="Show where a fault of Dinghuo was raised.")] = False,
) -> None:
    """Dinghuo (订货): dealers order inside the chats they already live in."""


@app.command()
def demo(
    *,
    port: Annotated[int, typer.Option(help="Port of the page.")] = 8000,
    reset: Annotated[bool, typer.Option("--reset", help="Forget what was done in it, and begin anew.")] = False,
) -> None:
    """Run the demo: sample goods, and a page where you play everybody, from the stranger to the admin."""
    settings = _settings()
    from bot.running import run_demo

    run_demo(settings, port, anew=reset)


@app.command()
def chat(role: Annotated[ChatRole, typer.Option("--as", help="As whom.")]) -> None:
    """Talk to the house in this terminal."""
    from bot.terminal import chat as talk
    from domain.rules.rights import Role

    talk(_settings(), Role(role.value))


class ServeCommand(TyperCommand):
    """``serve``, whose help lists every setting; they are loaded only when that help is asked for."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The usual help, and the settings."""
        from bot.settings import listing

        self.epilog = listing()
        super().format_help(ctx, formatter)


@app.command(cls=ServeCommand)
def serve() -> None:
    """Serve every configured channel, the scheduled jobs and the web endpoints."""
    settings = _settings()
    from bot.running import run_server

    run_server(settings)


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from bot.house import up_to_date
    from storage.revisions import revision

    with up_to_date(_settings()) as database, database.reading() as session:
        typer.echo(f"database at revision {revision(session.connection())}")


@app.command()
def check(as_json: AsJson = False) -> None:
    """Prove that the file is whole and that all in it agrees with its records; exit 1 where it does not."""
    from dataclasses import asdict

    from bot.upkeep import findings

    found = findings(_settings())
    if as_json:
        typer.echo(json.dumps([asdict(each) | {"todo": each.todo} for each in found], ensure_ascii=False))
    else:
        for each in found:
            typer.echo(str(each))
        typer.echo("everything agrees" if not found else f"{len(found)} findings")
    raise typer.Exit(1 if found else 0)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Look at everything that must be right: settings, database, platforms, clocks, disk; exit 1 where it is not."""
    from dataclasses import asdict

    from bot.doctor.examine import examine
    from bot.house import utc_now

    found = []
    for each in examine(_settings(), utc_now):
        found.append(each)
        if not as_json:
            typer.echo(str(each))
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False))
    raise typer.Exit(1 if any(each.verdict == "fail" for each in found) else 0)


@app.command()
def backup(file: Path) -> None:
    """Copy the database to a file while it runs; PostgreSQL by its pg_dump."""
    from bot.upkeep import backup as copy

    typer.echo(f"{copy(_settings(), file)} bytes in {file}")


@app.command()
def restore(
    file: Path,
    force: Annotated[bool, typer.Option("--force", help="Also over a database that holds something.")] = False,
) -> None:
    """Put a backup in the database's place, after it was read through, brought up to date and checked."""
    from bot.upkeep import restore as put_back

    put_back(_settings(), file, force=force)


@app.command()
def move(url: Annotated[str, typer.Argument(help="postgresql+psycopg://… of an empty database.")]) -> None:
    """Copy everything to an empty PostgreSQL; stop serving first, and change DINGHUO_DATABASE_URL afterwards."""
    from bot.moving import move_to

    typer.echo(f"{move_to(_settings(), url)} rows moved and checked")


@app.command(name="export-person")
def export_person(
    person: Annotated[str, typer.Argument(help="Name, id, or channel:name there, such as telegram:12345.")], file: Path
) -> None:
    """Write all that is kept about a person into a ZIP file of sheets."""
    from bot.privacy import export

    typer.echo(f"{export(_settings(), person, file)} in {file}")


@app.command(name="erase-person")
def erase_person(
    person: Annotated[str, typer.Argument(help="Name, id, or channel:name there, such as telegram:12345.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask once more.")] = False,
) -> None:
    """Forget a person: name, chats and talk go, orders stay without a name. There is no way back."""
    from bot.privacy import erase, name_of

    settings = _settings()
    if not yes:
        typer.confirm(f"forget {name_of(settings, person)} for good?", abort=True)
    erased = erase(settings, person)
    typer.echo(f"person {erased.person_id} is forgotten: {erased.chats} chats, {erased.elsewhere} rows of others")


@app.command(name="import")
def import_(what: Sheet, file: Path, as_json: AsJson = False) -> None:
    """Import products, accounts, stock or prices from .csv or .xlsx; again changes only what changed."""
    from bot.sheets import import_sheet

    good = import_sheet(_settings(), what.value, file, as_json=as_json)
    raise typer.Exit(0 if good else 1)


@app.command()
def invite(
    role: Annotated[RoleName, typer.Option(help="What the person will do.")],
    account: Annotated[str, typer.Option(help="The buyer's account; made when new.")] = "",
    name: Annotated[str, typer.Option(help="The person's name.")] = "",
    as_json: AsJson = False,
) -> None:
    """Write a one-time invite; its code is shown once."""
    from bot.inviting import write_invite

    written = write_invite(_settings(), role.value, account, name)
    if as_json:
        typer.echo(json.dumps(written, ensure_ascii=False))
    else:
        typer.echo(
            f"code      {written['code']}\ntelegram  {written['telegram'] or '-'}\nexpires   {written['expires']}"
        )


@app.command()
def search(
    text: Annotated[list[str] | None, typer.Argument(help="What a dealer would type.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100)] = 8,
    batch: Annotated[Path | None, typer.Option(help="A query a line; prints a JSON line for each.")] = None,
    as_json: AsJson = False,
) -> None:
    """Search the catalogue as a dealer would."""
    from bot.trying import search_many

    if batch is None and not text:
        raise typer.BadParameter("give TEXT or --batch FILE")
    queries = text_of(batch).splitlines() if batch else [" ".join(text or ())]
    for hits in search_many(_settings(), queries, limit):
        if as_json or batch:
            _line(hits)
        else:
            for hit in hits:
                typer.echo(
                    f"{hit['score']:5.1f}  {hit['sku']:<12} {hit['name']} {hit['spec']}"
                    + ("  ?" if "near" in hit else "")
                )


@app.command()
def parse(
    file: Annotated[
        str, typer.Argument(help="A file of order messages separated by a line ---, or - for standard input.")
    ],
    as_json: AsJson = False,  # noqa: ARG001 - the answer is JSON lines either way
) -> None:
    """Read order messages as the chat would; prints a JSON line for each."""
    from bot.trying import parse_many

    text = sys.stdin.read() if file == "-" else text_of(Path(file))
    for reading in parse_many(_settings(), text):
        _line(reading)


def _line(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def _settings() -> "Settings":
    """The settings, or one clear line about the first that is wrong."""
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "DINGHUO_" + "_".join(str(part) for part in first["loc"]).upper()
        raise CommandError(f"{name}: {first['msg'].removeprefix('Value error, ')}") from None


def main() -> None:
    """The console script."""
    app()
