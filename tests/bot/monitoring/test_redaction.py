"""What is written down holds no secret, whoever writes it and however it got there."""

import io
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import structlog

from bot.monitoring.redaction import GONE, Redaction, secrets_of
from bot.settings import Settings
from tests.written import writing_logs

TOKEN = "7203345678:AAHk9dJqZb3x-VfY_wQ2tLmN8sRpUoXcEiG"
PASSWORD = "p@ss:w0rd/x"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
ACCESS = "81_" + "aB3-_x9Z" * 16
CODE = "BCDFGHJK2345"
SETTINGS: dict[str, Any] = {
    "telegram_token": TOKEN,
    "telegram_webhook_secret": "a-webhook-secret_42",
    "wechat_app_secret": "0123456789abcdef0123456789abcdef",
    "wechat_token": "ourOwnToken",
    "wechat_aes_key": AES_KEY,
    "secret_key": 'long "random" text, with quotes',
    "database_url": "postgresql+psycopg://dinghuo:p%40ss%3Aw0rd%2Fx@db.example/dinghuo",
}


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, **SETTINGS)


def secrets(settings: Settings) -> list[str]:
    return [*secrets_of(settings) - {""}, TOKEN.partition(":")[2], "p%40ss%3Aw0rd%2Fx", PASSWORD]


@pytest.fixture
def written(settings: Settings) -> Iterator[io.StringIO]:
    """Logs at the level of somebody who looks for a fault."""
    with writing_logs(settings) as written:
        logging.getLogger().setLevel(logging.DEBUG)
        yield written


@pytest.mark.parametrize(
    "line",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"GET https://api.weixin.qq.com/cgi-bin/menu/get?access_token={ACCESS}&x=1",
        "GET https://example.com/x?appsecret=0f0f0f0f0f0f0f0f",
        "could not connect to postgresql+psycopg://dinghuo:hunter2hunter@db:5432/x",
        "could not connect to postgresql://u:pa@ss@db/x",
        "could not connect to postgresql://dinghuo12345:Zx9_aaaaaaaaaaaaaaaa.secretTAIL@db/x",
        "Authorization: Bearer abcdef0123456789",
        "{'secret_token': 'hushhush1', 'url': 'https://example.com'}",
        '{"access_token": "short-one"}',
        f"https://t.me/shop_bot?start={CODE}",
        f"Invite {CODE} was typed",
        f"the key {AES_KEY} is wrong",
        f"token {ACCESS}",
        "duplicate key\nDETAIL:  Key (text)=(梧桐路18号 13800138000) already exists.",
    ],
)
def test_what_looks_like_a_secret_is_hidden_though_nobody_told_us(line: str) -> None:
    said = Redaction()(line)
    assert GONE in said
    for secret in (
        *(TOKEN.partition(":")[2], ACCESS, CODE, AES_KEY, "0f0f0f", "hunter2", "pa@ss", "abcdef01", "hushhush"),
        *("short-one", "13800138000", "secretTAIL"),
    ):
        assert secret not in said


@pytest.mark.parametrize(
    "line",
    [
        '{"order": 8347598347598347598, "event": "order cannot expire", "timestamp": "2026-11-23T02:00:00.123456Z"}',
        "update 123456789 was not dealt with: TimedOut",
        "picture 3b4c5d6e7f80 was refused",
        'File "/srv/dinghuo/bot/deliver.py", line 42, in once',
        "sqlite:///data/dinghuo.sqlite",
        "https://example.com/wechat answered 403",
        "D20261123-0042",
    ],
)
def test_what_an_operator_needs_stays(line: str) -> None:
    assert Redaction()(line) == line


def test_every_secret_of_the_settings_is_known_in_every_form(settings: Settings) -> None:
    hush = Redaction(secrets_of(settings))
    for secret in secrets(settings):
        assert secret not in hush(f"x {secret} y")
        assert json.dumps(secret)[1:-1] not in hush(json.dumps({"said": f"x {secret} y"}))


def fails(secret: str) -> None:
    raise ValueError(f"no good: {secret}")


def test_a_line_of_ours_and_its_exception_hold_none(settings: Settings, written: io.StringIO) -> None:
    log = structlog.get_logger()
    for secret in secrets(settings):
        try:
            fails(secret)
        except ValueError:
            log.exception("message failed", said=secret, deep={"kept": [secret]})
    lines = written.getvalue()
    assert [json.loads(line)["event"] for line in lines.splitlines()] == ["message failed"] * len(secrets(settings))
    assert_none_in(lines, settings)
    assert "Traceback" in lines


def test_a_line_of_a_library_and_its_exception_hold_none(settings: Settings, written: io.StringIO) -> None:
    for secret in secrets(settings):
        logging.getLogger("some.library").info("calling %s", secret, stack_info=True)
        try:
            fails(secret)
        except ValueError:
            logging.getLogger("some.library").exception("failed with %r", {"x": secret})
    assert_none_in(written.getvalue(), settings)


def test_the_client_of_telegrams_library_writes_addresses_without_tokens(
    settings: Settings, written: io.StringIO
) -> None:
    refused = httpx.MockTransport(lambda _request: httpx.Response(502))
    with httpx.Client(transport=refused) as client:
        answer = client.get(f"https://api.telegram.org/bot{TOKEN}/getMe")
    try:
        answer.raise_for_status()
    except httpx.HTTPStatusError:
        logging.getLogger("bot").exception("failed")
    assert f"https://api.telegram.org/bot{GONE}/getMe" in written.getvalue()
    assert_none_in(written.getvalue(), settings)


def test_what_nobody_caught_is_written_without_secrets_too(settings: Settings, written: io.StringIO) -> None:
    def falls() -> None:
        raise RuntimeError(f"with {TOKEN}")

    thread = threading.Thread(target=falls)
    thread.start()
    thread.join()
    try:
        falls()
    except RuntimeError:
        sys.excepthook(*sys.exc_info())
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["a thread ends", "the process ends"]
    assert_none_in(str(lines), settings)


@pytest.mark.parametrize("url", ["postgresql+psycopg://u:p@ss:hunter2@host:54x32/db", "hunter2", ""])
def test_a_wrong_address_of_the_database_is_refused_without_its_password(url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "check"],
        capture_output=True,
        text=True,
        check=False,
        env={"DINGHUO_DATABASE_URL": url, "PATH": ""},
    )
    assert done.returncode == 2
    assert done.stderr.startswith("DINGHUO_DATABASE_URL: ")
    assert "hunter2" not in done.stderr + done.stdout


def test_settings_that_are_printed_hold_no_secret(settings: Settings) -> None:
    assert_none_in(repr(settings), settings)


def assert_none_in(lines: str, settings: Settings) -> None:
    assert [secret for secret in secrets(settings) if secret in lines] == []
