"""The web application: every channel's routes, health, readiness and metrics."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.desk.router import desk_router
from bot.monitoring.http_metrics import HttpMetrics, paths_of
from bot.papers.routes import paper_router
from bot.wiring import Parts


class DirectRoutes:
    """Calls ASGI routes directly, everything else through the framework, whose layers cost time."""

    def __init__(self, app: ASGIApp, *direct: Route) -> None:
        self._app = app
        self._direct = {(route.path, method): route.app for route in direct for method in route.methods or ()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        way = (scope["path"], scope["method"]) if scope["type"] == "http" else None
        await self._direct.get(way, self._app)(scope, receive, send)  # type: ignore[arg-type]


def application(parts: Parts) -> ASGIApp:
    """The ASGI application of a process; its lifespan starts and stops the parts."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await parts.start()
        try:
            yield
        finally:
            await parts.stop()

    app = FastAPI(title="Dinghuo", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    for router in _routers(parts):
        app.include_router(router)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """The process is alive."""
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz() -> Response:
        """Messages may be sent here; else the reason why not. Those that were passed over are no reason."""
        if obstacle := parts.readiness.obstacle():
            return Response(obstacle, status_code=503)
        remark = parts.readiness.remark()
        return Response(f"ready; {remark}" if remark else "ready")

    @app.get("/metrics")
    def metrics() -> Response:
        """Prometheus text."""
        return Response(generate_latest(parts.metrics.registry), media_type=CONTENT_TYPE_LATEST)

    routers = [channel.router for channel in parts.channels]
    direct = [route for router in routers for route in router.routes if type(route) is Route]
    paths = paths_of(app.router, *routers)
    return HttpMetrics(DirectRoutes(app, *direct), paths=paths, answered=parts.metrics.answered_http)


def _routers(parts: Parts) -> list[APIRouter]:
    channels = [channel.router for channel in parts.channels]
    return [
        *channels,
        *parts.routers,
        paper_router(parts.papers.draw, parts.settings.language),
        desk_router(parts.desk),
    ]
