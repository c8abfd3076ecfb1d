"""The WeChat Official Account channel: webhook, messenger, menu and QR codes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import TypeAlias

from bot.attachments import MOST_BYTES, Attachment, AttachmentReader
from bot.failed_updates import FailedUpdates
from bot.monitoring.metrics import ReportCall, unmeasured
from bot.papers.desk import DrawPage
from bot.settings import Settings
from bot.turns import Ask
from bot.wechat.client import WeChatClient
from bot.wechat.errors import SIZE_LIMIT, CallFailedError
from bot.wechat.menu import menu
from bot.wechat.open_turns import OpenTurns
from bot.wechat.push import WeChatMessenger
from bot.wechat.webhook import WeChatWebhook
from domain.tables.people import Channel
from handlers.conversation.turn import Answer, Incoming, Reply, SentKind
from storage.engine import Database
from storage.files.unreadable import UnreadableError, UnreadableReason

log = logging.getLogger(__name__)

#: Puts a reply in the outbox, so that it arrives another way.
Resend: TypeAlias = Callable[[Channel, str, Reply, str], Awaitable[None]]

#: WeChat's codes live for a minute at the least here, and for thirty days at most.
CODE_SECONDS = (60, 30 * 24 * 3600)
SCENE_LETTERS = 64


class WeChatChannel:
    """One account. Raises without token, key and app id."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        ask: Ask,
        attachments: AttachmentReader,
        resend: Resend,
        now: Callable[[], datetime],
        sends: ReportCall = unmeasured,
        draw_page: DrawPage | None = None,
    ) -> None:
        self._settings = settings
        self._resend = resend
        self._now = now
        self._client = WeChatClient(settings, now, sends)
        self._ask = ask
        self._attachments = attachments
        failures = FailedUpdates(database, Channel.WECHAT, now)
        self._turns = OpenTurns(self._answered, self._late, failures, settings.language)
        self.messenger = WeChatMessenger(settings, database, self._client, now, draw_page)
        self.router = WeChatWebhook(settings, database, self._turns, self.messenger, failures, now).router

    async def start(self) -> None:
        """Create the menu; without it people can still write."""
        try:
            await asyncio.to_thread(self._client.menu.create, menu(self._settings.language))
        except CallFailedError as failed:
            log.warning("the WeChat menu could not be created: %s", failed)

    async def stop(self) -> None:
        """Wait for open turns."""
        await self._turns.finish()

    async def _answered(self, incoming: Incoming, picture: str) -> Answer:
        """The answer to a message, once its picture was read."""
        if picture:
            incoming = await self._attachments.read(incoming, Attachment(), partial(self._fetched, picture))
        return await self._ask(incoming)

    async def _fetched(self, picture: str) -> bytes:
        try:
            return await asyncio.to_thread(self._client.sent_picture, picture, MOST_BYTES[SentKind.PICTURE])
        except CallFailedError as failed:
            log.warning("a picture could not be fetched: %s", failed)
            raise UnreadableError(
                "not fetched", UnreadableReason.TOO_LARGE if failed.code == SIZE_LIMIT else UnreadableReason.AWAY
            ) from None

    async def _late(self, incoming: Incoming, answer: Answer) -> None:
        """An answer that missed WeChat's last delivery is sent like a notice."""
        for reply in answer.replies:
            await self._resend(Channel.WECHAT, incoming.identity, reply, answer.language)


def invite_address(client: WeChatClient, code: str, expires: datetime, now: datetime) -> str | None:
    """Ask WeChat for the address of a QR code with an invite code; None where it fails."""
    if not 1 <= len(code) <= SCENE_LETTERS:
        raise ValueError(f"an invite code of {len(code)} letters")
    least, most = CODE_SECONDS
    seconds = max(least, min(most, int((expires - now).total_seconds())))
    scene = {"scene": {"scene_str": code}}
    try:
        answer = client.qrcode.create({"expire_seconds": seconds, "action_name": "QR_STR_SCENE", "action_info": scene})
    except CallFailedError as failed:
        log.warning("WeChat made no QR code: %s", failed)
        return None
    return str(answer["url"])
