"""The web application: every channel's routes, health, readiness and metrics."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

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
        """The database answers, and the process is not about to leave."""
        if parts.leaving:
            return Response("leaving", status_code=503)
        try:
            with parts.database.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return Response("database away", status_code=503)
        return Response("ready")

    @app.get("/metrics")
    def metrics() -> Response:
        """Prometheus text."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return app
