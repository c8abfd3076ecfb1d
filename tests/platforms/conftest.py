"""Platforms on loopback, a shop with its doors shut, and the people who will come in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.grounds import Ground, Grounds, Kind
from tests.nursery import Nursery
from tests.platforms.hands import Hand, TelegramHand, WeChatHand
from tests.platforms.heard import Chats, chats, settled
from tests.platforms.serving import House, ServerProcess, ServerThread, configuration, free_port
from tests.platforms.shop import Facts, Shop, fresh_shop
from tests.platforms.story import play, steps
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.wechat.wechat_api import WeChatServer

#: Between two acts a person reads and thinks; for the platform's rate limits alone, nobody really waits.
PACE = 3.0
IDS = {"dealer": 1001, "salesperson": 1002, "warehouse": 1003}
NAMES = {"dealer": "Li", "salesperson": "Wang", "warehouse": "Zhou"}


@pytest.fixture
def shop(ground: Ground) -> Iterator[Shop]:
    """A fresh one for every test."""
    with fresh_shop(ground) as shop:
        yield shop


@pytest.fixture
def telegram() -> Iterator[BotApiServer]:
    with BotApiServer(pace=PACE) as server:
        yield server


@pytest.fixture
def wechat() -> Iterator[WeChatServer]:
    with WeChatServer() as server:
        yield server


@pytest.fixture
def on_telegram(telegram: BotApiServer) -> dict[str, Hand]:
    """The whole cast with Telegram on their phones."""
    return {who: telegram_hand(telegram, who) for who in IDS}


@pytest.fixture
def on_wechat(wechat: WeChatServer) -> dict[str, Hand]:
    """The whole cast with WeChat on their phones."""
    return {who: WeChatHand(wechat, wechat.person()) for who in IDS}


def telegram_hand(server: BotApiServer, who: str) -> Hand:
    return TelegramHand(server, server.person(id=IDS[who], first_name=NAMES[who], language_code="zh-hans"))


Serve = Callable[..., Any]


@pytest.fixture
def serve_inside(shop: Shop) -> Iterator[Serve]:
    """Open the house in this process."""
    with ExitStack() as stack:

        def serve(
            telegram: BotApiServer | None = None, wechat: WeChatServer | None = None, *, webhook: bool = False
        ) -> House:
            given = configuration(shop, telegram, wechat, port=free_port(), webhook=webhook)
            return stack.enter_context(ServerThread(given))

        yield serve


@pytest.fixture
def serve_process(shop: Shop, tmp_path: Path) -> Iterator[Serve]:
    """Open the house as a process of its own."""
    with ExitStack() as stack:

        def serve(
            telegram: BotApiServer | None = None,
            wechat: WeChatServer | None = None,
            *,
            webhook: bool = False,
            nursery: Nursery | None = None,
        ) -> ServerProcess:
            given = configuration(shop, telegram, wechat, port=free_port(), webhook=webhook)
            return stack.enter_context(ServerProcess(given, tmp_path, nursery))

        yield serve


@pytest.fixture(scope="session")
def undisturbed(grounds: Grounds) -> tuple[Facts, Chats]:
    """The same story on Telegram with nothing in its way: what was done, and what everybody read."""
    with fresh_shop(grounds.of(Kind.SQLITE)) as shop, BotApiServer(pace=PACE) as telegram:
        people = {who: telegram_hand(telegram, who) for who in IDS}
        with ServerThread(configuration(shop, telegram, None, port=free_port(), webhook=True)):
            play(people, steps(shop))
            facts = settled(shop)
        return facts, chats(people)
