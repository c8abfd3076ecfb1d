"""The bot's command menu: for everybody, and for a person in their role and language."""

import logging

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.telegram.errors import reason
from domain.rules.rights import Role
from locales.words import LANGUAGES, words_for

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
    """The commands of a role, in a language."""
    words = words_for(language)
    return [BotCommand(name, words(f"telegram.command.{name}")) for name in _OF_ROLE[role]]


async def set_for_all(bot: Bot, language: str) -> None:
    """Set the commands for unknown people; ``language`` is for those whose own we do not offer."""
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(commands_for(None, language), scope=scope)
    for known in LANGUAGES:
        await bot.set_my_commands(commands_for(None, known), scope=scope, language_code=known.split("-")[0])


async def set_for(bot: Bot, chat: int, role: Role, language: str) -> None:
    """Set the commands of a person who joined or changed language; a failure is only logged."""
    try:
        await bot.set_my_commands(commands_for(role, language), scope=BotCommandScopeChat(chat))
    except TelegramError as error:
        log.warning("the commands of chat %s stay as they were: %s", chat, reason(error))
