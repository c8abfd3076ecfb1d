"""Methods that change or remove what the bot has posted."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from tests.servers.telegram.bot_api_chats import Chat, Content, Posted
from tests.servers.telegram.bot_api_errors import NOT_MODIFIED, bad_request
from tests.servers.telegram.bot_api_keyboard import Markup, checked_markup, only_inline
from tests.servers.telegram.bot_api_params import Params
from tests.servers.telegram.bot_api_platform import Platform
from tests.servers.telegram.bot_api_sending import caption_of, input_media, text_of


def edit_message_text(platform: Platform, params: Params) -> dict[str, Any]:
    """`editMessageText`: not for messages with a picture or file."""
    marked = text_of(params)
    chat, posted = _to_edit(platform, params)
    if posted.content.has_media or not posted.content.text:
        raise bad_request("there is no text in the message to edit")
    content = Content(text=marked.text, entities=marked.entities)
    return _edited(platform, params, chat, posted, content)


def edit_message_caption(platform: Platform, params: Params) -> dict[str, Any]:
    """`editMessageCaption`: only for messages with a picture or file."""
    marked = caption_of(params)
    chat, posted = _to_edit(platform, params)
    if not posted.content.has_media:
        raise bad_request("there is no caption in the message to edit")
    content = replace(posted.content, text=marked.text, entities=marked.entities)
    return _edited(platform, params, chat, posted, content)


def edit_message_media(platform: Platform, params: Params) -> dict[str, Any]:
    """`editMessageMedia`: a text message cannot become a picture here, whatever newer servers allow."""
    chat, posted = _to_edit(platform, params)
    if not posted.content.has_media:
        raise bad_request("there is no media in the message to edit")
    content = input_media(platform, params, params.structure("media"))
    if posted.group and (content.photo is None) != (posted.content.photo is None):
        raise bad_request("album media can't be changed to another type")
    return _edited(platform, params, chat, posted, content)


def edit_message_reply_markup(platform: Platform, params: Params) -> dict[str, Any]:
    """`editMessageReplyMarkup`: the buttons alone."""
    chat, posted = _to_edit(platform, params)
    return _edited(platform, params, chat, posted, posted.content)


def delete_message(platform: Platform, params: Params) -> bool:
    """`deleteMessage`."""
    chat = platform.chat_named(params)
    posted = chat.find(params.integer("message_id"))
    if posted is None:
        raise bad_request("message to delete not found")
    posted.deleted = True
    chat.bot_changes.append(posted.message_id)
    return True


def _to_edit(platform: Platform, params: Params) -> tuple[Chat, Posted]:
    chat = platform.chat_to_write(params)
    if not params.integer("message_id"):
        raise bad_request("message identifier is not specified")
    posted = chat.find(params.integer("message_id"))
    if posted is None:
        raise bad_request("message to edit not found")
    if not posted.from_bot:
        raise bad_request("message can't be edited")
    return chat, posted


def _edited(platform: Platform, params: Params, chat: Chat, posted: Posted, content: Content) -> dict[str, Any]:
    """Write it over; no keyboard in the call takes the old one away, as Telegram does."""
    markup: Markup | None = only_inline(checked_markup(params.structure("reply_markup")))
    if content == posted.content and markup == posted.markup:
        raise bad_request(NOT_MODIFIED)
    if platform.limiter.limits and platform.limiter.limits.count_edits:
        platform.spend(chat)
    posted.history.append(posted.content)
    posted.content, posted.markup, posted.edited = content, markup, int(time.time())
    chat.bot_changes.append(posted.message_id)
    return posted.as_json()
