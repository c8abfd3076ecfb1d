"""The webhook: answers WeChat's deliveries within its five seconds, and never with an error."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect
from wechatpy.replies import TextReply

from bot.failed_updates import FailedUpdates
from bot.monitoring.trace import current_trace
from bot.settings import Settings
from bot.wechat.envelope import Envelope, OpenedMessage, RefusedError
from bot.wechat.open_turns import OpenTurn, OpenTurns
from bot.wechat.push import WeChatMessenger
from bot.wechat.read import MalformedError, WeChatMessage, read
from bot.wechat.render import render, site_of
from handlers.apology import unsure
from handlers.conversation.turn import Answer, Left, Reply
from locales import words_for
from storage import wechat_quota
from storage.engine import Database

log = logging.getLogger(__name__)

MOST_BYTES = 64 * 1024
#: Seconds for an answer on WeChat's last delivery.
BUDGET = 4.5
#: Seconds we keep an earlier delivery open: WeChat disconnects after 5, delivers again, and gets the answer then.
#: An empty answer would end it: WeChat takes that for our last word.
HOLD = 7.0
#: WeChat delivers three times, 5 seconds apart.
TRIES = 3
LAST_TRY_AGE = timedelta(seconds=9)


class WeChatWebhook:
    """GET and POST /wechat of one account."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        turns: OpenTurns,
        messenger: WeChatMessenger,
        failures: FailedUpdates,
        now: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._database = database
        self._turns = turns
        self._messenger = messenger
        self._failures = failures
        self._now = now
        self._envelope = Envelope(settings)
        self.router = APIRouter()
        self.router.add_api_route("/wechat", self.verify, methods=["GET"], include_in_schema=False)
        self.router.add_api_route("/wechat", self.receive, methods=["POST"], include_in_schema=False)

    async def verify(self, request: Request) -> Response:
        """Prove that we hold the token."""
        try:
            return PlainTextResponse(self._envelope.verify(request.query_params, self._now()))
        except RefusedError as refused:
            return _refusal(refused)

    async def receive(self, request: Request) -> Response:
        """Answer one delivery."""
        try:
            self._envelope.precheck(request.query_params, self._now())
            opened = self._envelope.open(request.query_params, await _body(request), self._now())
            message = read(opened.xml)
        except RefusedError as refused:
            return _refusal(refused)
        except MalformedError as malformed:
            return _refusal(RefusedError(f"not a message ({malformed})", 400))
        try:
            return await self._respond(message, opened, request)
        except Exception as error:
            log.exception("a delivery to /wechat could not be answered")
            return await self._given_up(message, opened, error)

    async def _given_up(self, message: WeChatMessage, opened: OpenedMessage, error: Exception) -> Response:
        """Apologise: WeChat takes whatever it gets now for our last word."""
        if message.incoming is None or not await self._failures.is_over(message.incoming.key, error, tries=1):
            return PlainTextResponse("")
        try:
            sorry = unsure(self._settings.language, current_trace())
            return self._said(message, opened, render(sorry.replies, sorry.language))
        except Exception:
            log.exception("not even that could be said")
            return PlainTextResponse("")

    async def _respond(self, message: WeChatMessage, opened: OpenedMessage, request: Request) -> Response:
        if message.incoming is None:
            return PlainTextResponse("success")
        await self._note_contact(message)
        turn = self._turns.join(message.incoming, message.picture)
        hung_up = asyncio.ensure_future(_hung_up(request))
        try:
            return await self._answered(message, opened, turn, hung_up)
        finally:
            hung_up.cancel()

    async def _answered(
        self, message: WeChatMessage, opened: OpenedMessage, turn: OpenTurn, hung_up: asyncio.Task[None]
    ) -> Response:
        is_first, is_last = turn.tries == 1, turn.tries >= TRIES or self._now() - message.at >= LAST_TRY_AGE
        answer = await turn.answer(hung_up, BUDGET if is_last else HOLD)
        if answer is not None:
            return self._shown(message, opened, answer, is_first=is_first)
        if not is_last:
            await asyncio.wait({hung_up}, timeout=HOLD)
            return PlainTextResponse("")
        turn.given_up = True
        busy = Reply(title=words_for(self._settings.language)("wechat.busy"))
        return self._said(message, opened, render((busy,), self._settings.language))

    def _shown(self, message: WeChatMessage, opened: OpenedMessage, answer: Answer, *, is_first: bool) -> Response:
        if message.incoming is None or isinstance(message.incoming.body, Left) or not answer.replies:
            return PlainTextResponse("success")
        text = render(answer.replies, answer.language, site=site_of(self._settings))
        response = self._said(message, opened, text)
        log.info("reply given", extra={"to": message.sender, "repeated": answer.repeated})
        if is_first and not answer.repeated and answer.replies[0].part == 0:
            response.background = self._pictured(message.sender, answer)
        return response

    def _pictured(self, sender: str, answer: Answer) -> BackgroundTask | None:
        """The picture that belongs to an answer, or the first page of its statement, sent after it."""
        picture = next((reply.picture for reply in answer.replies if reply.picture), None)
        if picture:
            return BackgroundTask(self._messenger.show_picture, sender, picture)
        filed = next((reply for reply in answer.replies if reply.files), None)
        return BackgroundTask(self._messenger.show_page, sender, filed) if filed else None

    def _said(self, message: WeChatMessage, opened: OpenedMessage, text: str) -> Response:
        if not text:
            return PlainTextResponse("success")
        at = int(self._now().timestamp())
        xml = TextReply(source=message.account, target=message.sender, time=at, content=text).render()
        return Response(self._envelope.seal(xml, opened, self._now()), media_type="application/xml")

    async def _note_contact(self, message: WeChatMessage) -> None:
        """Record what we may send this person from now on; a failure must not cost them the answer."""
        try:
            await asyncio.to_thread(self._write_contact, message)
        except Exception:
            log.exception("a contact on WeChat could not be noted")

    def _write_contact(self, message: WeChatMessage) -> None:
        has_left = message.incoming is not None and isinstance(message.incoming.body, Left)
        if not (has_left or message.contact):
            return
        with self._database.transaction() as session:
            if message.contact:
                wechat_quota.open_window(session, message.sender, message.contact, message.at, self._now())
            else:
                wechat_quota.close_windows(session, message.sender)


async def _hung_up(request: Request) -> None:
    """Returns when WeChat disconnects; the body has been read, so nothing else can come."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _body(request: Request) -> bytes:
    """The body, up to the size of WeChat's messages."""
    body = b""
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > MOST_BYTES:
                raise RefusedError("too long", 400)
    except ClientDisconnect:
        raise RefusedError("the connection broke", 400) from None
    return body


def _refusal(refused: RefusedError) -> Response:
    log.warning("a delivery to /wechat was refused: %s", refused)
    return PlainTextResponse("", status_code=refused.status)
