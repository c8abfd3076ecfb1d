"""How the loopback Bot API server hands updates over by long polling: offsets, repeats, order."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.servers.telegram.bare_bot import Bot
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import TelegramPhone


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer(limits=None, webhook_backoff=lambda _tries: 0.001) as running:
        yield running


@pytest.fixture
def bot(server: BotApiServer) -> Iterator[Bot]:
    bot = Bot(server)
    with bot.http:
        yield bot


@pytest.fixture
def alice(server: BotApiServer) -> TelegramPhone:
    return server.person(id=1, first_name="Alice")


@pytest.fixture
def bob(server: BotApiServer) -> TelegramPhone:
    return server.person(id=2, first_name="Bob")


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


def test_updates_come_again_until_an_offset_confirms_them(bot: Bot, alice: TelegramPhone) -> None:
    for word in ("a", "b", "c"):
        alice.type(word)
    first = bot.updates()
    assert texts(first) == ["a", "b", "c"]
    assert [update["update_id"] - first[0]["update_id"] for update in first] == [0, 1, 2]
    assert bot.updates() == first
    assert texts(bot.updates(offset=first[1]["update_id"])) == ["b", "c"]
    assert texts(bot.updates(offset=first[0]["update_id"])) == ["b", "c"]
    assert texts(bot.updates(limit=1)) == ["b"]
    assert texts(bot.updates(offset=-1)) == ["c"]
    assert bot.updates(offset=first[2]["update_id"] + 1) == []
    assert bot.server.all_delivered


def test_a_start_code_travels_in_the_command(bot: Bot, alice: TelegramPhone) -> None:
    alice.start("inv-ABC_1")
    message = bot.updates()[0]["message"]
    assert message["text"] == "/start inv-ABC_1"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    with pytest.raises(ValueError, match="deep link"):
        alice.start("not possible")


def test_a_long_poll_wakes_when_someone_writes(bot: Bot, alice: TelegramPhone) -> None:
    with ThreadPoolExecutor(1) as pool:
        polling = pool.submit(bot.updates, timeout=30)
        bot.server.wait_until(lambda: bot.server.platform.polls == 1)
        alice.type("wake up")
        assert texts(polling.result(30)) == ["wake up"]


def test_a_long_poll_ends_empty_after_its_time(bot: Bot) -> None:
    began = time.monotonic()
    assert bot.updates(timeout=1) == []
    assert time.monotonic() - began > 0.9


def test_a_second_poll_ends_the_first(bot: Bot) -> None:
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(bot.ask, "getUpdates", timeout=30)
        bot.server.wait_until(lambda: bot.server.platform.polls == 1)
        bot.updates()
        answer = first.result(30)
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")


def test_only_the_kinds_asked_for_arrive(bot: Bot, alice: TelegramPhone) -> None:
    bot.updates(allowed_updates=["message"])
    alice.type("hi")
    alice.block_bot()
    assert [set(update) for update in bot.updates()] == [{"update_id", "message"}]


def test_polled_updates_can_come_twice(server: BotApiServer, bot: Bot, alice: TelegramPhone) -> None:
    server.repeat_updates(2)
    alice.type("a")
    alice.type("b")
    first = bot.updates()
    beyond = first[-1]["update_id"] + 1
    assert bot.updates(offset=beyond) == first
    assert bot.updates(offset=beyond) == []
    server.repeat_updates(3, parallel=True)
    alice.type("c")
    again = bot.updates(offset=beyond)
    assert texts(again) == ["c", "c", "c"]
    assert bot.updates(offset=beyond + 1) == []


def test_held_updates_leave_in_another_order_but_each_chat_in_its_own(
    server: BotApiServer, bot: Bot, alice: TelegramPhone, bob: TelegramPhone
) -> None:
    with server.updates_held(shuffle=random.Random(3)):
        for number in range(6):
            alice.type(f"a{number}")
            bob.type(f"b{number}")
        assert bot.updates() == []
    seen = texts(bot.updates())
    assert [text for text in seen if text[0] == "a"] == [f"a{number}" for number in range(6)]
    assert [text for text in seen if text[0] == "b"] == [f"b{number}" for number in range(6)]
    assert seen != [f"{who}{number}" for number in range(6) for who in "ab"]
