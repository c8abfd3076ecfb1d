"""A bare bot for the tests of the Bot API server: calls methods, knows nothing."""

from __future__ import annotations

from typing import Any

import httpx2

from tests.servers.bot_api import BotApiServer


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
