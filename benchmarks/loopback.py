"""Telegram as light as can be, so that our own work is what is measured: its API, and people with phones.

Nothing is checked here: the tests have a Bot API that does.
"""

import asyncio
import itertools
import json
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
_ME = {"id": 42, "is_bot": True, "first_name": "Dinghuo", "username": "dinghuo_bot"}
_SHOWS = ("sendMessage", "sendPhoto", "editMessageText", "editMessageMedia")
_END = b"\r\n\r\n"


@dataclass
class Screen:
    """What a chat shows last, and everything that it was ever told."""

    buttons: list[tuple[str, str]] = field(default_factory=list)
    message: int = 0
    shown: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)


class Http(asyncio.Protocol):
    """Takes HTTP messages apart; one connection, one after another."""

    def __init__(self) -> None:
        self._kept = b""
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Pass on whatever is whole."""
        self._kept += data
        while (end := self._kept.find(_END)) >= 0:
            head = self._kept[:end].decode("latin-1")
            size = _length(head)
            until = end + len(_END) + size
            if len(self._kept) < until:
                return
            body, self._kept = self._kept[end + len(_END) : until], self._kept[until:]
            self.whole(head, body)

    def whole(self, head: str, body: bytes) -> None:
        """A message, complete."""
        raise NotImplementedError


class Api(Http):
    """The side that `dinghuo serve` calls."""

    def __init__(self, chats: "Chats") -> None:
        super().__init__()
        self._chats = chats

    def whole(self, head: str, body: bytes) -> None:
        """Answer, and let the chat show it."""
        request, _, rest = head.partition("\r\n")
        method = request.split(" ")[1].rpartition("/")[2]
        is_json = "application/json" in rest.lower()
        data = json.loads(body or b"{}") if is_json else _plain(body)
        answer = json.dumps({"ok": True, "result": self._chats.call(method, data)}).encode()
        self.transport.write(_OK % (len(answer), answer))


class Chats:
    """All chats of the bot."""

    def __init__(self) -> None:
        self.screens: dict[int, Screen] = defaultdict(Screen)
        self.calls = 0
        self._numbers = itertools.count(1)

    def call(self, method: str, data: dict[str, Any]) -> Any:
        """What Telegram would say."""
        self.calls += 1
        if method == "getMe":
            return _ME
        if method not in _SHOWS:
            return True
        screen = self.screens[int(data["chat_id"])]
        number = int(data["message_id"]) if method.startswith("edit") else next(self._numbers)
        markup = data.get("reply_markup")
        rows = (json.loads(markup) if isinstance(markup, str) else markup or {}).get("inline_keyboard", [])
        screen.buttons = [(each["text"], each["callback_data"]) for row in rows for each in row]
        screen.message = number
        screen.shown += 1
        screen.news.set()
        return {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": int(data["chat_id"]), "type": "private", "first_name": "Li"},
            "from": _ME,
            "text": data.get("text", ""),
        }


class Line(Http):
    """One connection to the webhook: an update goes out, its answer comes back."""

    def __init__(self, head: bytes) -> None:
        super().__init__()
        self._head = head
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None

    async def post(self, update: dict[str, Any]) -> tuple[int, bytes]:
        """Status and body of the webhook's answer."""
        body = json.dumps(update, ensure_ascii=False).encode()
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(self._head % len(body) + body)
        return await self._answer

    def whole(self, head: str, body: bytes) -> None:
        """The answer is here."""
        assert self._answer is not None
        self._answer.set_result((int(head.split(" ", 2)[1]), body))

    def connection_lost(self, error: Exception | None) -> None:
        """Wake the waiting callers."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error or ConnectionResetError("the process hung up"))


async def dial(port: int, secret: str) -> Line:
    """A line to the webhook of the process at a port."""
    head = (
        f"POST /telegram/webhook HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: %d\r\n\r\n"
    ).encode()
    _, line = await asyncio.get_running_loop().create_connection(lambda: Line(head), "127.0.0.1", port)
    return line


class Person:
    """Somebody with a phone, who looks at the screen before the next press."""

    _updates = itertools.count(1)

    def __init__(self, chats: Chats, chat: int, line: Line) -> None:
        self.screen = chats.screens[chat]
        self._chats, self._chat, self._line = chats, chat, line

    async def types(self, text: str) -> None:
        """Write, and read the answer."""
        await self._does({"message": self._message(text)})

    async def taps(self, label: str, packs: int = 0) -> None:
        """Press the first button with this in its label, and read the answer; ``packs``: ➕ pressed before."""
        data = next((data for words, data in self.screen.buttons if label in words), None)
        if data is None:
            raise LookupError(f"no {label} in {self.screen.buttons}")
        if packs:
            start, _, pack = data.rpartition(":")
            data = f"{start}:{int(pack) * packs}"
        query = {"id": str(next(self._updates)), "chat_instance": "1", "data": data, "from": self._user()}
        await self._does({"callback_query": {**query, "message": self._message("", self.screen.message)}})

    async def hears(self, label: str) -> None:
        """Wait for a card with such a button."""
        while not any(label in words for words, _ in self.screen.buttons):
            self.screen.news.clear()
            await self.screen.news.wait()

    async def hears_after(self, shown: int) -> None:
        """Wait for anything more than was shown then."""
        while self.screen.shown <= shown:
            self.screen.news.clear()
            await self.screen.news.wait()

    async def _does(self, what: dict[str, Any]) -> None:
        before = self.screen.shown
        status, body = await self._line.post({"update_id": next(self._updates), **what})
        if body:
            given = json.loads(body)
            self._chats.call(given.pop("method"), given)
        if status != 200 or self.screen.shown == before:
            raise AssertionError(f"not answered: {status} {body!r}")

    def _message(self, text: str, number: int = 1) -> dict[str, Any]:
        chat = {"id": self._chat, "type": "private", "first_name": "Li"}
        return {"message_id": number, "date": int(time.time()), "chat": chat, "from": self._user(), "text": text}

    def _user(self) -> dict[str, Any]:
        return {"id": self._chat, "is_bot": False, "first_name": "Li", "language_code": "zh-hans"}


def _plain(body: bytes) -> dict[str, Any]:
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _length(head: str) -> int:
    for line in head.split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            return int(value)
    return 0
