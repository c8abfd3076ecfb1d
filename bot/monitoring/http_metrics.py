"""ASGI middleware: gives each request a trace id and counts the answers."""

from collections.abc import Callable
from typing import TypeAlias

from fastapi import APIRouter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.monitoring.trace import trace_context

#: Told the path of one of our routes, and the status.
Answered: TypeAlias = Callable[[str, int], None]


class HttpMetrics:
    """Plain ASGI: the framework's middleware class costs a task and a queue per request."""

    def __init__(self, app: ASGIApp, *, paths: frozenset[str], answered: Answered) -> None:
        self._app = app
        self._paths = paths
        self._answered = answered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; everything logged for it carries one trace id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"] if scope["path"] in self._paths else "other"

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._answered(path, message["status"])
            await send(message)

        with trace_context():
            await self._app(scope, receive, told)


def paths_of(*routers: APIRouter) -> frozenset[str]:
    """The fixed paths of the routers; paths with parameters are counted as "other"."""
    paths = (str(getattr(route, "path", "{")) for router in routers for route in router.routes)
    return frozenset(path for path in paths if "{" not in path)
