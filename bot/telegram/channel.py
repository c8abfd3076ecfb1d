"""The Telegram channel: starts, stops, and chooses webhook or polling."""

import asyncio
import contextlib
import hashlib
import hmac
import logging
import re
from collections.abc import Callable
from datetime import datetime
from functools import partial

from fastapi import APIRouter
from telegram.error import InvalidToken, TelegramError

from bot.attachments import AttachmentReader
from bot.failed_updates import FailedUpdates
from bot.first_of import first_of
from bot.monitoring.metrics import ReportCall, unmeasured
from bot.papers.desk import Draw
from bot.settings import Settings
from bot.telegram import commands
from bot.telegram.connection import connect
from bot.telegram.errors import quiet_libraries, reason
from bot.telegram.files import Files
from bot.telegram.intake import Count, UpdateIntake
from bot.telegram.messenger import Resend, TelegramMessenger
from bot.telegram.pictures import TelegramPictures
from bot.telegram.polling import FIRST_PAUSE, LONGEST_PAUSE, Polling
from bot.telegram.rate_limit import RateLimit
from bot.telegram.read import ALLOWED_UPDATES
from bot.telegram.retry import Retry
from bot.telegram.send import Sender
from bot.telegram.shared_rate_limit import SharedRateLimit
from bot.telegram.webhook import PATH, webhook_router
from bot.turns import Ask
from domain.tables.people import Channel
from storage.engine import Database
from storage.rate_bookings import Bookings

log = logging.getLogger(__name__)

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_WEBHOOK_CONNECTIONS = 40


class WrongSettingError(ValueError):
    """A setting that cannot work, named in one line."""


class TelegramChannel:
    """Uses the webhook where there is a public address, polling where there is none."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        ask: Ask,
        attachments: AttachmentReader,
        resend: Resend,
        draw: Draw,
        now: Callable[[], datetime],
        count: Count,
        sends: ReportCall = unmeasured,
        fetches: ReportCall = unmeasured,
    ) -> None:
        quiet_libraries()
        self._settings = settings
        self._secret = webhook_secret(settings)
        self._bot = connect(settings, sends, fetches)
        sender = Sender(self._bot, Retry(_rate_limit(settings, database)), TelegramPictures(database, now))
        self.messenger = TelegramMessenger(sender, database, resend, draw)
        files = Files(self._bot, attachments)
        offer = partial(commands.set_for, self._bot)
        failures = FailedUpdates(database, Channel.TELEGRAM, now)
        intake = UpdateIntake(
            ask, files, self.messenger, sender, failures, language=settings.language, offer=offer, count=count
        )
        self.router: APIRouter = webhook_router(intake, self._secret)
        self._polling = Polling(self._bot, intake, sender)
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._username = ""

    async def start(self) -> None:
        """Register the webhook and commands; where Telegram is out of reach, retry in the background."""
        self._stop.clear()
        try:
            introduced = await self._introduced()
        except WrongSettingError:
            await self._bot.shutdown()
            raise
        self._task = asyncio.create_task(self._run(introduced=introduced))

    async def stop(self) -> None:
        """Finish what was begun and disconnect."""
        self._stop.set()
        if self._task is not None:
            await self._task
            self._task = None
        await self._bot.shutdown()

    def invite_link(self, code: str) -> str | None:
        """The link that opens our chat with an invite code, once Telegram has told us our name."""
        return f"https://t.me/{self._username}?start={code}" if self._username else None

    async def _run(self, *, introduced: bool) -> None:
        pause = FIRST_PAUSE
        while not introduced and not self._stop.is_set():
            await first_of(pause, self._stop)
            pause = min(LONGEST_PAUSE, pause * 2)
            with contextlib.suppress(WrongSettingError):
                introduced = await self._introduced()
        if not self._settings.public_url:
            await self._polling.run(self._stop)

    async def _introduced(self) -> bool:
        try:
            await self._met()
            await self._choose_way()
            await commands.set_for_all(self._bot, self._settings.language)
        except TelegramError as error:
            log.warning("Telegram cannot be reached, it will be tried again: %s", reason(error))
            return False
        return True

    async def _met(self) -> None:
        """Ask Telegram who we are; its own error would name the token."""
        try:
            await self._bot.initialize()
            self._username = self._bot.username
        except InvalidToken:
            raise WrongSettingError("DINGHUO_TELEGRAM_TOKEN: Telegram does not know this token") from None

    async def _choose_way(self) -> None:
        if not self._settings.public_url:
            await self._bot.delete_webhook()
            return
        await self._bot.set_webhook(
            self._settings.public_url.rstrip("/") + PATH,
            secret_token=self._secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=_WEBHOOK_CONNECTIONS,
        )


def webhook_secret(settings: Settings) -> str:
    """The secret from the settings, else one derived from the token, the same in every process."""
    given = settings.telegram_webhook_secret.get_secret_value()
    if given and not _SECRET.fullmatch(given):
        raise WrongSettingError("DINGHUO_TELEGRAM_WEBHOOK_SECRET: only 1 to 256 of A-Z a-z 0-9 _ - are allowed")
    token = settings.telegram_token.get_secret_value()
    if not token:
        raise WrongSettingError("DINGHUO_TELEGRAM_TOKEN: empty, and the Telegram channel cannot work without it")
    return given or hmac.new(token.encode(), b"telegram webhook", hashlib.sha256).hexdigest()


def _rate_limit(settings: Settings, database: Database) -> RateLimit:
    """Shared through the database where several processes may send for the bot."""
    per_second, burst = settings.telegram_messages_per_second, settings.telegram_chat_burst
    alone = database.is_sqlite
    shared = None if alone else SharedRateLimit(Bookings(database), per_second=per_second, chat_burst=burst)
    return RateLimit(per_second=per_second, chat_burst=burst, shared=shared)
