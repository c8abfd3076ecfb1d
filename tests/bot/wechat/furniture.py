"""A WeChat channel behind a real socket, a scripted conversation, and a clock that stands still."""

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self, TypeVar

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from bot.attachments import AttachmentReader
from bot.settings import Settings
from bot.wechat.channel import WeChatChannel
from domain.tables.people import Channel
from handlers.conversation.turn import Answer, Button, Incoming, Reply
from storage.engine import Database
from tests.servers.prompt import PromptServer
from tests.servers.wechat.wechat_api import WeChatServer

T = TypeVar("T")
#: A page of a paper, as it is drawn for a chat.
PAGE = b"\x89PNG\r\n\x1a\n a page"
TEMPLATE = "template-of-ours"


@dataclass(kw_only=True)
class Clock:
    """Moves only when it is told to."""

    moment: datetime = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **actor: float) -> None:
        self.moment += timedelta(**actor)


@dataclass(kw_only=True)
class Script:
    """A conversation that answers by a plain function, and the same delivery as before."""

    says: Callable[[Incoming], Answer]
    heard: list[Incoming] = field(default_factory=list)
    stored: dict[str, Answer] = field(default_factory=dict)

    async def ask(self, incoming: Incoming) -> Answer:
        return await asyncio.to_thread(self._answer, incoming)

    def _answer(self, incoming: Incoming) -> Answer:
        if incoming.key in self.stored:
            return replace(self.stored[incoming.key], repeated=True)
        self.heard.append(incoming)
        self.stored[incoming.key] = answer = self.says(incoming)
        return answer


@dataclass(kw_only=True)
class Outbox:
    """Where late answers go."""

    replies: list[tuple[str, Reply]] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    async def resend(self, channel: Channel, external: str, reply: Reply, language: str) -> None:
        assert (channel, language) == (Channel.WECHAT, "zh-CN")
        with self.changed:
            self.replies.append((external, reply))
            self.changed.notify_all()

    def wait(self) -> list[tuple[str, Reply]]:
        with self.changed:
            assert self.changed.wait_for(lambda: self.replies, timeout=30)
            return self.replies


def answer(*replies: Reply) -> Answer:
    return Answer(language="zh-CN", replies=replies)


def text(words: str) -> Answer:
    return answer(Reply(title=words))


def choices(*labels: str) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(label=label, data=f"choose:{number}"),) for number, label in enumerate(labels, 1))


def settings_for(wechat: WeChatServer, **changes: Any) -> Settings:
    credentials = wechat.account.credentials
    facts: dict[str, Any] = {
        "wechat_app_id": credentials.app_id,
        "wechat_app_secret": SecretStr(credentials.secret),
        "wechat_token": SecretStr(credentials.token),
        "wechat_aes_key": SecretStr(credentials.aes_key),
        "wechat_api_url": wechat.url,
        "wechat_template_id": TEMPLATE,
    }
    return Settings(_env_file=None, **{**facts, **changes})


class House:
    """The channel with everything it is given, served on loopback."""

    def __init__(self, wechat: WeChatServer, database: Database, clock: Clock, **changes: Any) -> None:
        self.wechat = wechat
        self.database = database
        self.clock = clock
        self.script = Script(says=lambda incoming: text(f"heard {type(incoming.body).__name__}"))
        self.outbox = Outbox()
        settings = settings_for(wechat, **changes)
        self.channel = WeChatChannel(
            settings,
            database,
            ask=self._ask,
            attachments=AttachmentReader(lambda _: True),
            resend=self.outbox.resend,
            now=clock,
            draw_page=lambda _: PAGE,
        )
        app = FastAPI()
        app.include_router(self.channel.router)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._server = PromptServer(uvicorn.Config(app, log_config=None, ws="none", lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})

    async def _ask(self, incoming: Incoming) -> Answer:
        return await self.script.ask(incoming)

    def __enter__(self) -> Self:
        self._thread.start()
        self.wechat.courier.webhook = f"http://127.0.0.1:{self._socket.getsockname()[1]}/wechat"
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._server.stop()
        self._thread.join()
        self._socket.close()

    def push(self, external: str, reply: Reply) -> Any:
        return run(self.channel.messenger.push(external, reply, "zh-CN", None))


def run(doing: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(doing)
