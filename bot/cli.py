"""The ``dinghuo`` command. Each command imports what it needs inside itself, so that ``--help`` is quick."""

# ruff: noqa: PLC0415, FBT002
import json
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from bot.checked_settings import checked_settings as _settings
from bot.command_errors import Commands, text_of
from bot.paper_commands import paper, statement

app = typer.Typer(
    cls=Commands,
    help="Dinghuo (订货): dealers order inside the chats they already live in.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


class RoleName(StrEnum):
    """The role an invite is for."""

    BUYER = "buyer"
    SALESPERSON = "salesperson"
    WAREHOUSE = "warehouse"
    FINANCE = "finance"
    ADMIN = "admin"


class ChatRole(StrEnum):
    """The role to talk as in the terminal."""

    BUYER = "buyer"
    SALESPERSON = "salesperson"
    WAREHOUSE = "warehouse"
    FINANCE = "finance"
    ADMIN = "admin"
    CUSTOMER = "customer"


class SheetKind(StrEnum):
    """The kind of data in a file."""

    PRODUCTS = "products"
    ACCOUNTS = "accounts"
    BALANCES = "balances"
    ORDERS = "orders"
    STOCK = "stock"
    PRICES = "prices"
    PRICE_LISTS = "price-lists"
    PROMOTIONS = "promotions"
    WORDS = "words"
    LIMITS = "limits"
    VISIBILITY = "visibility"


Why = Annotated[bool, typer.Option("--why", help="Say what decided, what was carried on, and what was left over.")]
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
    from bot.commands.serve import run_demo

    run_demo(settings, port, reset=reset)


@app.command()
def chat(role: Annotated[ChatRole, typer.Option("--as", help="As whom.")]) -> None:
    """Talk to the supplier in this terminal."""
    from bot.commands.terminal import run_terminal as talk
    from domain.rules.rights import Role

    talk(_settings(), Role(role.value))


class ServeCommand(TyperCommand):
    """``serve``: its help lists every setting, which are loaded only for that help."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The usual help, and the settings."""
        from bot.settings import help_text

        self.epilog = help_text()
        super().format_help(ctx, formatter)


@app.command(cls=ServeCommand)
def serve() -> None:
    """Serve every configured channel, the scheduled jobs and the web endpoints."""
    settings = _settings()
    from bot.commands.serve import run_server

    run_server(settings)


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from bot.command_context import up_to_date
    from storage.schema_version import revision

    with up_to_date(_settings()) as database, database.reading() as session:
        typer.echo(f"database at revision {revision(session.connection())}")


@app.command()
def check(as_json: AsJson = False) -> None:
    """Prove that the file is whole and that all in it agrees with its records; exit 1 where it does not."""
    from dataclasses import asdict

    from bot.commands.maintenance import findings

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

    from bot.command_context import utc_now
    from bot.doctor.examine import examine

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
    from bot.commands.maintenance import backup as copy

    typer.echo(f"{copy(_settings(), file)} bytes in {file}")


@app.command()
def restore(
    file: Path,
    force: Annotated[bool, typer.Option("--force", help="Also over a database that holds something.")] = False,
) -> None:
    """Put a backup in the database's place, after it was read through, brought up to date and checked."""
    from bot.commands.maintenance import restore as put_back

    put_back(_settings(), file, force=force)


@app.command()
def move(url: Annotated[str, typer.Argument(help="postgresql+psycopg://… of an empty database.")]) -> None:
    """Copy everything to an empty PostgreSQL; stop serving first, and change DINGHUO_DATABASE_URL afterwards."""
    from bot.commands.transfer import move_to

    typer.echo(f"{move_to(_settings(), url)} rows moved and checked")


@app.command(name="export-person")
def export_person(
    person: Annotated[str, typer.Argument(help="Name, id, or channel:name there, such as telegram:12345.")], file: Path
) -> None:
    """Write all that is kept about a person into a ZIP file of sheets."""
    from bot.commands.privacy import export

    typer.echo(f"{export(_settings(), person, file)} in {file}")


@app.command(name="erase-person")
def erase_person(
    person: Annotated[str, typer.Argument(help="Name, id, or channel:name there, such as telegram:12345.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask once more.")] = False,
) -> None:
    """Forget a person: name, chats and talk go, orders stay without a name. There is no way back."""
    from bot.commands.privacy import erase, name_of

    settings = _settings()
    if not yes:
        typer.confirm(f"forget {name_of(settings, person)} for good?", abort=True)
    erased = erase(settings, person)
    typer.echo(f"person {erased.person_id} is forgotten: {erased.chats} chats, {erased.elsewhere} rows of others")


@app.command(name="import")
def import_(
    what: SheetKind,
    file: Path,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change; write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Import one kind of data from .csv or .xlsx; importing the same again changes only what changed."""
    from bot.commands.import_sheet import import_sheet

    good = import_sheet(_settings(), what.value, file, dry_run=dry_run, as_json=as_json)
    raise typer.Exit(0 if good else 1)


@app.command()
def words(
    remove: Annotated[str, typer.Option("--remove", help="Take this word away.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the supplier's own words: units, abbreviations and synonyms that `import words` brought or an admin took."""
    from bot.commands import words as own

    if remove:
        own.remove(_settings(), remove)
    found = own.listed(_settings())
    if as_json:
        _line(found)
        return
    for each in found:
        idle = "" if each["on_sale"] else "  (means nothing on sale)"
        typer.echo(f"{each['kind']:<12} {each['word']} = {each['means']}{idle}")
    if not found:
        typer.echo("no words of your own", err=True)


@app.command()
def settings(as_json: AsJson = False) -> None:
    """List the business settings: rules of approval, limits, quiet hours and the like."""
    from bot.commands.settings import listed

    found = listed(_settings())
    if as_json:
        _line(found)
        return
    for each in found:
        typer.echo(f"{each['name']:<20} {each['value']:<10} {each['meaning']}")


@app.command(name="set")
def set_(
    name: Annotated[str, typer.Argument(help="As `dinghuo settings` lists it.")],
    value: Annotated[str, typer.Argument(help="The new value.")],
) -> None:
    """Change a business setting; it holds at once, in every process."""
    from bot.commands.settings import change

    typer.echo(change(_settings(), name, value))


@app.command(name="desk-login")
def desk_login(
    name: Annotated[str, typer.Option(help="The person's name.")],
    as_json: AsJson = False,
) -> None:
    """Write a one-time address that enters the desk as one of the staff; it works for five minutes."""
    from bot.commands.desk_login import write_address

    written = write_address(_settings(), name)
    typer.echo(json.dumps(written, ensure_ascii=False) if as_json else written["url"])


@app.command()
def invite(
    role: Annotated[RoleName, typer.Option(help="What the person will do.")],
    account: Annotated[str, typer.Option(help="The buyer's account; made when new.")] = "",
    name: Annotated[str, typer.Option(help="The person's name.")] = "",
    as_json: AsJson = False,
) -> None:
    """Write a one-time invite; its code is shown once."""
    from bot.commands.invite import write_invite

    written = write_invite(_settings(), role.value, account, name)
    if as_json:
        typer.echo(json.dumps(written, ensure_ascii=False))
    else:
        typer.echo(
            f"code      {written['code']}\ntelegram  {written['telegram'] or '-'}\nexpires   {written['expires']}"
        )


@app.command()
def price(
    account: Annotated[str, typer.Option(help="Who buys.")],
    sku: Annotated[str, typer.Option(help="The code of the goods.")],
    quantity: Annotated[str, typer.Option(help="How much, such as 10箱, '3 cases' or 24.")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="On which day; today.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say what a quantity costs an account, and whose price it is."""
    from bot.commands.price import price as priced

    told = priced(_settings(), account, sku, quantity, on.date() if on else None)
    if as_json:
        _line(told)
        return
    for name, value in told.items():
        typer.echo(f"{name:<11} {'-' if value is None else value}")


app.command()(statement)
app.command()(paper)


@app.command()
def search(
    text: Annotated[list[str] | None, typer.Argument(help="What a dealer would type.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100)] = 8,
    batch: Annotated[Path | None, typer.Option(help="A query a line; prints a JSON line for each.")] = None,
    why: Why = False,
    as_json: AsJson = False,
) -> None:
    """Search the catalogue as a dealer would."""
    from bot.commands.search import search_many

    if batch is None and not text:
        raise typer.BadParameter("give TEXT or --batch FILE")
    queries = text_of(batch).splitlines() if batch else [" ".join(text or ())]
    for hits in search_many(_settings(), queries, limit, why=why):
        if as_json or batch:
            _line(hits)
            continue
        for hit in hits:
            typer.echo(
                f"{hit['score']:5.1f}  {hit['sku']:<12} {hit['name']} {hit['spec']}" + ("  ?" if "near" in hit else "")
            )
            if why:
                typer.echo(f"       {hit['why']['text']}")
        if not hits:
            typer.echo("nothing found", err=True)


@app.command()
def parse(
    file: Annotated[
        str, typer.Argument(help="A file of order messages separated by a line ---, or - for standard input.")
    ],
    why: Why = False,
    as_json: AsJson = False,
) -> None:
    """Read order messages as the chat would; prints a JSON line for each, or with --why alone the reasons."""
    from bot.commands.search import parse_many

    text = sys.stdin.read() if file == "-" else text_of(Path(file))
    settings = _settings()
    for reading in parse_many(settings, text, why=why):
        if as_json or not why:
            _line(reading)
            continue
        from bot.commands.explained import message_lines
        from locales import words_for

        for line in message_lines(words_for(settings.language), reading):
            typer.echo(line)
        typer.echo()


def _line(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def main() -> None:
    """The console script."""
    app()
