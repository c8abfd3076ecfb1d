"""Drawings put into a chat: sent, edited in place, or sent anew where Telegram cannot edit."""

import logging
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.telegram.calls import Calls
from bot.telegram.connection import Connection
from bot.telegram.errors import Trouble, reason, trouble
from bot.telegram.methods import Photo, Shown, post, redraw
from bot.telegram.pictures import Pictures
from bot.telegram.read import Pressed
from bot.telegram.render import Drawing

log = logging.getLogger(__name__)

_IN_PLACE = (None, Trouble.SAME)


class Sender:
    """Raises Telegram's errors for what cannot be mended here; ``patience`` is how many seconds to keep trying."""

    def __init__(self, bot: Connection, calls: Calls, pictures: Pictures) -> None:
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
        """Show the drawings, in place of ``replaced`` if there is but one; returns the last message, with its buttons.

        A text cannot become a picture nor a picture a text: then the new message comes first and the old one goes.
        """
        met: Trouble | None = Trouble.UNFIT
        if replaced is not None and len(drawings) == 1 and replaced.picture in (None, bool(drawings[0].picture)):
            met = await self.edit(chat, replaced.message, drawings[0], patience=patience)
            if met in _IN_PLACE:
                return replaced.message
        last = 0
        for drawing in drawings:
            last = await self._send(chat, drawing, patience, topic, quiet=quiet)
        if replaced is not None and met is Trouble.UNFIT:
            await self._remove(chat, replaced.message)
        return last

    async def edit(self, chat: int, message: int, drawing: Drawing, *, patience: float) -> Trouble | None:
        """Redraw a message: None when done, the trouble where it stays as it was and a new message would help."""

        async def request(photo: Photo) -> Shown:
            return await redraw(self._bot, chat, message, drawing, photo)

        try:
            await self._show(chat, drawing, request, patience)
        except TelegramError as error:
            met = trouble(error)
            if met not in (Trouble.SAME, Trouble.GONE, Trouble.UNFIT):
                raise
            return met
        return None

    async def acknowledge(self, query: str) -> None:
        """Stop the spinner on the pressed button; too late is no harm."""
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError as error:
            if trouble(error) is not Trouble.LATE:
                log.warning("a press was not acknowledged: %s", reason(error))

    async def _send(self, chat: int, drawing: Drawing, patience: float, topic: str, *, quiet: bool) -> int:
        """Into the topic; into the chat itself where the topic was deleted or closed meanwhile."""

        async def request(photo: Photo) -> Shown:
            return await post(self._bot, chat, drawing, photo, topic=topic, quiet=quiet)

        try:
            return (await self._show(chat, drawing, request, patience)).message
        except TelegramError as error:
            if not topic or trouble(error) is not Trouble.TOPIC:
                raise
            return await self._send(chat, drawing, patience, "", quiet=quiet)

    async def _show(
        self, chat: int, drawing: Drawing, request: Callable[[Photo], Awaitable[Shown]], patience: float
    ) -> Shown:
        """With the picture by name, else uploaded, else without: words matter more than pictures."""
        photo = await self._pictures.name_or_bytes(drawing.picture) if drawing.picture else None
        try:
            shown = await self._calls.make(chat, lambda: request(photo), patience)
        except TelegramError as error:
            if photo is None or drawing.picture is None or trouble(error) not in (Trouble.PICTURE, Trouble.REFUSED):
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
        """Take the old message away; one too old for that at least loses its buttons."""
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
