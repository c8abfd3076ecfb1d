"""The webhook: what WeChat delivers is opened, answered within its five seconds, and never met with an error."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect
from wechatpy.replies import TextReply

from bot.failures import Failures
from bot.settings import Settings
from bot.trace import current_trace
from bot.wechat.envelope import Envelope, Opened, RefusedError
from bot.wechat.pending import OpenTurn, OpenTurns
from bot.wechat.push import WeChatMessenger
from bot.wechat.read import Letter, MalformedError, read
from bot.wechat.render import render
from handlers.apology import unsure
from handlers.turn import Answer, Left, Reply
from locales import words_for
from storage import push_ledger
from storage.engine import Database

log = logging.getLogger(__name__)

MOST_BYTES = 64 * 1024
#: Seconds we may take where WeChat will not deliver again.
BUDGET = 4.5
#: Seconds we keep WeChat waiting where it will: it hangs up after 5 and delivers again, and finds the answer then.
#: An empty answer would end it: WeChat takes that for our last word.
HOLD = 7.0
#: WeChat delivers three times, 5 seconds apart.
TRIES = 3
LAST_TRY_AGE = timedelta(seconds=9)


class Webhook:
    """GET and POST /wechat for one account."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        turns: OpenTurns,
        messenger: WeChatMessenger,
        failures: Failures,
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
            self._envelope.knock(request.query_params, self._now())
            opened = self._envelope.open(request.query_params, await _body(request), self._now())
            letter = read(opened.xml)
        except RefusedError as refused:
            return _refusal(refused)
        except MalformedError as malformed:
            return _refusal(RefusedError(f"not a message ({malformed})", 400))
        try:
            return await self._respond(letter, opened, request)
        except Exception as error:
            log.exception("a delivery to /wechat could not be answered")
            return await self._given_up(letter, opened, error)

    async def _given_up(self, letter: Letter, opened: Opened, error: Exception) -> Response:
        """WeChat takes whatever it gets now for our last word."""
        if letter.incoming is None or not await self._failures.is_over(letter.incoming.key, error, tries=1):
            return PlainTextResponse("")
        try:
            sorry = unsure(self._settings.language, current_trace())
            return self._said(letter, opened, render(sorry.replies, sorry.language))
        except Exception:
            log.exception("not even that could be said")
            return PlainTextResponse("")

    async def _respond(self, letter: Letter, opened: Opened, request: Request) -> Response:
        if letter.incoming is None:
            return PlainTextResponse("success")
        await self._note_contact(letter)
        turn = self._turns.join(letter.incoming, letter.picture)
        hung_up = asyncio.ensure_future(_hung_up(request))
        try:
            return await self._answered(letter, opened, turn, hung_up)
        finally:
            hung_up.cancel()

    async def _answered(self, letter: Letter, opened: Opened, turn: OpenTurn, hung_up: asyncio.Task[None]) -> Response:
        is_first, is_last = turn.tries == 1, turn.tries >= TRIES or self._now() - letter.at >= LAST_TRY_AGE
        answer = await turn.answer(hung_up, BUDGET if is_last else HOLD)
        if answer is not None:
            return self._shown(letter, opened, answer, is_first=is_first)
        if not is_last:
            await asyncio.wait({hung_up}, timeout=HOLD)
            return PlainTextResponse("")
        turn.given_up = True
        busy = Reply(title=words_for(self._settings.language)("wechat.busy"))
        return self._said(letter, opened, render((busy,), self._settings.language))

    def _shown(self, letter: Letter, opened: Opened, answer: Answer, *, is_first: bool) -> Response:
        if letter.incoming is None or isinstance(letter.incoming.body, Left) or not answer.replies:
            return PlainTextResponse("success")
        response = self._said(letter, opened, render(answer.replies, answer.language))
        log.info("reply given", extra={"to": letter.sender, "repeated": answer.repeated})
        picture = next((reply.picture for reply in answer.replies if reply.picture), None)
        if picture and is_first and not answer.repeated and answer.replies[0].part == 0:
            response.background = BackgroundTask(self._messenger.show_picture, letter.sender, picture)
        return response

    def _said(self, letter: Letter, opened: Opened, text: str) -> Response:
        if not text:
            return PlainTextResponse("success")
        at = int(self._now().timestamp())
        xml = TextReply(source=letter.account, target=letter.sender, time=at, content=text).render()
        return Response(self._envelope.close(xml, opened, self._now()), media_type="application/xml")

    async def _note_contact(self, letter: Letter) -> None:
        """What we may send this person from now on; no reason to leave them without an answer."""
        try:
            await asyncio.to_thread(self._write_contact, letter)
        except Exception:
            log.exception("a contact on WeChat could not be noted")

    def _write_contact(self, letter: Letter) -> None:
        has_left = letter.incoming is not None and isinstance(letter.incoming.body, Left)
        if not (has_left or letter.contact):
            return
        with self._database.transaction() as session:
            if letter.contact:
                push_ledger.open_window(session, letter.sender, letter.contact, letter.at, self._now())
            else:
                push_ledger.shut(session, letter.sender)


async def _hung_up(request: Request) -> None:
    """Ends when WeChat no longer waits; the body has been read, so nothing else can come."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _body(request: Request) -> bytes:
    """The body, as far as WeChat's messages go."""
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
