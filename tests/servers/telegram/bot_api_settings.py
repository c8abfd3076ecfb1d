"""Methods about the bot itself: who it is, its commands, its menu button, its files, answers to presses."""

from __future__ import annotations

import re
from typing import Any

from tests.servers.telegram.bot_api_chats import Person
from tests.servers.telegram.bot_api_errors import TOO_OLD, bad_request
from tests.servers.telegram.bot_api_params import Params
from tests.servers.telegram.bot_api_platform import Platform

MAX_ANSWER = 200
MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
COMMAND_NAME = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"(?:[a-z]{2})?")
WIDE_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})
MENU_BUTTONS = frozenset({"default", "commands", "web_app"})


def get_me(platform: Platform, _params: Params) -> dict[str, Any]:
    """`getMe`."""
    abilities = ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business")
    return platform.bot | dict.fromkeys(abilities, False) | {"has_main_web_app": False}


def answer_callback_query(platform: Platform, params: Params) -> bool:
    """`answerCallbackQuery`: once for each press, and soon."""
    press = platform.presses.get(params.text("callback_query_id"))
    if press is None or press.answered or platform.clock.now() - press.at > platform.query_seconds:
        raise bad_request(TOO_OLD)
    if len(params.text("text")) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answered, press.answer, press.alert = True, params.text("text"), params.flag("show_alert")
    return True


def set_my_commands(platform: Platform, params: Params) -> bool:
    """`setMyCommands`, for a scope and a language."""
    commands = params.structure("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_command(command) for command in commands]
    platform.commands[_scope_key(platform, params), _language(params)] = checked
    return True


def get_my_commands(platform: Platform, params: Params) -> list[dict[str, str]]:
    """`getMyCommands`: exactly this scope and language."""
    return platform.commands.get((_scope_key(platform, params), _language(params)), [])


def delete_my_commands(platform: Platform, params: Params) -> bool:
    """`deleteMyCommands`."""
    platform.commands.pop((_scope_key(platform, params), _language(params)), None)
    return True


def commands_seen_by(platform: Platform, person: Person) -> list[dict[str, str]]:
    """What the menu of a private chat lists: the narrowest scope wins, within it the person's language."""
    language = person.language_code[:2]
    for scope in (f"chat:{person.id}", "all_private_chats", "default"):
        for code in (language, ""):
            if found := platform.commands.get((scope, code)):
                return found
    return []


def set_chat_menu_button(platform: Platform, params: Params) -> bool:
    """`setChatMenuButton`, for one chat or for all."""
    button = params.structure("menu_button") or {"type": "default"}
    if button.get("type") not in MENU_BUTTONS:
        raise bad_request("can't parse menu button: unsupported type")
    chat_id = platform.chat_named(params).person.id if params.has("chat_id") else 0
    platform.menu_buttons[chat_id] = button
    return True


def get_chat_menu_button(platform: Platform, params: Params) -> dict[str, Any]:
    """`getChatMenuButton`."""
    chat_id = platform.chat_named(params).person.id if params.has("chat_id") else 0
    return platform.menu_buttons.get(chat_id, {"type": "default"})


def get_file(platform: Platform, params: Params) -> dict[str, Any]:
    """`getFile`: where to download it."""
    return platform.files.to_download(params.text("file_id")).as_file()


def _command(command: Any) -> dict[str, str]:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name, description = str(command.get("command", "")).removeprefix("/"), str(command.get("description", "")).strip()
    if not COMMAND_NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= MAX_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _scope_key(platform: Platform, params: Params) -> str:
    scope = params.structure("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind in WIDE_SCOPES:
        return str(kind)
    if kind not in CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    return f"{kind}:{platform.chat_named(Params(values=scope)).person.id}"


def _language(params: Params) -> str:
    code = params.text("language_code")
    if not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code
