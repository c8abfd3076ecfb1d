"""One account on loopback, our channel behind it, and a buyer with a phone."""

from collections.abc import Iterator

import pytest

from storage.engine import Database
from tests.bot.wechat.furniture import Clock, House
from tests.servers.wechat.wechat_api import WeChatServer
from tests.servers.wechat.wechat_phone import Phone


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wechat(clock: Clock) -> Iterator[WeChatServer]:
    with WeChatServer(clock=clock) as server:
        yield server


@pytest.fixture
def supplier(wechat: WeChatServer, database: Database, clock: Clock) -> Iterator[House]:
    with House(wechat, database, clock) as supplier:
        yield supplier


@pytest.fixture
def buyer(wechat: WeChatServer) -> Phone:
    return wechat.person(follows=True)
