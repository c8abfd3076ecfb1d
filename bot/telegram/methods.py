"""The four ways a drawing reaches a chat: a new text or picture, an edited text or picture."""

from typing import TypeAlias

from telegram import Bot, InputMediaPhoto, LinkPreviewOptions, Message

from bot.telegram.render import NO_WORDS, Drawing

#: A picture by Telegram's name for it, or its bytes; None: the words alone.
Photo: TypeAlias = str | bytes | None
Shown: TypeAlias = Message | bool

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def post(bot: Bot, chat: int, drawing: Drawing, photo: Photo, *, quiet: bool) -> Shown:
    """Send a new message."""
    if photo is None:
        return await bot.send_message(
            chat,
            drawing.text or NO_WORDS,
            entities=drawing.entities(),
            reply_markup=drawing.markup(),
            link_preview_options=_NO_PREVIEW,
            disable_notification=quiet,
        )
    return await bot.send_photo(
        chat,
        photo,
        caption=drawing.text or None,
        caption_entities=drawing.entities(),
        reply_markup=drawing.markup(),
        disable_notification=quiet,
    )


async def redraw(bot: Bot, chat: int, message: int, drawing: Drawing, photo: Photo) -> Shown:
    """Change a message where it stands."""
    if photo is None:
        return await bot.edit_message_text(
            drawing.text or NO_WORDS,
            chat,
            message,
            entities=drawing.entities(),
            reply_markup=drawing.markup(),
            link_preview_options=_NO_PREVIEW,
        )
    media = InputMediaPhoto(photo, caption=drawing.text or None, caption_entities=drawing.entities())
    return await bot.edit_message_media(media, chat, message, reply_markup=drawing.markup())
