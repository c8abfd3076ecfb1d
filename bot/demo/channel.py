"""The demo page as a channel: what is said goes to the conversation, the answer into the transcript."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from sqlmodel import Session
from sse_starlette import ServerSentEvent

from bot.contents import Contents, Enclosed, Fetch, kind_of
from bot.demo.chats import greet_in, house_name
from bot.demo.lines import Said, Showing, packed, read_said, read_showing
from bot.demo.looks import LineView, view
from bot.demo.messenger import DemoMessenger
from bot.demo.photos import keep_photo
from bot.demo.routes import demo_router
from bot.demo.stream import Bell, lines_after
from bot.turns import Ask
from domain.tables.people import Channel
from handlers.turn import Answer, Sent, SentKind
from storage.cards import remember
from storage.engine import Database
from storage.transcript import LineKind, ShownLine, add, holding, newest, said, since, unanswered

log = structlog.get_logger()


class DemoChannel:
    """Seven phones on one page. A chat's turns run one after another; what was said is kept before it is answered.

    ``anew`` makes the process end, empty the house and furnish it again.
    """

    def __init__(
        self,
        database: Database,
        ask: Ask,
        contents: Contents,
        now: Callable[[], datetime],
        anew: Callable[[], None] = lambda: None,
    ) -> None:
        self.database = database
        self._ask = ask
        self._contents = contents
        self._now = now
        self._anew = anew
        self.bell = Bell()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.messenger = DemoMessenger(database, self.bell, now)
        self.router = demo_router(self)

    async def start(self) -> None:
        """Answer what a process that died left unanswered."""
        for words in await asyncio.to_thread(self._left_open):
            try:
                await self.hear(words)
            except Exception:
                log.exception("demo.unanswered", chat=words.chat.value, key=words.key)

    async def stop(self) -> None:
        """Let go of every open page; they come back by themselves."""
        self.bell.close()

    async def begin_anew(self, house: str) -> None:
        """Forget all that was done in the house that the page shows. A page of an older house changes nothing."""
        if house == (await asyncio.to_thread(self._standing))[0]:
            self._anew()
            self.bell.close()

    async def hear(self, words: Said) -> bool:
        """One thing a person did; false where it had been answered before. The same key never acts twice."""
        async with self._turns[words.chat.value]:
            line = await asyncio.to_thread(self._note, words)
            self.bell.ring()
            if not line.open:
                return False
            first = read_said(line.body)
            answer = await self._ask(first.incoming())
            await asyncio.to_thread(self._show, line, first, answer)
            self.bell.ring()
            return True

    async def hear_file(self, words: Said, enclosed: Enclosed, fetch: Fetch) -> bool:
        """The same for a file or picture, which is opened first. A picture is kept, to be shown in the chat."""
        sent = Sent(kind=kind_of(enclosed), text=words.text, name=enclosed.name)
        if sent.kind is SentKind.PICTURE:
            words = replace(words, picture=await asyncio.to_thread(self._kept, await fetch()))
        incoming = await self._contents.of(replace(words, sent=sent).incoming(), enclosed, fetch)
        if not isinstance(incoming.body, Sent):
            raise TypeError(type(incoming.body))
        return await self.hear(replace(words, text=_shown_as(sent, words), sent=incoming.body))

    async def events(self, number: int, house: str) -> AsyncIterator[ServerSentEvent]:
        """The stream of a page that has seen all lines up to a number; what another house said does not count."""
        here, last = await asyncio.to_thread(self._standing)
        seen = last + 1 if house and house != here else number
        async for event in lines_after(seen, last, self.bell, self._after):
            yield event

    def _left_open(self) -> Sequence[Said]:
        with self.database.transaction() as session:
            return [read_said(line.body) for line in unanswered(session)]

    def _standing(self) -> tuple[str, int]:
        """The name of the house, and the number of its last line."""
        with self.database.transaction() as session:
            return house_name(session), newest(session)

    def _kept(self, content: bytes) -> str | None:
        with self.database.transaction() as session:
            return keep_photo(session, content)

    def _after(self, number: int) -> Sequence[LineView]:
        with self.database.transaction() as session:
            return [view(line) for line in since(session, number)]

    def _note(self, words: Said) -> ShownLine:
        with self.database.transaction() as session:
            known = said(session, words.chat, words.key)
            if known is not None:
                return known
            if words.starts and words.language:
                greet_in(session, words.chat, words.language)
            worded = replace(words, text=_spoken(session, words)) if words.message else words
            return add(
                session,
                ShownLine(
                    chat=words.chat,
                    kind=LineKind.SAID,
                    key=words.key,
                    open=True,
                    body=packed(worded),
                    at=self._now(),
                ),
            )

    def _show(self, line: ShownLine, words: Said, answer: Answer) -> None:
        with self.database.transaction() as session:
            session.add(line)
            line.open = False
            if words.sent is not None:  # what was in it was read, and need not be kept
                line.body = packed(replace(words, sent=replace(words.sent, sheets=())))
            if answer.replies:
                self._add_answer(session, words, answer)

    def _add_answer(self, session: Session, words: Said, answer: Answer) -> None:
        shown = add(
            session,
            ShownLine(
                chat=words.chat,
                kind=LineKind.ANSWER,
                body=packed(Showing(language=answer.language, replies=answer.replies)),
                edits=words.message if answer.replaces else None,
                at=self._now(),
            ),
        )
        for index, reply in enumerate(answer.replies):
            if reply.card:
                message = shown.message(index)
                remember(session, Channel.DEMO, words.chat, reply.card, message)


def _shown_as(sent: Sent, words: Said) -> str:
    """What the chat shows of a file or picture in words."""
    if words.picture:
        return sent.text
    return "\n".join(filter(None, (f"{'🖼' if sent.kind is SentKind.PICTURE else '📎'} {sent.name}", sent.text)))


def _spoken(session: Session, words: Said) -> str:
    """What a tap would have sent on a platform without buttons, from the message it stands under."""
    line = holding(session, words.chat, words.message or "")
    if line is None or line.kind is LineKind.SAID:
        return words.data or ""
    buttons = (button for reply in read_showing(line.body).replies for button in reply.choices())
    return next((button.say or button.label for button in buttons if button.data == words.data), words.data or "")
