"""The server, a tiny bot behind it, a caller and a clock: the furniture of the WeChat server's own tests."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.servers.wechat.wechat_api import WeChatServer
from tests.servers.wechat.wechat_caller import Caller
from tests.servers.wechat.wechat_tiny_bot import Clock, TinyBot


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bot(clock: Clock) -> Iterator[TinyBot]:
    with TinyBot(clock) as bot:
        yield bot


@pytest.fixture
def wechat(clock: Clock, bot: TinyBot) -> Iterator[WeChatServer]:
    with WeChatServer(webhook=bot.url, clock=clock) as server:
        yield server


@pytest.fixture
def api(wechat: WeChatServer) -> Iterator[Caller]:
    with httpx2.Client(trust_env=False, timeout=2) as http:
        yield Caller(url=wechat.url, http=http)
