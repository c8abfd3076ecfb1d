"""Files and pictures from Telegram: shows "typing", fetches through the Bot API, reads the content."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError

from bot.attachments import MOST_BYTES, AttachmentReader
from bot.telegram.errors import reason
from bot.telegram.read import Attached
from handlers.conversation.turn import Incoming, Sent, SentKind
from storage.files.unreadable import UnreadableError, UnreadableReason

log = logging.getLogger(__name__)

#: Telegram shows "typing" for five seconds.
_TYPING_SECONDS = 4.0
_TOO_BIG = "file is too big"


class Files:
    """Fetches the attachments of messages."""

    def __init__(self, bot: Bot, attachments: AttachmentReader) -> None:
        self._bot = bot
        self._attachments = attachments

    async def opened(self, incoming: Incoming, attached: Attached | None, chat: int) -> Incoming:
        """The message with the content of its file or picture, if it has one."""
        if attached is None or not isinstance(incoming.body, Sent):
            return incoming
        file_id, kind = attached.file_id, incoming.body.kind
        async with self._typing(chat, incoming.topic):
            return await self._attachments.read(incoming, attached.attachment, lambda: self._fetched(file_id, kind))

    async def _fetched(self, file_id: str, kind: SentKind) -> bytes:
        try:
            file = await self._bot.get_file(file_id)
            if (file.file_size or 0) > MOST_BYTES[kind]:
                raise UnreadableError(f"{file.file_size} bytes", UnreadableReason.TOO_LARGE)
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            log.warning("a file could not be fetched: %s", reason(error))
            too_big = isinstance(error, BadRequest) and _TOO_BIG in error.message.lower()
            raise UnreadableError(
                "not fetched", UnreadableReason.TOO_LARGE if too_big else UnreadableReason.AWAY
            ) from None

    @contextlib.asynccontextmanager
    async def _typing(self, chat: int, topic: str) -> AsyncIterator[None]:
        task = asyncio.create_task(self._type(chat, topic))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _type(self, chat: int, topic: str) -> None:
        """Send "typing" until cancelled; failures do no harm."""
        while True:
            with contextlib.suppress(TelegramError):
                await self._bot.send_chat_action(
                    chat, ChatAction.TYPING, message_thread_id=int(topic) if topic else None
                )
            await asyncio.sleep(_TYPING_SECONDS)
