"""What an operator does from the command line: checking, backing up, inviting."""

import io
import sqlite3
from contextlib import closing
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
from storage.engine import Database
from storage.schema import migrate


def findings(settings: Settings) -> list[Finding]:
    """Everything in the database that does not agree with its records."""
    with closing(Database(settings.database_url)) as database, database.transaction() as session:
        return check_all(session)


def backup(settings: Settings, file: Path) -> int:
    """A consistent copy of a running SQLite database; how many bytes it has."""
    database = Database(settings.database_url)
    if not database.is_sqlite:
        typer.echo("PostgreSQL is backed up with pg_dump.", err=True)
        raise typer.Exit(2)
    with closing(sqlite3.connect(str(database.url.database))) as source, closing(sqlite3.connect(file)) as copy:
        source.backup(copy)
    return file.stat().st_size


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
