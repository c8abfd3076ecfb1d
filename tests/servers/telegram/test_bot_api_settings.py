"""Commands, menu button and typing on the loopback Bot API server."""

from __future__ import annotations

import pytest

from tests.servers.telegram.bare_bot import ALICE, Bot
from tests.servers.telegram.bot_api_phone import TelegramPhone


def test_each_language_and_chat_sees_its_own_commands(bot: Bot, alice: TelegramPhone) -> None:
    def listed(*names: str) -> list[dict[str, str]]:
        return [{"command": name, "description": "…"} for name in names]

    bot.do("setMyCommands", commands=listed("start"))
    assert alice.commands == ["start"]
    bot.do("setMyCommands", commands=listed("cart"), language_code="en")
    assert alice.commands == ["cart"]
    bot.do("setMyCommands", commands=listed("orders"), scope={"type": "chat", "chat_id": ALICE})
    assert alice.commands == ["orders"]
    assert bot.do("getMyCommands", language_code="en") == listed("cart")
    bot.do("deleteMyCommands", scope={"type": "chat", "chat_id": ALICE})
    assert alice.commands == ["cart"]


@pytest.mark.parametrize(
    ("name", "description", "words"),
    [
        ("Cart", "x", "BOT_COMMAND_INVALID"),
        ("购物车", "x", "BOT_COMMAND_INVALID"),
        ("my-cart", "x", "BOT_COMMAND_INVALID"),
        ("c" * 33, "x", "BOT_COMMAND_INVALID"),
        ("cart", "", "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("cart", "x" * 257, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
def test_bad_commands_are_refused(bot: Bot, name: str, description: str, words: str) -> None:
    said = bot.refused("setMyCommands", commands=[{"command": name, "description": description}])
    assert said == f"Bad Request: {words}"


def test_more_than_a_hundred_commands_or_an_odd_scope_are_refused(bot: Bot) -> None:
    command = {"command": "a", "description": "a"}
    assert bot.refused("setMyCommands", commands=[command] * 101).endswith("BOT_COMMANDS_TOO_MUCH")
    assert "Scope" in bot.refused("setMyCommands", commands=[command], scope={"type": "moon"})
    assert "chat not found" in bot.refused("setMyCommands", commands=[command], scope={"type": "chat", "chat_id": 9})
    assert "language" in bot.refused("setMyCommands", commands=[command], language_code="zh-CN")


def test_the_menu_button_and_typing_are_kept(bot: Bot, alice: TelegramPhone) -> None:
    bot.do("setChatMenuButton", chat_id=ALICE, menu_button={"type": "commands"})
    assert bot.do("getChatMenuButton", chat_id=ALICE) == {"type": "commands"}
    assert bot.do("getChatMenuButton") == {"type": "default"}
    bot.do("sendChatAction", chat_id=ALICE, action="typing")
    assert "action" in bot.refused("sendChatAction", chat_id=ALICE, action="dancing")
