"""A house in good health: a migrated database with an admin in it, and both platforms on loopback."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.command_context import utc_now
from bot.doctor.diagnosis import Diagnosis
from bot.doctor.examine import examine
from bot.settings import Settings
from domain.rules.rights import Role
from domain.tables.people import Person
from storage.engine import Database
from storage.schema_version import migrate
from tests.grounds import Grounds, Kind
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.wechat.wechat_api import WeChatServer

TEMPLATE = "tmpl-news"


@pytest.fixture
def telegram() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


@pytest.fixture
def wechat() -> Iterator[WeChatServer]:
    with WeChatServer() as server:
        server.add_template(TEMPLATE, "thing1", "time2")
        yield server


def furnish(database: Database) -> None:
    migrate(database)
    with database.transaction() as session:
        session.add(Person(name="陈总", role=Role.ADMIN, created_at=utc_now()))


@pytest.fixture
def database(grounds: Grounds) -> Iterator[Database]:
    with grounds.of(Kind.SQLITE).plan("house of one admin", furnish).copy() as url, closing(Database(url)) as database:
        yield database


Given = dict[str, Any]


@pytest.fixture
def given(database: Database, telegram: BotApiServer, wechat: WeChatServer) -> Given:
    """What an operator has configured."""
    credentials = wechat.account.credentials
    return {
        "database_url": str(database.url),
        "secret_key": "a long random text that only these tests know",
        "telegram_token": telegram.token,
        "telegram_api_url": telegram.origin,
        "wechat_app_id": credentials.app_id,
        "wechat_app_secret": credentials.secret,
        "wechat_token": credentials.token,
        "wechat_aes_key": credentials.aes_key,
        "wechat_api_url": wechat.url,
        "wechat_template_id": TEMPLATE,
    }


Examine = Callable[..., dict[str, Diagnosis]]


@pytest.fixture
def examined(given: Given, tmp_path: Path) -> Examine:
    """The diagnoses by what they are about, with some settings changed."""

    def by_check(now: Callable[[], datetime] = utc_now, **changed: Any) -> dict[str, Diagnosis]:
        settings = Settings(_env_file=None, **{**given, **changed})
        return {each.check: each for each in examine(settings, now, tmp_path / ".env")}

    return by_check


def ask_telegram(telegram: BotApiServer, method: str, **params: str) -> None:
    """As some other program would that holds the token."""
    assert requests.post(f"{telegram.base_url}{telegram.token}/{method}", json=params, timeout=5).ok
