"""``dinghuo invite``: a code that lets one person in, with the links that carry it."""

from typing import Any

from bot.failing import CommandError
from bot.house import house_of, up_to_date, utc_now
from bot.settings import Settings
from domain import invites
from domain.acting import By
from domain.refusals import Refusal
from domain.rules.rights import Role


def write_invite(settings: Settings, role: str, account: str, name: str) -> dict[str, Any]:
    """A fresh invite as the contract says: code, Telegram link where a bot is configured, and when it expires."""
    with up_to_date(settings) as database:
        house = house_of(settings, database)
        try:
            with database.transaction() as session:
                by = By(session=session, person=None, now=utc_now(), house=house)
                company = invites.account_named(by, account) if account else None
                issued = invites.issue(by, role=Role(role), account=company, name=name)
        except Refusal as refusal:
            missing = "; give --account NAME" if role == Role.BUYER else ""
            raise CommandError(f"refused: {refusal}{missing}") from None
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
