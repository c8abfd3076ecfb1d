"""The web application: every channel's routes, health, readiness and metrics."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.watched import Watched, paths_of
from bot.wiring import Parts


def application(parts: Parts) -> FastAPI:
    """The application of a process; starting and stopping it starts and stops the process's parts."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await parts.start()
        try:
            yield
        finally:
            await parts.stop()

    app = FastAPI(title="Dinghuo", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    for channel in parts.channels:
        app.include_router(channel.router)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """The process is alive."""
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz() -> Response:
        """Messages may be sent here; else the reason why not."""
        obstacle = parts.readiness.obstacle()
        return Response(obstacle or "ready", status_code=503 if obstacle else 200)

    @app.get("/metrics")
    def metrics() -> Response:
        """Prometheus text."""
        return Response(generate_latest(parts.metrics.registry), media_type=CONTENT_TYPE_LATEST)

    paths = paths_of(app.router, *(channel.router for channel in parts.channels))
    app.add_middleware(Watched, paths=paths, answered=parts.metrics.answered_http)
    return app
