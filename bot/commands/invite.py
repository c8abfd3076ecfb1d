"""``dinghuo invite``: creates a one-time invite code and the links that carry it."""

from functools import partial
from typing import Any

from bot.command_context import perform_command, up_to_date, utc_now
from bot.command_errors import CommandError
from bot.settings import Settings
from domain.actor import Actor
from domain.people import invites
from domain.refusals import BadWords, NoAccount
from domain.rules.rights import Role


def write_invite(settings: Settings, role: str, account: str, name: str) -> dict[str, Any]:
    """A fresh invite as the contract says: code, Telegram link where a bot is configured, and when it expires."""
    with up_to_date(settings) as database:
        try:
            issued = perform_command(settings, database, partial(_issue, role=Role(role), account=account, name=name))
        except NoAccount:
            raise CommandError("a buyer belongs to an account: give --account NAME") from None
        except BadWords as refusal:
            raise CommandError(f"a name has 1 to {refusal.facts['most']} characters") from None
    return {
        "code": issued.code,
        "telegram": _telegram_link(settings, issued.code),
        "wechat": _wechat_address(settings, issued),
        "expires": issued.invite.expires_at.isoformat(),
    }


def _issue(actor: Actor, *, role: Role, account: str, name: str) -> invites.IssuedInvite:
    company = invites.account_named(actor, account) if account else None
    return invites.issue(actor, role=role, account=company, name=name)


def _telegram_link(settings: Settings, code: str) -> str | None:
    """The link that opens the bot's chat; nothing where no bot is configured or it cannot be asked for its name."""
    if not settings.telegram_token.get_secret_value():
        return None
    from bot.telegram.connection import link_for  # noqa: PLC0415 - only where a bot is configured

    return link_for(settings, code)


def _wechat_address(settings: Settings, issued: invites.IssuedInvite) -> str | None:
    """What to draw as a QR code for WeChat; nothing where no account is configured or it may not make codes."""
    if not settings.wechat_app_id:
        return None
    from bot.wechat.channel import invite_address  # noqa: PLC0415 - only where an account is configured
    from bot.wechat.client import WeChatClient  # noqa: PLC0415

    return invite_address(WeChatClient(settings, utc_now), issued.code, issued.invite.expires_at, utc_now())
