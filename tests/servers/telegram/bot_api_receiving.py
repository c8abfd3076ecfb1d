"""Methods by which the bot receives updates: long polling, or the address of a webhook."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import urlsplit

from tests.servers.telegram.bot_api_errors import POLL_REPLACED, WEBHOOK_ACTIVE, WEBHOOK_CAME, bad_request, conflict
from tests.servers.telegram.bot_api_params import Params
from tests.servers.telegram.bot_api_platform import Platform, WebhookSetting

LONGEST_POLL = 50
LARGEST_BATCH = 100
MOST_CONNECTIONS = 100
LONGEST_SECRET = 256
SECRET = re.compile(r"[A-Za-z0-9_-]*")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PUBLIC_PORTS = frozenset({None, 80, 88, 443, 8443})


def get_updates(platform: Platform, params: Params) -> list[dict[str, Any]]:
    """`getUpdates`: an offset confirms everything before it; waits for news up to `timeout` seconds."""
    if platform.webhook:
        raise conflict(WEBHOOK_ACTIVE)
    platform.polls += 1
    mine = platform.polls
    platform.condition.notify_all()
    _remember_kinds(platform, params)
    offset = params.integer("offset")
    _confirm(platform, offset)
    limit = min(max(params.integer("limit", LARGEST_BATCH), 1), LARGEST_BATCH)
    until = time.monotonic() + min(params.integer("timeout"), LONGEST_POLL)
    while not (batch := platform.mailbox.batch(max(offset, 0), limit)):
        left = until - time.monotonic()
        if left <= 0 or platform.closed:
            return []
        platform.condition.wait(left)
        _check_still_mine(platform, mine)
    return batch


def set_webhook(platform: Platform, params: Params) -> bool:
    """`setWebhook`; an empty address removes it."""
    if not params.text("url"):
        return delete_webhook(platform, params)
    _check_address(params.text("url"))
    kinds = params.structure("allowed_updates")
    platform.webhook = WebhookSetting(
        url=params.text("url"),
        secret=_checked_secret(params.text("secret_token")),
        max_connections=min(max(params.integer("max_connections", 40), 1), MOST_CONNECTIONS),
        allowed_updates=tuple(kinds or ()),
    )
    _remember_kinds(platform, params)
    _drop_if_asked(platform, params)
    platform.webhook_error = None
    platform.webhook_changed()
    return True


def delete_webhook(platform: Platform, params: Params) -> bool:
    """`deleteWebhook`."""
    platform.webhook = None
    _drop_if_asked(platform, params)
    platform.webhook_changed()
    return True


def get_webhook_info(platform: Platform, _params: Params) -> dict[str, Any]:
    """`getWebhookInfo`; the secret is never told."""
    waiting = {"has_custom_certificate": False, "pending_update_count": len(platform.mailbox.pending)}
    if platform.webhook is None:
        return {"url": "", **waiting}
    info = {"url": platform.webhook.url, **waiting, "max_connections": platform.webhook.max_connections}
    if platform.webhook.allowed_updates:
        info["allowed_updates"] = list(platform.webhook.allowed_updates)
    if platform.webhook_error:
        info |= {"last_error_date": platform.webhook_error[0], "last_error_message": platform.webhook_error[1]}
    return info


def _confirm(platform: Platform, offset: int) -> None:
    if offset > 0:
        platform.mailbox.confirm_below(offset)
    elif offset < 0:
        platform.mailbox.keep_last(-offset)


def _check_still_mine(platform: Platform, mine: int) -> None:
    if platform.webhook:
        raise conflict(WEBHOOK_CAME)
    if platform.polls != mine:
        raise conflict(POLL_REPLACED)


def _remember_kinds(platform: Platform, params: Params) -> None:
    """The kinds wanted stay as they were when a call does not name them; an empty list means the usual ones."""
    kinds = params.structure("allowed_updates")
    if isinstance(kinds, list):
        platform.mailbox.allowed = kinds or None


def _drop_if_asked(platform: Platform, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        platform.mailbox.clear()


def _checked_secret(secret: str) -> str:
    if len(secret) > LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


def _check_address(url: str) -> None:
    """HTTPS on a few ports for the public; plain HTTP only on loopback, as a Bot API server of one's own allows."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise bad_request("bad webhook: invalid URL specified") from error
    if parts.hostname in LOOPBACK:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not parts.hostname:
        raise bad_request("bad webhook: invalid URL specified")
    if port not in PUBLIC_PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
