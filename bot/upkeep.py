"""What an operator does from the command line: checking, backing up, inviting."""

import io
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import segno
import typer

from bot.settings import Settings
from bot.wiring import house_of, utc_now
from domain import invites
from domain.acting import By
from domain.checks import Finding, check_all
from domain.refusals import Refusal
from domain.rules.rights import Role
from storage.copies import backup as taking
from storage.copies import restore as restoring
from storage.copies.restore import DisagreeError
from storage.copies.trouble import CopyError
from storage.engine import Database
from storage.schema import migrate


def findings(settings: Settings) -> list[Finding]:
    """Everything in the database that does not agree with its records."""
    with closing(Database(settings.database_url)) as database, database.transaction() as session:
        return check_all(session)


def backup(settings: Settings, file: Path) -> int:
    """A consistent copy of a running database; how many bytes it has."""
    with closing(Database(settings.database_url)) as database, _told():
        return taking.backup(database, file)


def restore(settings: Settings, file: Path, *, force: bool) -> None:
    """Put a backup in the database's place, and say what became of the one before."""
    with _told():
        done = restoring.restore(settings.database_url, file, utc_now(), force=force)
    _list(done.findings)
    typer.echo(f"restored from {file}, at revision {done.revision}")
    if done.aside:
        typer.echo(f"what was there before is kept as {done.aside}: remove it when all is well")


@contextmanager
def _told() -> Iterator[None]:
    """Say in one line why a copy was not taken or not put back."""
    try:
        yield
    except CopyError as error:
        if isinstance(error, DisagreeError):
            _list(error.findings)
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def _list(found: Iterable[Finding]) -> None:
    for each in found:
        typer.echo(str(each))


def write_invite(settings: Settings, role: str, account: str, name: str) -> dict[str, Any]:
    """A fresh invite as the contract says: code, Telegram link where a bot is configured, and when it expires."""
    database = Database(settings.database_url)
    migrate(database)
    house = house_of(settings, database)
    try:
        with database.transaction() as session:
            by = By(session=session, person=None, now=utc_now(), house=house)
            company = invites.account_named(by, account) if account else None
            issued = invites.issue(by, role=Role(role), account=company, name=name)
    except Refusal as refusal:
        typer.echo(f"refused: {refusal}" + ("; give --account NAME" if role == Role.BUYER else ""), err=True)
        raise typer.Exit(2) from None
    finally:
        database.close()
    return {
        "code": issued.code,
        "telegram": _telegram_link(settings, issued.code),
        "wechat": _wechat_address(settings, issued),
        "expires": issued.invite.expires_at.isoformat(),
    }


def _telegram_link(settings: Settings, code: str) -> str | None:
    """The link that opens the bot's chat; nothing where no bot is configured or it cannot be asked for its name."""
    if not settings.telegram_token.get_secret_value():
        return None
    from bot.telegram.connection import link_for  # noqa: PLC0415 - only where a bot is configured

    return link_for(settings, code)


def _wechat_address(settings: Settings, issued: invites.Issued) -> str | None:
    """What to draw as a QR code for WeChat; nothing where no account is configured or it may not make codes."""
    if not settings.wechat_app_id:
        return None
    from bot.wechat.channel import invite_address  # noqa: PLC0415 - only where an account is configured
    from bot.wechat.client import WeChatClient  # noqa: PLC0415

    return invite_address(WeChatClient(settings, utc_now), issued.code, issued.invite.expires_at, utc_now())


def drawn(address: str) -> str:
    """An address as a QR code of characters, to scan from the terminal."""
    canvas = io.StringIO()
    segno.make(address, error="m").terminal(canvas, compact=True)
    return canvas.getvalue()
