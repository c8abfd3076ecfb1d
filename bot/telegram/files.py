"""Files and pictures out of Telegram: announced by "typing", fetched through the Bot API, handed on opened."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError

from bot.contents import MOST_BYTES, Contents
from bot.telegram.errors import reason
from bot.telegram.read import Attached
from handlers.turn import Incoming, Sent, SentKind
from storage.unreadable import Fault, UnreadableError

log = logging.getLogger(__name__)

#: Telegram shows "typing" for five seconds.
_TYPING_SECONDS = 4.0
_TOO_BIG = "file is too big"


class Files:
    """Brings what is enclosed in messages."""

    def __init__(self, bot: Bot, contents: Contents) -> None:
        self._bot = bot
        self._contents = contents

    async def opened(self, incoming: Incoming, attached: Attached | None, chat: int) -> Incoming:
        """The same message with what is in its file or picture, if it has one."""
        if attached is None or not isinstance(incoming.body, Sent):
            return incoming
        file_id, kind = attached.file_id, incoming.body.kind
        async with self._typing(chat, incoming.topic):
            return await self._contents.of(incoming, attached.enclosed, lambda: self._fetched(file_id, kind))

    async def _fetched(self, file_id: str, kind: SentKind) -> bytes:
        try:
            file = await self._bot.get_file(file_id)
            if (file.file_size or 0) > MOST_BYTES[kind]:
                raise UnreadableError(f"{file.file_size} bytes", Fault.TOO_LARGE)
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            log.warning("a file could not be fetched: %s", reason(error))
            too_big = isinstance(error, BadRequest) and _TOO_BIG in error.message.lower()
            raise UnreadableError("not fetched", Fault.TOO_LARGE if too_big else Fault.AWAY) from None

    @contextlib.asynccontextmanager
    async def _typing(self, chat: int, topic: str) -> AsyncIterator[None]:
        task = asyncio.create_task(self._type(chat, topic))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _type(self, chat: int, topic: str) -> None:
        """Show that we are at it, until told to stop; no harm where it fails."""
        while True:
            with contextlib.suppress(TelegramError):
                await self._bot.send_chat_action(
                    chat, ChatAction.TYPING, message_thread_id=int(topic) if topic else None
                )
            await asyncio.sleep(_TYPING_SECONDS)
