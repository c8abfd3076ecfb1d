"""A platform on loopback, a database in a file, a scripted conversation, and the channel between them."""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from PIL import Image

from storage import media
from storage.engine import Database
from tests.bot.telegram.running import Running
from tests.bot.telegram.script import Script
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import TelegramPhone


@pytest.fixture
def platform() -> Iterator[BotApiServer]:
    with BotApiServer(limits=None, webhook_timeout=20) as server:
        yield server


@pytest.fixture
def picture(database: Database) -> str:
    drawn = io.BytesIO()
    Image.new("RGB", (120, 90), "firebrick").save(drawn, "PNG")
    with database.transaction() as session:
        return media.store(session, drawn.getvalue(), "image/png")


@pytest.fixture
def script(picture: str) -> Script:
    return Script(picture=picture)


Run = Callable[..., Running]


@pytest.fixture
def run(platform: BotApiServer, database: Database, script: Script) -> Iterator[Run]:
    with ExitStack() as stack:

        def started(*, webhook: bool = True, **more: Any) -> Running:
            return stack.enter_context(Running(platform, database, script, webhook=webhook, **more))

        yield started


@pytest.fixture(params=["webhook", "polling"])
def running(request: pytest.FixtureRequest, run: Run) -> Running:
    return run(webhook=request.param == "webhook")


@pytest.fixture
def wang(platform: BotApiServer) -> TelegramPhone:
    return platform.person(id=1001, first_name="Wang", language_code="zh-hans")


@pytest.fixture
def li(platform: BotApiServer) -> TelegramPhone:
    return platform.person(id=1002, first_name="Li", language_code="en")
