"""How the channel starts and stops, when all is well and when it is not."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.attachments import AttachmentReader
from bot.settings import Settings
from bot.telegram.channel import TelegramChannel, WrongSettingError, webhook_secret
from handlers.conversation.rate_limit import RateDecision
from storage.engine import Database
from tests.bot.telegram.conftest import Run
from tests.bot.telegram.script import Outbox, Script, drawn
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import TelegramPhone

Build = Callable[..., TelegramChannel]


def settings(**more: Any) -> Settings:
    return Settings(_env_file=None, **more)


@pytest.fixture
def build(platform: BotApiServer, database: Database, script: Script) -> Build:
    def built(**more: Any) -> TelegramChannel:
        chosen = settings(**{"telegram_token": platform.token, "telegram_api_url": platform.origin} | more)
        return TelegramChannel(
            chosen,
            database,
            ask=script,
            attachments=AttachmentReader(lambda _: True),
            resend=Outbox(),
            draw=drawn,
            now=lambda: datetime.now(UTC),
            count=lambda _identity, _key: RateDecision.ANSWER,
        )

    return built


def test_a_token_that_telegram_does_not_know_is_named_in_one_line(build: Build) -> None:
    token = "7000000001:AAF-another-token_entirely-00000000"
    with pytest.raises(WrongSettingError, match="DINGHUO_TELEGRAM_TOKEN") as caught:
        asyncio.run(build(telegram_token=token).start())
    assert token not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_secret_that_telegram_would_not_take_is_named_in_one_line(build: Build) -> None:
    with pytest.raises(WrongSettingError, match="DINGHUO_TELEGRAM_WEBHOOK_SECRET"):
        build(telegram_webhook_secret="with blanks")


def test_without_a_token_there_is_no_channel(build: Build) -> None:
    with pytest.raises(WrongSettingError, match="DINGHUO_TELEGRAM_TOKEN"):
        build(telegram_token="")


def test_without_a_secret_one_is_made_that_every_process_finds_again() -> None:
    one, other = (webhook_secret(settings(telegram_token=token)) for token in ("1:a", "1:b"))
    assert one == webhook_secret(settings(telegram_token="1:a"))
    assert one != other
    assert "1:a" not in one


def test_there_is_no_link_before_telegram_has_told_our_name(build: Build) -> None:
    async def link() -> str | None:
        channel = build()
        try:
            return channel.invite_link("CODE")
        finally:
            await channel.stop()

    assert asyncio.run(link()) is None


def test_a_telegram_out_of_reach_is_tried_again(run: Run, platform: BotApiServer, wang: TelegramPhone) -> None:
    platform.drop("getMe")
    run(webhook=False)
    wang.type("hello")
    assert wang.reply().text == "you said hello"


def test_polling_takes_an_old_webhook_away_and_survives_another_poller(
    run: Run, platform: BotApiServer, wang: TelegramPhone, caplog: pytest.LogCaptureFixture
) -> None:
    platform.fail("getUpdates", status=409)
    run(webhook=False)
    wang.type("hello")
    assert wang.reply().text == "you said hello"
    assert "another process" in caplog.text
    assert platform.platform.webhook is None


def test_an_update_is_confirmed_only_when_it_is_handled(
    run: Run, platform: BotApiServer, wang: TelegramPhone, li: TelegramPhone, script: Script
) -> None:
    platform.fail("sendMessage", status=429, retry_after=2)
    platform.begin_anew(700)
    running = run(webhook=False)
    wang.type("slow")
    platform.wait_until(lambda: bool(platform.calls_of("sendMessage")))
    li.type("quick")
    li.reply()
    running.do(running.channel.stop())
    handled = platform.calls_of("sendMessage", chat_id=1001)[-1].at
    assert {call.params["offset"] for call in platform.calls_of("getUpdates") if call.at < handled} <= {0, 700}
    assert wang.last.text == "you said slow"
    assert platform.all_delivered


def test_an_update_that_cannot_be_read_does_not_stop_the_others(
    run: Run, platform: BotApiServer, wang: TelegramPhone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    with platform.platform.condition:
        wang.type("first")
        platform.platform.mailbox.add(1001, "message", {"message_id": "?", "chat": 5})
        wang.type("second")
    run(webhook=False)
    wang.wait_for("second")
    platform.wait_until(lambda: platform.all_delivered)
    assert "could not be read" in caplog.text
