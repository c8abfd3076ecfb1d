"""The chats of the demo page: what is said goes to the conversation, the answer into the transcript."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from sqlmodel import Session
from sse_starlette import ServerSentEvent

from bot.attachments import Attachment, AttachmentReader, Fetch, kind_of
from bot.demo.chats import dataset_id, set_greeting_language
from bot.demo.lines import ShownReplies, SpokenLine, packed, read_said, read_shown
from bot.demo.photos import keep_photo
from bot.demo.stream import Signal, lines_after
from bot.demo.views import LineView, view
from bot.short_transactions import in_thread
from bot.turns import Ask
from domain.tables.people import Channel
from handlers.conversation.callback_data import data_of
from handlers.conversation.turn import Answer, Sent, SentKind
from handlers.conversation.verbs import Verb
from storage.card_messages import remember
from storage.engine import Database
from storage.transcript import ShownKind, ShownLine, add, find_said, line_showing, newest, since, unanswered

log = structlog.get_logger()


class DemoConversation:
    """Seven phones on one page. A chat's turns run in order; a message is stored before it is answered.

    ``on_reset`` makes the process end, empty the dataset and furnish it again.
    """

    def __init__(
        self,
        database: Database,
        ask: Ask,
        attachments: AttachmentReader,
        now: Callable[[], datetime],
        on_reset: Callable[[], None] = lambda: None,
    ) -> None:
        self.database = database
        self._ask = ask
        self._attachments = attachments
        self._now = now
        self._on_reset = on_reset
        self.signal = Signal()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def start(self) -> None:
        """Answer the messages that a killed process left unanswered."""
        for words in await in_thread(self.database, _unanswered):
            try:
                await self.hear(words)
            except Exception:
                log.exception("demo.unanswered", chat=words.chat.value, key=words.key)

    async def stop(self) -> None:
        """End every open stream; pages reconnect by themselves."""
        self.signal.close()

    async def reset(self, dataset: str) -> None:
        """Delete the demo data the page shows and seed it again. A page of an older data set changes nothing."""
        if dataset == (await in_thread(self.database, _state))[0]:
            self._on_reset()
            self.signal.close()

    async def hear(self, words: SpokenLine) -> bool:
        """Handle one thing a person did; False where it was answered before. The same key never acts twice."""
        async with self._turns[words.chat.value]:
            line = await in_thread(self.database, lambda session: self._note(session, words))
            self.signal.ring()
            if not line.open:
                return False
            first = read_said(line.body)
            answer = await self._ask(first.incoming())
            await in_thread(self.database, lambda session: self._show(session, line, first, answer))
            self.signal.ring()
            return True

    async def hear_file(self, words: SpokenLine, attachment: Attachment, fetch: Fetch) -> bool:
        """The same for a file or picture, which is read first. A picture is stored, to be shown in the chat."""
        sent = Sent(kind=kind_of(attachment), text=words.text, name=attachment.name)
        if sent.kind is SentKind.PICTURE:
            words = replace(words, picture=await self._keep(await fetch()))
        incoming = await self._attachments.read(replace(words, sent=sent).incoming(), attachment, fetch)
        if not isinstance(incoming.body, Sent):
            raise TypeError(type(incoming.body))
        return await self.hear(replace(words, text=_shown_as(sent, words), sent=incoming.body))

    async def events(self, number: int, dataset: str) -> AsyncIterator[ServerSentEvent]:
        """The event stream of a page that has all lines up to a number of this data set."""
        here, last = await in_thread(self.database, _state)
        seen = last + 1 if dataset and dataset != here else number
        async for event in lines_after(seen, last, self.signal, self._after):
            yield event

    async def _keep(self, content: bytes) -> str | None:
        return await in_thread(self.database, lambda session: keep_photo(session, content))

    def _after(self, number: int) -> Sequence[LineView]:
        with self.database.transaction() as session:
            return [view(line) for line in since(session, number)]

    def _note(self, session: Session, words: SpokenLine) -> ShownLine:
        known = find_said(session, words.chat, words.key)
        if known is not None:
            return known
        if words.language and (words.starts or words.data == data_of(Verb.LANGUAGE, words.language)):
            set_greeting_language(session, words.language)
        body = packed(replace(words, text=_spoken(session, words)) if words.message else words)
        line = ShownLine(chat=words.chat, kind=ShownKind.SAID, key=words.key, open=True, body=body, at=self._now())
        return add(session, line)

    def _show(self, session: Session, line: ShownLine, words: SpokenLine, answer: Answer) -> None:
        session.add(line)
        line.open = False
        if words.sent is not None:  # what was in it was read, and need not be kept
            line.body = packed(replace(words, sent=replace(words.sent, sheets=(), photo="")))
        if answer.replies:
            body = packed(ShownReplies(language=answer.language, replies=answer.replies))
            edits = words.message if answer.replaces else None
            shown = ShownLine(chat=words.chat, kind=ShownKind.ANSWER, body=body, edits=edits, at=self._now())
            add(session, shown)
            for index, reply in enumerate(answer.replies):
                if reply.card:
                    remember(session, Channel.DEMO, words.chat, reply.card, shown.message(index))


def _unanswered(session: Session) -> Sequence[SpokenLine]:
    return [read_said(line.body) for line in unanswered(session)]


def _state(session: Session) -> tuple[str, int]:
    """The id of the demo data, and the number of its last line."""
    return dataset_id(session), newest(session)


def _shown_as(sent: Sent, words: SpokenLine) -> str:
    """What the chat shows of a file or picture in words."""
    if words.picture:
        return sent.text
    return "\n".join(filter(None, (f"{'🖼' if sent.kind is SentKind.PICTURE else '📎'} {sent.name}", sent.text)))


def _spoken(session: Session, words: SpokenLine) -> str:
    """What a tap would have sent on a platform without buttons, from the message it stands under."""
    line = line_showing(session, words.chat, words.message or "")
    if line is None or line.kind is ShownKind.SAID:
        return words.data or ""
    buttons = (button for reply in read_shown(line.body).replies for button in reply.choices())
    return next((button.say or button.label for button in buttons if button.data == words.data), words.data or "")
