"""Around every web request: an id for the log, and a count of how it was answered."""

from collections.abc import Callable
from typing import TypeAlias

from fastapi import APIRouter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.trace import marked

#: Told the path of one of our routes, and the status.
Answered: TypeAlias = Callable[[str, int], None]


class Watched:
    """Written for ASGI itself: the framework's own kind of middleware costs a task and a queue a request."""

    def __init__(self, app: ASGIApp, *, paths: frozenset[str], answered: Answered) -> None:
        self._app = app
        self._paths = paths
        self._answered = answered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; everything done for it bears one id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"] if scope["path"] in self._paths else "other"

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._answered(path, message["status"])
            await send(message)

        with marked():
            await self._app(scope, receive, told)


def paths_of(*routers: APIRouter) -> frozenset[str]:
    """The addresses that are always the same; those with something in them are counted as one."""
    paths = (str(getattr(route, "path", "{")) for router in routers for route in router.routes)
    return frozenset(path for path in paths if "{" not in path)
