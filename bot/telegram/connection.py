"""The connection to Telegram: a bot that fetches updates undecoded, so that a malformed one harms no other."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, cast

from telegram import Bot, InputFile, InputMedia
from telegram.error import TelegramError
from telegram.request import RequestData

from bot.monitoring.metrics import ReportCall, unmeasured
from bot.settings import Settings
from bot.telegram.client import Client, Plain
from bot.telegram.read import ALLOWED_UPDATES
from bot.telegram.retry import CONNECTIONS

_WITH_FILES = (InputFile, InputMedia)
_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 10.0
_QUEUE_SECONDS = 20.0


class Connection(Bot):
    """The library's bot with two more methods."""

    async def call(self, method: str, data: Mapping[str, Any]) -> Any:
        """Call a Bot API method and return the plain answer: the library's objects cost more than the call."""
        if any(isinstance(each, _WITH_FILES) for each in data.values()):
            return await self._post(method, dict(data))
        said = Plain({name: each for name, each in data.items() if each is not None})
        return await self.request.post(f"{self.base_url}/{method}", cast("RequestData", said))

    async def shutdown(self) -> None:
        """Close the connections, also where Telegram never answered: the library would leave those open."""
        await super().shutdown()
        for request in self._request:
            await request.shutdown()

    async def raw_updates(self, offset: int, wait: timedelta, limit: int = 100) -> list[object]:
        """Updates as plain data; one that cannot be read must not hide the others in its batch."""
        data: dict[str, Any] = {
            "offset": offset,
            "limit": limit,
            "timeout": int(wait.total_seconds()),
            "allowed_updates": list(ALLOWED_UPDATES),
        }
        seconds = wait.total_seconds() + _ANSWER_SECONDS
        return cast("list[object]", await self._post("getUpdates", data, read_timeout=seconds))


def connect(settings: Settings, sends: ReportCall = unmeasured, fetches: ReportCall = unmeasured) -> Connection:
    """A connection by the settings; nothing is sent yet. Each call is reported."""
    base = settings.telegram_api_url.rstrip("/")
    return Connection(
        settings.telegram_token.get_secret_value(),
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=_client(CONNECTIONS, sends),
        get_updates_request=_client(1, fetches),
    )


def _client(connections: int, called: ReportCall) -> Client:
    return Client(
        called, connections=connections, connect=_CONNECT_SECONDS, answer=_ANSWER_SECONDS, queue=_QUEUE_SECONDS
    )


def link_for(settings: Settings, code: str) -> str | None:
    """The link that opens our chat with an invite code; None where Telegram cannot be asked for our name."""

    async def ask() -> str:
        async with connected(settings) as bot:
            await bot.initialize()
            return f"https://t.me/{bot.username}?start={code}"

    with suppress(TelegramError):
        return asyncio.run(ask())
    return None


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Connection]:
    """A connection that is closed afterwards, whatever happens."""
    bot = connect(settings)
    try:
        yield bot
    finally:
        await bot.shutdown()
