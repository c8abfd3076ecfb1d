"""How the loopback Bot API server posts updates to a webhook until they are accepted."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.servers.telegram.bare_bot import Bot
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import TelegramPhone
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


def test_a_webhook_and_polling_exclude_each_other(bot: Bot, hook: Hook) -> None:
    bot.do("setWebhook", url=hook.url)
    answer = bot.ask("getUpdates")
    assert answer["error_code"] == 409
    assert "webhook is active" in answer["description"]
    bot.do("deleteWebhook")
    assert bot.updates() == []


def test_setting_a_webhook_ends_a_waiting_poll(bot: Bot, hook: Hook) -> None:
    with ThreadPoolExecutor(1) as pool:
        polling = pool.submit(bot.ask, "getUpdates", timeout=30)
        bot.server.wait_until(lambda: bot.server.platform.polls == 1)
        bot.do("setWebhook", url=hook.url)
        assert polling.result(30)["description"] == "Conflict: terminated by setWebhook request"


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
        leave.wait(60)
        return None

    hook.behave = behave
    server = BotApiServer().start()
    bot = Bot(server)
    bot.do("setWebhook", url=hook.url)
    bot.http.close()
    server.person(id=1, first_name="Alice").type("anyone there?")
    assert entered.wait(30)
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 30
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
            together.wait(30)
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
