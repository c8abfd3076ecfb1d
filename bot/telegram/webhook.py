"""The webhook for Telegram's updates; the acknowledgement of a press goes back in the response."""

import hmac
import logging

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.telegram.errors import traced
from bot.telegram.intake import UpdateIntake
from bot.telegram.read import MalformedUpdateError, Update, parse

log = logging.getLogger(__name__)

PATH = "/telegram/webhook"
MAX_BODY = 1024 * 1024
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, not a secret


class TooLargeError(Exception):
    """The body is larger than any update."""


def webhook_router(intake: UpdateIntake, secret: str) -> APIRouter:
    """The route of one bot."""
    router = APIRouter()
    router.routes.append(Route(PATH, TelegramWebhook(intake, secret), methods=["POST"]))
    return router


class TelegramWebhook:
    """A plain ASGI application: on the hot path a framework endpoint costs too much.

    An update is confirmed with 200 only when its answer is on its way.
    """

    def __init__(self, intake: UpdateIntake, secret: str) -> None:
        self._intake = intake
        self._secret = secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one delivery."""
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not self._secret or not hmac.compare_digest(given.encode(), self._secret):
            return Response(status_code=403)
        try:
            update = parse(orjson.loads(await _body(request)))
        except TooLargeError:
            return Response(status_code=413)
        except (MalformedUpdateError, ValueError):
            return Response(status_code=400)
        return await _handled(self._intake, update)


async def _handled(intake: UpdateIntake, update: Update) -> Response:
    try:
        async with intake.in_order(update):
            await intake.process(update)
    except Exception as error:  # noqa: BLE001 - Telegram delivers again; the inbox lets nothing be done twice
        log.error("update %s was not dealt with: %s", update.key, traced(error))  # noqa: TRY400 - may hold a token
        return Response(status_code=500)
    if update.query is None:
        return Response()
    return JSONResponse({"method": "answerCallbackQuery", "callback_query_id": update.query})


async def _body(request: Request) -> bytes:
    kept = bytearray()
    async for piece in request.stream():
        kept += piece
        if len(kept) > MAX_BODY:
            raise TooLargeError
    return bytes(kept)
