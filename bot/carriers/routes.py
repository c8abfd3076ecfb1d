"""The route by which kuaidi100 tells us of parcels. What is not signed by it is refused, and says nothing."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qs

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from bot.carriers.kuaidi100 import PATH, BadCallbackError, Kuaidi100
from domain.actor import Actor, Supplier
from domain.fulfilment import following
from domain.tables.people import Place
from storage.engine import Database
from storage.perform import perform

log = structlog.get_logger()
#: A parcel of two hundred events has less.
_BYTES_MOST = 256 * 1024


def carrier_router(
    service: Kuaidi100, database: Database, supplier: Supplier, now: Callable[[], datetime]
) -> APIRouter:
    """The route. A repeat finds everything there already, and is answered like the first."""
    router = APIRouter(include_in_schema=False)

    def heard(sign: str, param: str) -> int | None:
        told = service.told(sign, param)

        def act(session: Session) -> int | None:
            actor = Actor(session=session, person=None, now=now(), supplier=supplier, where=Place.JOB)
            report = told.report
            return following.pushed(actor, told.carriers, told.number, report.events, ended=report.ended)

        return perform(database, act).result

    @router.post(PATH)
    async def callback(request: Request) -> JSONResponse:
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > _BYTES_MOST:
                return _answer(413, "too large")
        try:
            form = parse_qs(body.decode(), max_num_fields=20)
            fresh = await run_in_threadpool(heard, form["sign"][0], form["param"][0])
        except (BadCallbackError, UnicodeDecodeError, ValueError, KeyError) as wrong:
            log.warning("a carrier's callback is refused", why=type(wrong).__name__)
            return _answer(403, "refused")
        if fresh is None:
            log.info("a carrier told of a number that is none of ours on its way")
        return _answer(200, "ok")

    return router


def _answer(status: int, message: str) -> JSONResponse:
    said = {"result": status == 200, "returnCode": f"{status}", "message": message}  # noqa: PLR2004
    return JSONResponse(said, status_code=status)
