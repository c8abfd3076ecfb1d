"""The names of the methods the server knows; Telegram takes them in any case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.servers.telegram import bot_api_editing as editing
from tests.servers.telegram import bot_api_receiving as receiving
from tests.servers.telegram import bot_api_sending as sending
from tests.servers.telegram import bot_api_settings as settings
from tests.servers.telegram.bot_api_errors import not_found
from tests.servers.telegram.bot_api_params import Params
from tests.servers.telegram.bot_api_platform import Platform

Method = Callable[[Platform, Params], Any]

METHODS: dict[str, Method] = {
    "getMe": settings.get_me,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "answerCallbackQuery": settings.answer_callback_query,
    "setMyCommands": settings.set_my_commands,
    "getMyCommands": settings.get_my_commands,
    "deleteMyCommands": settings.delete_my_commands,
    "setChatMenuButton": settings.set_chat_menu_button,
    "getChatMenuButton": settings.get_chat_menu_button,
    "getFile": settings.get_file,
}
_PROPER_NAMES = {name.lower(): name for name in METHODS}


def proper_name(method: str) -> str:
    """The documented spelling; an unknown method keeps its own."""
    return _PROPER_NAMES.get(method.lower(), method)


def run(platform: Platform, method: str, params: Params) -> Any:
    """Carry a call out; refusals are raised. The caller holds the lock."""
    known = METHODS.get(proper_name(method))
    if known is None:
        raise not_found("method not found")
    return known(platform, params)
