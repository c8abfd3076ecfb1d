"""The commands Telegram offers beside the text field: for everybody, and for a person in their role and language."""

import logging

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.telegram.errors import reason
from domain.rules.rights import Role
from locales.words import LANGUAGES, Words, words_for

log = logging.getLogger(__name__)

_STAFF = ("menu", "orders", "help", "language")
_OF_ROLE: dict[Role | None, tuple[str, ...]] = {
    None: ("menu", "help", "language"),
    Role.BUYER: ("menu", "cart", "orders", "help", "language"),
    Role.SALESPERSON: ("menu", "cart", "orders", "help", "language"),
    Role.WAREHOUSE: _STAFF,
    Role.FINANCE: _STAFF,
    Role.ADMIN: _STAFF,
    Role.CUSTOMER: _STAFF,
}


def commands_for(role: Role | None, language: str) -> list[BotCommand]:
    """What a role may type, in a language."""
    said = _said(words_for(language))
    return [BotCommand(name, said[name]) for name in _OF_ROLE[role]]


async def set_for_all(bot: Bot, language: str) -> None:
    """The commands of people we do not know yet; ``language`` is for those whose own we do not speak."""
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(commands_for(None, language), scope=scope)
    for known in LANGUAGES:
        await bot.set_my_commands(commands_for(None, known), scope=scope, language_code=known.split("-")[0])


async def set_for(bot: Bot, chat: int, role: Role, language: str) -> None:
    """The commands of a person who joined or changed language; not worth stopping anything for."""
    try:
        await bot.set_my_commands(commands_for(role, language), scope=BotCommandScopeChat(chat))
    except TelegramError as error:
        log.warning("the commands of chat %s stay as they were: %s", chat, reason(error))


def _said(words: Words) -> dict[str, str]:
    return {
        "menu": words("telegram.command.menu"),
        "cart": words("telegram.command.cart"),
        "orders": words("telegram.command.orders"),
        "help": words("telegram.command.help"),
        "language": words("telegram.command.language"),
    }
