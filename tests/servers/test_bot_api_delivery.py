"""How the loopback Bot API server hands updates over: long polling and webhook, repeats, order, conflicts."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.servers.bare_bot import Bot
from tests.servers.bot_api import BotApiServer
from tests.servers.bot_api_phone import TelegramPhone
from tests.servers.wire import HttpServer, Request, Response


class Hook:
    """The bot's side of a webhook: keeps what came and answers as told."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answers: list[Response] = []
        self.behave: Callable[[Request], Response | None] | None = None
        self.lock = threading.Lock()
        self.http = HttpServer(self._answer, max_body=1 << 20)
        self.url = f"http://127.0.0.1:{self.http.port}/telegram/webhook"

    @property
    def texts(self) -> list[str]:
        return [json.loads(request.body)["message"]["text"] for request in self.requests]

    def _answer(self, request: Request) -> Response | None:
        if self.behave is not None:
            return self.behave(request)
        with self.lock:
            self.requests.append(request)
            return self.answers.pop(0) if self.answers else Response()


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
def hook() -> Iterator[Hook]:
    hook = Hook()
    hook.http.start()
    yield hook
    hook.http.stop()


@pytest.fixture
def alice(server: BotApiServer) -> TelegramPhone:
    return server.person(id=1, first_name="Alice")


@pytest.fixture
def bob(server: BotApiServer) -> TelegramPhone:
    return server.person(id=2, first_name="Bob")


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


# Polling


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
        assert texts(polling.result(5)) == ["wake up"]


def test_a_long_poll_ends_empty_after_its_time(bot: Bot) -> None:
    began = time.monotonic()
    assert bot.updates(timeout=1) == []
    assert 0.9 < time.monotonic() - began < 3


def test_a_second_poll_ends_the_first(bot: Bot) -> None:
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(bot.ask, "getUpdates", timeout=30)
        bot.server.wait_until(lambda: bot.server.platform.polls == 1)
        bot.updates()
        answer = first.result(5)
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")


def test_setting_a_webhook_ends_a_waiting_poll(bot: Bot, hook: Hook) -> None:
    with ThreadPoolExecutor(1) as pool:
        polling = pool.submit(bot.ask, "getUpdates", timeout=30)
        bot.server.wait_until(lambda: bot.server.platform.polls == 1)
        bot.do("setWebhook", url=hook.url)
        assert polling.result(5)["description"] == "Conflict: terminated by setWebhook request"


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


# The webhook


