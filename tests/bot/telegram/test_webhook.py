"""The door that Telegram knocks at, and those who only pretend to be Telegram."""

import http.client
from urllib.parse import urlsplit

import pytest

from bot.telegram.webhook import MAX_BODY
from tests.bot.telegram.conftest import Run
from tests.bot.telegram.running import SECRET, Running
from tests.bot.telegram.script import Script
from tests.servers.telegram.bot_api import BotApiServer


@pytest.fixture
def running(run: Run) -> Running:
    return run()


def post(running: Running, body: bytes, secret: str | None = SECRET) -> int:
    connection = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=10)
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    connection.request("POST", "/telegram/webhook", body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "ä"])
def test_nobody_comes_in_without_the_secret(running: Running, script: Script, secret: str | None) -> None:
    assert post(running, b'{"update_id": 1}', secret) == 403
    assert script.asked == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"update_id": 1, "message": 3}']
)
def test_what_is_no_update_is_a_bad_request(running: Running, body: bytes) -> None:
    assert post(running, body) == 400


def test_a_browser_that_comes_by_is_told_that_this_is_no_page(running: Running) -> None:
    connection = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=10)
    connection.request("GET", "/telegram/webhook")
    assert connection.getresponse().status == 405
    connection.close()


def test_too_large_a_body_is_not_read(running: Running) -> None:
    assert post(running, b" " * (MAX_BODY + 1)) == 413


def test_what_does_not_concern_us_is_confirmed(running: Running, script: Script) -> None:
    assert post(running, b'{"update_id": 1, "poll": null}') == 200
    assert script.asked == []


def test_telegram_is_told_the_address_the_secret_and_what_we_want_to_hear(
    running: Running, platform: BotApiServer
) -> None:
    setting = platform.platform.webhook
    assert setting is not None
    assert (setting.url, setting.secret) == (f"{running.url}/telegram/webhook", SECRET)
    assert setting.allowed_updates == ("message", "edited_message", "callback_query", "my_chat_member")
