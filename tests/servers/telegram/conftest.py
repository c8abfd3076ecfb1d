"""The Bot API server on loopback, a bare bot and Alice, who has started it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.telegram.bare_bot import ALICE, Bot
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_limits import Clock
from tests.servers.telegram.bot_api_phone import TelegramPhone


@pytest.fixture
def clock() -> Clock:
    return Clock(frozen_at=1000.0)


@pytest.fixture
def server(clock: Clock) -> Iterator[BotApiServer]:
    with BotApiServer(limits=None, clock=clock, upload_limit=200_000, download_limit=100_000) as running:
        yield running


@pytest.fixture
def bot(server: BotApiServer) -> Iterator[Bot]:
    bot = Bot(server)
    with bot.http:
        yield bot


@pytest.fixture
def alice(server: BotApiServer) -> TelegramPhone:
    phone = server.person(id=ALICE, first_name="Alice", language_code="en")
    phone.start()
    return phone
