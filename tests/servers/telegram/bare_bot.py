"""A bare bot and a few things to send, for the tests of the Bot API server."""

from __future__ import annotations

import io
from typing import Any

import httpx2
from PIL import Image

from tests.servers.telegram.bot_api import BotApiServer

ALICE = 41


class Bot:
    """A bare bot: calls methods, knows nothing."""

    def __init__(self, server: BotApiServer) -> None:
        self.server = server
        self.http = httpx2.Client(base_url=f"{server.base_url}{server.token}/", timeout=10)

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.http.post(method, json=params).json()
        return answer

    def do(self, method: str, **params: Any) -> Any:
        answer = self.ask(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    def refused(self, method: str, **params: Any) -> str:
        answer = self.ask(method, **params)
        assert not answer["ok"], answer
        return str(answer["description"])

    def updates(self, **params: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.do("getUpdates", **params)
        return found


def keyboard(*rows: list[str]) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": f"do:{label}"} for label in row] for row in rows]}


def picture(width: int = 40, height: int = 30, colour: str = "red") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(kept, "PNG")
    return kept.getvalue()


def send_picture(bot: Bot, colour: str = "red", **more: Any) -> dict[str, Any]:
    files = {"photo": ("goods.png", picture(colour=colour), "image/png")}
    answer = bot.http.post("sendPhoto", data={"chat_id": str(ALICE), **more}, files=files).json()
    assert answer["ok"], answer
    result: dict[str, Any] = answer["result"]
    return result