def test_a_webhook_and_polling_exclude_each_other(bot: Bot, hook: Hook) -> None:
    bot.do("setWebhook", url=hook.url)
    answer = bot.ask("getUpdates")
    assert answer["error_code"] == 409
    assert "webhook is active" in answer["description"]
    bot.do("deleteWebhook")
    assert bot.updates() == []


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"url": "http://shop.example/hook"}, "An HTTPS URL must be provided"),
        ({"url": "https://shop.example:8000/hook"}, "only on ports"),
        ({"url": "https://shop.example/", "secret_token": "has space"}, "unallowed characters"),
        ({"url": "https://shop.example/", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)
def test_wrong_webhooks_are_refused(bot: Bot, params: dict[str, str], words: str) -> None:
    assert words in bot.refused("setWebhook", **params)


def test_updates_are_posted_with_the_secret(server: BotApiServer, bot: Bot, hook: Hook, alice: TelegramPhone) -> None:
    alice.type("before it was set")
    bot.do("setWebhook", url=hook.url, secret_token="s-1_A")
    alice.type("after")
    server.wait_until(lambda: server.all_delivered)
    assert hook.texts == ["before it was set", "after"]
    assert {request.headers["x-telegram-bot-api-secret-token"] for request in hook.requests} == {"s-1_A"}
    assert {(request.method, request.path) for request in hook.requests} == {("POST", "/telegram/webhook")}
    assert "secret_token" not in bot.do("getWebhookInfo")


def test_an_update_comes_again_until_it_is_accepted_others_go_on(
    server: BotApiServer, bot: Bot, hook: Hook, alice: TelegramPhone, bob: TelegramPhone
) -> None:
    alice_waits = threading.Event()

    def behave(request: Request) -> Response:
        text = json.loads(request.body)["message"]["text"]
        with hook.lock:
            hook.requests.append(request)
        return Response(status=500 if text == "a1" and not alice_waits.is_set() else 200)

    hook.behave = behave
    bot.do("setWebhook", url=hook.url)
    alice.type("a1")
    alice.type("a2")
    bob.type("b1")
    server.wait_until(lambda: "b1" in hook.texts and hook.texts.count("a1") > 3)
    assert "a2" not in hook.texts
    assert "500" in bot.do("getWebhookInfo")["last_error_message"]
    alice_waits.set()
    server.wait_until(lambda: server.all_delivered)
    assert hook.texts[-1] == "a2"


def test_a_webhook_that_hangs_up_gets_the_update_again(
    server: BotApiServer, bot: Bot, hook: Hook, alice: TelegramPhone
) -> None:
    tries: list[int] = []

    def behave(_request: Request) -> Response | None:
        tries.append(1)
        return None if len(tries) < 3 else Response()

    hook.behave = behave
    bot.do("setWebhook", url=hook.url)
    alice.type("a")
    server.wait_until(lambda: server.all_delivered)
    assert len(tries) == 3
    assert [delivery.status for delivery in server.deliveries] == [0, 0, 200]


def test_a_webhook_that_never_answers_does_not_keep_the_server_from_stopping(hook: Hook) -> None:
    entered, leave = threading.Event(), threading.Event()

    def behave(_request: Request) -> Response | None:
        entered.set()
        leave.wait(10)
        return None

    hook.behave = behave
    server = BotApiServer().start()
    bot = Bot(server)
    bot.do("setWebhook", url=hook.url)
    bot.http.close()
    server.person(id=1, first_name="Alice").type("anyone there?")
    assert entered.wait(5)
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 2
    leave.set()


def test_an_idle_connection_closed_by_the_bot_costs_no_delivery(
    server: BotApiServer, bot: Bot, hook: Hook, alice: TelegramPhone
) -> None:
    bot.do("setWebhook", url=hook.url, max_connections=1)
    alice.type("a")
    server.wait_until(lambda: server.all_delivered)
    hook.http.hang_up()
    alice.type("b")
    server.wait_until(lambda: server.all_delivered)
    assert [delivery.status for delivery in server.deliveries] == [200, 200]
    assert hook.texts == ["a", "b"]


def test_a_method_in_the_answer_is_carried_out(
    server: BotApiServer, bot: Bot, hook: Hook, alice: TelegramPhone
) -> None:
    body = json.dumps({"method": "sendMessage", "chat_id": 1, "text": "at once"}).encode()
    hook.answers.append(Response(body=body))
    bot.do("setWebhook", url=hook.url)
    alice.type("quick?")
    assert alice.reply().text == "at once"
    assert [call.in_webhook_reply for call in server.calls_of("sendMessage")] == [True]


@pytest.mark.parametrize("parallel", [False, True])
def test_posted_updates_can_come_several_times(
    server: BotApiServer, bot: Bot, hook: Hook, alice: TelegramPhone, *, parallel: bool
) -> None:
    together = threading.Barrier(3)

    def behave(request: Request) -> Response:
        if parallel:
            together.wait(5)
        with hook.lock:
            hook.requests.append(request)
        return Response()

    hook.behave = behave
    server.repeat_updates(3, parallel=parallel)
    bot.do("setWebhook", url=hook.url)
    alice.type("a")
    alice.type("b")
    server.wait_until(lambda: server.all_delivered)
    assert hook.texts == ["a", "a", "a", "b", "b", "b"]


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


def test_a_public_address_is_reached_through_a_loopback_origin(hook: Hook) -> None:
    with BotApiServer(webhook_origin=f"http://127.0.0.1:{hook.http.port}") as server, Bot(server).http as http:
        answer = http.post("setWebhook", json={"url": "https://shop.example/telegram/webhook"}).json()
        assert answer["ok"], answer
        server.person(id=1, first_name="Alice").type("hello")
        server.wait_until(lambda: server.all_delivered)
    assert hook.texts == ["hello"]
    assert hook.requests[0].headers["host"] == "shop.example"


def test_nothing_ever_leaves_the_machine(server: BotApiServer, bot: Bot, alice: TelegramPhone) -> None:
    bot.do("setWebhook", url="https://shop.example/hook")
    alice.type("hello")
    server.wait_until(lambda: bool(server.deliveries))
    assert "only loopback" in server.deliveries[0].error
