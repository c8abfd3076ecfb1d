"""Where the people of a town have their phones, and what each chat brought: the same for every fault."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol, Self

from tests.platforms.hands import Hand, TelegramHand, WeChatHand
from tests.platforms.serving import configuration
from tests.platforms.shop import Shop
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import TelegramPhone
from tests.servers.wechat.wechat_account import Way
from tests.servers.wechat.wechat_api import WeChatServer
from tests.servers.wechat.wechat_phone import Phone

#: Seconds after which somebody on WeChat looks into the menu: more than five messages may not come by themselves.
LOOKS_AFTER = 3.0


class Street(Protocol):
    """A platform on loopback with people on it; one of the two is there."""

    name: str
    telegram: BotApiServer | None
    wechat: WeChatServer | None
    #: How many orders people have on their way at once.
    at_once: int

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def hand(self) -> Hand:
        """One more person."""

    def texts(self, hand: Hand) -> list[str]:
        """What we wrote in somebody's chat, as it first stood, oldest first."""

    def settings(self, shop: Shop, port: int) -> dict[str, str]:
        """Of a server that this platform reaches on a port."""

    def wait_for_calls(self, count: int, seconds: float) -> None:
        """Until so many calls have come from now on, or so long."""

    def wait_until_idle(self, seconds: float) -> None:
        """Until everything that people did has been delivered."""


class OnTelegram:
    """Telegram, by webhook or by polling."""

    at_once = 8

    def __init__(self, *, webhook: bool = True) -> None:
        self.name = "telegram webhook" if webhook else "telegram polling"
        self.server = BotApiServer(limits=None, query_seconds=600)
        self.telegram: BotApiServer | None = self.server
        self.wechat: WeChatServer | None = None
        self._webhook = webhook
        self._phones: dict[Hand, TelegramPhone] = {}

    def __enter__(self) -> Self:
        self.server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()

    def hand(self) -> Hand:
        number = 5000 + len(self._phones)
        phone = self.server.person(id=number, first_name=f"P{number}", language_code="zh-hans")
        hand = TelegramHand(self.server, phone)
        self._phones[hand] = phone
        return hand

    def phone(self, hand: Hand) -> TelegramPhone:
        """What is in that hand."""
        return self._phones[hand]

    def texts(self, hand: Hand) -> list[str]:
        return [(*shown.earlier, shown.text)[0] for shown in self._phones[hand].from_bot]

    def settings(self, shop: Shop, port: int) -> dict[str, str]:
        """A day's work of a whole town in a minute: how fast a chat may be written to is no matter here."""
        given = configuration(shop, self.server, None, port=port, webhook=self._webhook)
        return given | {"telegram_chat_burst": "100000"}

    def wait_for_calls(self, count: int, seconds: float) -> None:
        calls = self.server.calls
        wanted = len(calls) + count
        _patiently(self.server.platform.condition, lambda: len(calls) >= wanted, seconds)

    def wait_until_idle(self, seconds: float) -> None:
        self.server.wait_until(lambda: self.server.all_delivered, seconds)


class OnWeChat:
    """WeChat. Its five seconds between tries are shortened to what a start takes here.

    One order after another: after five messages of ours somebody has to write before they hear more.
    """

    name = "wechat"
    at_once = 1

    def __init__(self, *, pause: float = 1.5, tries: int = 3) -> None:
        self.server = WeChatServer()
        self.telegram: BotApiServer | None = None
        self.wechat: WeChatServer | None = self.server
        self.server.courier.pause_seconds, self.server.courier.tries = pause, tries
        self._phones: dict[Hand, Phone] = {}

    def __enter__(self) -> Self:
        self.server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.__exit__(None, None, None)

    def hand(self) -> Hand:
        phone = self.server.person()
        hand = PatientWeChatHand(self.server, phone)
        self._phones[hand] = phone
        return hand

    def texts(self, hand: Hand) -> list[str]:
        return [bubble.text for bubble in self._phones[hand].received if bubble.way is not Way.WECHAT]

    def settings(self, shop: Shop, port: int) -> dict[str, str]:
        return configuration(shop, None, self.server, port=port, webhook=True)

    def wait_for_calls(self, count: int, seconds: float) -> None:
        wanted = len(self.server.calls) + count
        _patiently(self.server.account.changed, lambda: len(self.server.calls) >= wanted, seconds)

    def wait_until_idle(self, seconds: float) -> None:
        """Every act on WeChat has ended when it returns."""


class PatientWeChatHand(WeChatHand):
    """Somebody who, having heard nothing for a while, looks into the menu: what was kept for them comes first."""

    def hears(self, *fragments: str) -> None:
        for _ in range(10):
            if self._heard(fragments, LOOKS_AFTER):
                return
            self.says("菜单")
        super().hears(*fragments)


def _patiently(condition: AbstractContextManager[object], predicate: Callable[[], bool], seconds: float) -> None:
    assert isinstance(condition, threading.Condition)
    with condition:
        condition.wait_for(predicate, seconds)
