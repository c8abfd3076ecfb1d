"""Sends drawings to a chat: new, edited in place, or new where Telegram cannot edit."""

import logging
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.telegram.connection import Connection
from bot.telegram.errors import ErrorKind, classify, reason
from bot.telegram.pictures import TelegramPictures
from bot.telegram.read import Pressed
from bot.telegram.render import Drawing
from bot.telegram.retry import Retry
from bot.telegram.send_methods import Photo, Shown, post, post_file, redraw

log = logging.getLogger(__name__)

_IN_PLACE = (None, ErrorKind.SAME)


class Sender:
    """Raises Telegram's errors that cannot be handled here; ``patience``: how many seconds to retry."""

    def __init__(self, bot: Connection, calls: Retry, pictures: TelegramPictures) -> None:
        self._bot = bot
        self._calls = calls
        self._pictures = pictures

    async def bring(
        self,
        chat: int,
        drawings: tuple[Drawing, ...],
        *,
        topic: str = "",
        replaced: Pressed | None = None,
        patience: float,
        quiet: bool = False,
    ) -> int:
        """Send the drawings, editing ``replaced`` where its kind allows; returns the last message, with its buttons."""
        met: ErrorKind | None = ErrorKind.UNFIT
        if replaced is not None and len(drawings) == 1 and replaced.picture in (None, bool(drawings[0].picture)):
            met = await self.edit(chat, replaced.message, drawings[0], patience=patience)
            if met in _IN_PLACE:
                return replaced.message
        last = 0
        for drawing in drawings:
            last = await self._send(chat, drawing, patience, topic, quiet=quiet)
        if replaced is not None and met is ErrorKind.UNFIT:
            await self._remove(chat, replaced.message)
        return last

    async def edit(self, chat: int, message: int, drawing: Drawing, *, patience: float) -> ErrorKind | None:
        """Edit a message: None when done, else why it stays as it was and a new message would help."""

        async def request(photo: Photo) -> Shown:
            return await redraw(self._bot, chat, message, drawing, photo)

        try:
            await self._show(chat, drawing, request, patience)
        except TelegramError as error:
            met = classify(error)
            if met not in (ErrorKind.SAME, ErrorKind.GONE, ErrorKind.UNFIT):
                raise
            return met
        return None

    async def file(self, chat: int, name: str, content: bytes, *, topic: str, patience: float) -> int:
        """Send a file as a message of its own; into the chat itself where the topic was deleted or closed."""
        try:
            sent = await self._calls.make(
                chat, lambda: post_file(self._bot, chat, name, content, topic=topic), patience
            )
        except TelegramError as error:
            if not topic or classify(error) is not ErrorKind.TOPIC:
                raise
            return await self.file(chat, name, content, topic="", patience=patience)
        return sent.message

    async def acknowledge(self, query: str) -> None:
        """Stop the spinner on the pressed button; too late is no harm."""
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError as error:
            if classify(error) is not ErrorKind.LATE:
                log.warning("a press was not acknowledged: %s", reason(error))

    async def _send(self, chat: int, drawing: Drawing, patience: float, topic: str, *, quiet: bool) -> int:
        """Send into the topic; into the chat itself where the topic was deleted or closed."""

        async def request(photo: Photo) -> Shown:
            return await post(self._bot, chat, drawing, photo, topic=topic, quiet=quiet)

        try:
            return (await self._show(chat, drawing, request, patience)).message
        except TelegramError as error:
            if not topic or classify(error) is not ErrorKind.TOPIC:
                raise
            return await self._send(chat, drawing, patience, "", quiet=quiet)

    async def _show(
        self, chat: int, drawing: Drawing, request: Callable[[Photo], Awaitable[Shown]], patience: float
    ) -> Shown:
        """Send with the picture's file id, else its upload, else without: the text matters more."""
        photo = await self._pictures.name_or_bytes(drawing.picture) if drawing.picture else None
        try:
            shown = await self._calls.make(chat, lambda: request(photo), patience)
        except TelegramError as error:
            if (
                photo is None
                or drawing.picture is None
                or classify(error) not in (ErrorKind.PICTURE, ErrorKind.REFUSED)
            ):
                raise
            log.warning("picture %s was refused: %s", drawing.picture[:12], reason(error))
            if isinstance(photo, bytes):
                return await self._calls.make(chat, lambda: request(None), patience)
            await self._pictures.forget(drawing.picture)
            return await self._show(chat, drawing, request, patience)
        if isinstance(photo, bytes) and drawing.picture and shown.photo:
            await self._pictures.learn(drawing.picture, shown.photo)
        return shown

    async def _remove(self, chat: int, message: int) -> None:
        """Delete the old message; one too old to delete loses its buttons."""
        try:
            await self._bot.delete_message(chat, message)
        except TelegramError as error:
            log.info("an old message stays: %s", reason(error))
            await self._strip(chat, message)

    async def _strip(self, chat: int, message: int) -> None:
        try:
            await self._bot.edit_message_reply_markup(chat, message)
        except TelegramError as error:
            log.info("an old keyboard stays: %s", reason(error))
