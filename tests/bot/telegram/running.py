"""The Telegram channel running on a loop of its own, so that a test can drive phones beside it."""

import asyncio
import socket
import threading
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any, Self, TypeVar

import uvicorn
from fastapi import FastAPI

from bot.attachments import AttachmentReader
from bot.settings import Settings
from bot.telegram.channel import TelegramChannel
from domain.tables.people import Channel
from handlers.conversation.rate_limit import MessageLimit, RateDecision
from handlers.conversation.turn import Incoming, Typed
from storage.engine import Database
from tests.bot.telegram.script import Outbox, Script, drawn
from tests.servers.prompt import PromptServer
from tests.servers.telegram.bot_api import BotApiServer

T = TypeVar("T")
SECRET = "a-webhook-secret_1"
#: Whom the house does not know; everybody else it does.
STRANGER = "1999"
#: So many remarks on edited messages and new groups a person gets in a minute.
MOST_REMARKS = 3


class Running:
    """A started channel; ``webhook`` also serves its route. How fast it may speak is tried elsewhere: nobody waits."""

    def __init__(
        self, platform: BotApiServer, database: Database, script: Script, *, webhook: bool, **more: Any
    ) -> None:
        self.outbox = Outbox()
        self._limit = MessageLimit(MOST_REMARKS)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="channel")
        self._socket = socket.create_server(("127.0.0.1", 0)) if webhook else None
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}" if self._socket else ""
        hasty = {"telegram_chat_burst": 10_000, "telegram_messages_per_second": 10_000}
        settings = Settings(
            _env_file=None,
            telegram_token=platform.token,
            telegram_api_url=platform.origin,
            telegram_webhook_secret=SECRET if webhook else "",
            public_url=self.url,
            **(hasty | more),
        )
        self.channel = TelegramChannel(
            settings,
            database,
            ask=script,
            attachments=AttachmentReader(lambda incoming: incoming.identity != STRANGER),
            resend=self.outbox,
            draw=drawn,
            now=lambda: datetime.now(UTC),
            count=self._count,
        )
        self._server: PromptServer | None = None
        self._serving: Any = None

    def _count(self, identity: str, key: str) -> RateDecision:
        counted = Incoming(channel=Channel.TELEGRAM, identity=identity, key=key, body=Typed(text=""))
        return self._limit.verdict(counted, datetime.now(UTC))

    def __enter__(self) -> Self:
        self._thread.start()
        if self._socket is not None:
            app = FastAPI()
            app.include_router(self.channel.router)
            self._server = PromptServer(
                uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
            )
            self._serving = asyncio.run_coroutine_threadsafe(self._server.serve([self._socket]), self._loop)
        self.do(self.channel.start())
        return self

    def __exit__(self, *_: object) -> None:
        self.do(self.channel.stop())
        if self._server is not None:
            self._server.stop()
            self._serving.result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Let the channel do something, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)
