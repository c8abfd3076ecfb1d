"""The four API calls that show a drawing: new text or picture, edited text or picture."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import InputFile, InputMediaPhoto, MessageEntity

from bot.telegram.connection import Connection
from bot.telegram.render import NO_WORDS, Drawing

#: A picture by Telegram's name for it, or its bytes; None: the words alone.
Photo: TypeAlias = str | bytes | None

_NO_PREVIEW = {"is_disabled": True}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The message that shows a drawing; ``photo``: the file id of its picture in the largest size."""

    message: int
    photo: str | None = None


async def post(bot: Connection, chat: int, drawing: Drawing, photo: Photo, *, topic: str, quiet: bool) -> Shown:
    """Send a new message."""
    there = {
        "chat_id": chat,
        "message_thread_id": int(topic) if topic else None,
        "reply_markup": drawing.markup(),
        "disable_notification": quiet or None,
    }
    if photo is None:
        return _shown(await bot.call("sendMessage", {**there, **_words(drawing)}))
    words = {"caption": drawing.text or None, "caption_entities": drawing.entities()}
    file = photo if isinstance(photo, str) else InputFile(photo)
    return _shown(await bot.call("sendPhoto", {**there, **words, "photo": file}))


async def post_file(bot: Connection, chat: int, name: str, content: bytes, *, topic: str) -> Shown:
    """Send a file."""
    there = {"chat_id": chat, "message_thread_id": int(topic) if topic else None}
    return _shown(await bot.call("sendDocument", {**there, "document": InputFile(content, filename=name)}))


async def redraw(bot: Connection, chat: int, message: int, drawing: Drawing, photo: Photo) -> Shown:
    """Edit a message."""
    there = {"chat_id": chat, "message_id": message, "reply_markup": drawing.markup()}
    if photo is None:
        return _shown(await bot.call("editMessageText", {**there, **_words(drawing)}))
    entities = [MessageEntity(**entity) for entity in drawing.entities()]
    media = InputMediaPhoto(photo, caption=drawing.text or None, caption_entities=entities)
    return _shown(await bot.call("editMessageMedia", {**there, "media": media}))


def _words(drawing: Drawing) -> dict[str, Any]:
    return {
        "text": drawing.text or NO_WORDS,
        "entities": drawing.entities(),
        "link_preview_options": _NO_PREVIEW,
    }


def _shown(answer: Any) -> Shown:
    """Telegram answers only ``true`` where the message is not the bot's own."""
    if not isinstance(answer, dict):
        return Shown(message=0)
    photos = answer.get("photo")
    return Shown(message=answer["message_id"], photo=photos[-1]["file_id"] if photos else None)
