"""A very small shop that answers the demo page in tests, and the page served on loopback."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import uvicorn
from fastapi import FastAPI

from bot.attachments import AttachmentReader
from bot.demo.channel import DemoChannel
from bot.messenger import Delivered
from handlers.conversation.turn import Answer, Button, Incoming, Reply, Started, Tapped, Typed
from storage.engine import Database
from tests.servers.prompt import PromptServer

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def button(label: str, data: str, say: str = "") -> Button:
    return Button(label=label, data=data, say=say)


MENU = Reply(
    title="👋 你好，李明！",
    lines=("直接打字就能搜商品，", "也可以把要的货一行一行写下来。"),
    buttons=(
        (button("🔍 搜索商品", "search"), button("🛒 购物车 · 3", "cart")),
        (button("📦 我的订单", "orders"), button("🔁 再来一单", "again")),
        (button("❓ 帮助", "help"),),
    ),
)


def product(quantity: int, picture: str | None = None) -> Reply:
    return Reply(
        title="峰泡可乐 330ml 罐装",
        lines=("¥2.10 / 罐 · 1箱 = 24罐 · ¥50.40", "可用：380箱", f"要：{quantity}箱 · ¥{quantity * 50.4:.2f}"),
        note="输入数量也可以，如 10 或 10箱",
        picture=picture,
        buttons=(
            (button("➖", f"less:{quantity}"), button(f"{quantity}箱", "noop"), button("➕", f"more1:{quantity}")),
            (button("+5箱", "five"), button("+10箱", "ten")),
            (button("🛒 加入购物车", "add"), button("⬅️ 返回", "home")),
        ),
    )


def order(stage: str) -> Reply:
    return Reply(
        title=f"📦 D20261123-0042 · {stage}",
        lines=("峰泡可乐 330ml × 10箱 · ¥504.00", "山涧纯净水 550ml × 20箱 · ¥480.00", "合计 ¥984.00"),
        buttons=((button("🚚 货到哪了", "track:42"), button("❌ 取消订单", "cancel:42")),),
        card="order:42",
    )


@dataclass
class Shop:
    """Answers like a conversation would: the same delivery key gets the first answer again."""

    heard: list[Incoming] = field(default_factory=list)
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    broken: bool = False
    picture: str | None = None

    async def ask(self, incoming: Incoming) -> Answer:
        if self.broken:
            raise ConnectionError("the database is down")
        key = (incoming.identity, incoming.key)
        if key not in self.answers:
            self.heard.append(incoming)
            self.answers[key] = self._answer(incoming)
        return self.answers[key]

    def _answer(self, incoming: Incoming) -> Answer:
        match incoming.body:
            case Started():
                return shown(MENU)
            case Tapped(data=data):
                return self._press(data, replaces=True)
            case Typed(button=str(data)):
                return self._press(data, replaces=False)
            case Typed(text="可乐"):
                return shown(product(10, self.picture))
            case Typed(text=text):
                return shown(Reply(lines=(f"你说：{text}",)))
            case _:
                return shown(Reply(lines=("好的。",)))

    def _press(self, data: str, *, replaces: bool) -> Answer:
        verb, _, quantity = data.partition(":")
        if verb == "more1":
            return shown(product(int(quantity) + 1, self.picture), replaces=replaces)
        if verb == "lang":
            return shown(MENU)
        return shown(order("待审核") if verb == "add" else Reply(lines=("好的。",)))


def shown(*replies: Reply, replaces: bool = False) -> Answer:
    return Answer(language="zh-CN", replies=replies, replaces=replaces)


class Page:
    """The demo page on a free port of loopback, in a thread of its own; it can be stopped and started again."""

    def __init__(self, database: Database, shop: Shop) -> None:
        self.database = database
        self.shop = shop
        self.port = 0
        self.begun_reset = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.channel = DemoChannel(self.database, self.shop.ask, AttachmentReader(lambda _: True), clock(), self._reset)
        app = FastAPI()
        app.include_router(self.channel.router)
        self.server = PromptServer(
            uvicorn.Config(app, host="127.0.0.1", port=self.port, log_config=None, timeout_graceful_shutdown=2)
        )
        self.thread = threading.Thread(target=asyncio.run, args=(self._serve(),))
        self.thread.start()
        assert self.server.up.wait(20), "the page did not come up"
        self.port = self.server.servers[0].sockets[0].getsockname()[1]

    def _reset(self) -> None:
        self.begun_reset += 1

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        await self.channel.start()
        await self.server.serve()

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self.channel.stop(), self.loop).result(10)
        self.server.stop()
        self.thread.join(20)

    def push(self, chat: str, reply: Reply, replacing: str | None = None) -> str:
        """News for a chat. It needs a page that was opened: what that one begins with must have come."""
        pushing = self.channel.messenger.push(chat, reply, "zh-CN", replacing)
        outcome = asyncio.run_coroutine_threadsafe(pushing, self.loop).result(10)
        assert isinstance(outcome, Delivered), outcome
        return outcome.message or ""


def clock() -> Callable[[], datetime]:
    return lambda: NOON
