"""Checks of Telegram: token, webhook, waiting updates, public address."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

import requests
from telegram import User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.doctor.diagnosis import Diagnosis, fail, look, ok
from bot.settings import Settings
from bot.telegram.channel import WrongSettingError, webhook_secret
from bot.telegram.connection import connected
from bot.telegram.errors import quiet_libraries, reason
from bot.telegram.read import ALLOWED_UPDATES
from bot.telegram.webhook import PATH

_SECONDS = 10
_MANY = 50
_LATELY = timedelta(hours=1)
_FORBIDDEN = 403


def check_telegram(settings: Settings, now: datetime) -> Iterator[Diagnosis]:
    """Everything Telegram can be asked; nothing is changed there, and no update is taken."""
    quiet_libraries()
    try:
        webhook_secret(settings)
    except WrongSettingError as wrong:
        yield fail("telegram settings", str(wrong))
        return
    try:
        me, info = asyncio.run(_asked(settings))
    except InvalidToken:
        yield fail("telegram token", "Telegram does not know it: ask @BotFather")
        return
    except TelegramError as error:
        yield fail("telegram token", f"{settings.telegram_api_url} cannot be asked: {reason(error)}")
        return
    yield ok("telegram token", f"@{me.username}")
    yield _webhook(settings, info)
    yield _waiting(info)
    yield from _trouble(info, now)
    if settings.public_url:
        yield _door(settings.public_url.rstrip("/") + PATH)


async def _asked(settings: Settings) -> tuple[User, WebhookInfo]:
    async with connected(settings) as bot:
        await bot.initialize()
        return bot.bot, await bot.get_webhook_info()


def _webhook(settings: Settings, info: WebhookInfo) -> Diagnosis:
    wanted = settings.public_url.rstrip("/") + PATH if settings.public_url else ""
    if info.url == wanted:
        return ok("telegram webhook", wanted or "none, as it should be for polling")
    is_now = f"Telegram posts to {info.url}" if info.url else "Telegram posts nowhere"
    should = f"and should to {wanted}" if wanted else "and polling brings nothing meanwhile"
    return fail("telegram webhook", f"{is_now} {should}: dinghuo serve sets it at its start")


def _waiting(info: WebhookInfo) -> Diagnosis:
    count = info.pending_update_count
    if count > _MANY:
        return look("telegram updates", f"{count} wait to be taken: does dinghuo serve run, and is it reachable?")
    return ok("telegram updates", f"{count} wait to be taken")


def _trouble(info: WebhookInfo, now: datetime) -> Iterator[Diagnosis]:
    if info.last_error_date is not None and now - info.last_error_date < _LATELY:
        words = f"{info.last_error_message} ({info.last_error_date:%H:%M} UTC)"
        yield look("telegram delivery", f"the last error: {words}")
    asked_for = set(info.allowed_updates or ALLOWED_UPDATES)
    if info.url and asked_for != set(ALLOWED_UPDATES):
        yield look("telegram delivery", "other kinds of updates are asked for than we read: restart dinghuo serve")


def _door(url: str) -> Diagnosis:
    """Without the secret our own webhook answers 403, so that answer shows it is there."""
    try:
        status = requests.post(url, json={}, timeout=_SECONDS, allow_redirects=False).status_code
    except requests.RequestException as error:
        return look("telegram address", f"{url} cannot be reached from here: {type(error).__name__}")
    if status != _FORBIDDEN:
        return look("telegram address", f"{url} answers {status}: the proxy or dinghuo serve is not as it should be")
    return ok("telegram address", "leads here and lets nobody in without the secret")
