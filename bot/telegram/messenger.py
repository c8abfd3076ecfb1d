"""Sends answers and notices to Telegram chats."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import structlog
from telegram.error import RetryAfter, TelegramError

from bot.messenger import Delivered, Later, Outcome, Refused, Unreachable
from bot.papers.desk import Draw
from bot.short_transactions import run_short
from bot.telegram.errors import ErrorKind, classify, reason, retry_after, traced
from bot.telegram.read import Pressed
from bot.telegram.render import Drawing, draw, draw_all
from bot.telegram.send import Sender
from domain.tables.people import Channel
from handlers.conversation.paper_links import OldLinkError, UnknownLinkError
from handlers.conversation.turn import Answer, File, Reply
from storage import card_messages
from storage.engine import Database

log = structlog.get_logger()

#: Seconds to retry while the person waits; a notice is retried by its sender instead.
ANSWER_PATIENCE = 10.0
NOTICE_PATIENCE = 0.0
_AGAIN_SECONDS = 5.0

#: Puts a reply that could not be sent into the outbox: channel, external, reply, language.
Resend: TypeAlias = Callable[[Channel, str, Reply, str], Awaitable[None]]


class TelegramMessenger:
    """Sends replies to Telegram chats and remembers which message shows which card."""

    channel = Channel.TELEGRAM

    def __init__(self, sender: Sender, database: Database, resend: Resend, draw: Draw) -> None:
        self._sender = sender
        self._draw = draw
        self._database = database
        self._resend = resend

    async def answer(self, external: str, answer: Answer, pressed: Pressed | None, topic: str = "") -> None:
        """Show an answer; a reply that fails and all after it go to the outbox, to keep the order."""
        for index, reply in enumerate(answer.replies):
            replaced = pressed if answer.replaces and not index else None
            outcome = await self._show(external, reply, answer.language, replaced, topic, whole=index > 0)
            if isinstance(outcome, Delivered):
                log.info("reply sent", to=external, shown=outcome.message)
            if isinstance(outcome, Unreachable):
                log.info("%s cannot be answered: %s", external, outcome.reason)
                await self._hand_over(external, answer.replies[index : answer.notices], answer.language)
                return
            if isinstance(outcome, Later | Refused):
                log.warning("%s is answered later: %s", external, outcome.reason)
                await self._hand_over(external, answer.replies[index:], answer.language)
                return

    async def push(
        self,
        external: str,
        reply: Reply,
        language: str,
        replacing: str | None,
        topic: str = "",
    ) -> Outcome:
        """Send a notice in full: later parts could not be opened any more."""
        outcome: Outcome = Delivered()
        if reply.text() or reply.buttons:
            outcome = await self._bring(external, draw_all(reply), _named(replacing), NOTICE_PATIENCE, topic=topic)
        elif reply.files:  # what is left of a reply: it is sent again as long as it takes
            return await self._files(external, reply.files, NOTICE_PATIENCE, topic)
        if isinstance(outcome, Delivered):
            await self._enclose(external, reply, language, NOTICE_PATIENCE, topic)
        return outcome

    async def redraw(self, external: str, reply: Reply, language: str, message: str) -> Outcome:  # noqa: ARG002
        """Redraw a card in place, silently; a card no longer there is not sent again."""
        drawings = draw_all(reply)
        place = _named(message)
        if place is None:
            return Delivered()
        if len(drawings) > 1:
            return await self._bring(external, drawings, place, NOTICE_PATIENCE, quiet=True)
        try:
            await self._sender.edit(int(external), place.message, drawings[0], patience=NOTICE_PATIENCE)
        except TelegramError as error:
            return _outcome(error)
        return Delivered(message=message)

    async def _show(
        self, external: str, reply: Reply, language: str, replaced: Pressed | None, topic: str, *, whole: bool
    ) -> Outcome:
        """Show one reply. Only the first can be paged: the conversation keeps one open part."""
        try:
            drawings = draw_all(reply) if whole else (draw(reply, language),)
            outcome = await self._bring(external, drawings, replaced, ANSWER_PATIENCE, topic=topic)
            message = outcome.message if isinstance(outcome, Delivered) else None
            if reply.card and message and message != _stands(replaced):
                place = (self.channel, external, reply.card, message)
                await run_short(self._database, lambda session: card_messages.remember(session, *place))
            if isinstance(outcome, Delivered):
                await self._enclose(external, reply, language, ANSWER_PATIENCE, topic)
        except Exception as error:  # noqa: BLE001 - committed answers are not lost, whatever went wrong
            log.error("an answer was not shown: %s", traced(error))  # noqa: TRY400 - may hold a token
            return Later(seconds=_AGAIN_SECONDS, reason=reason(error))
        return outcome

    async def _enclose(self, external: str, reply: Reply, language: str, patience: float, topic: str) -> None:
        """Send a reply's files after its words; those that fail go to the outbox, so that the words come only once."""
        for at, file in enumerate(reply.files):
            if not isinstance(await self._files(external, (file,), patience, topic), Delivered):
                await self._resend(self.channel, external, Reply(files=reply.files[at:]), language)
                return

    async def _files(self, external: str, files: tuple[File, ...], patience: float, topic: str) -> Outcome:
        try:
            for file in files:
                drawn = await asyncio.to_thread(self._draw, file.token)
                await self._sender.file(int(external), drawn.name, drawn.content, topic=topic, patience=patience)
        except TelegramError as error:
            return _outcome(error)
        except (OldLinkError, UnknownLinkError):
            log.info("a paper is not theirs to see any more", to=external)
        return Delivered()

    async def _bring(
        self,
        external: str,
        drawings: tuple[Drawing, ...],
        replaced: Pressed | None,
        patience: float,
        *,
        topic: str = "",
        quiet: bool = False,
    ) -> Outcome:
        try:
            message = await self._sender.bring(
                int(external), drawings, topic=topic, replaced=replaced, patience=patience, quiet=quiet
            )
        except TelegramError as error:
            return _outcome(error)
        return Delivered(message=str(message))

    async def _hand_over(self, external: str, replies: tuple[Reply, ...], language: str) -> None:
        for reply in replies:
            await self._resend(self.channel, external, reply, language)


def _stands(pressed: Pressed | None) -> str | None:
    """The pressed message: when it is redrawn, its card is known to be there."""
    return str(pressed.message) if pressed else None


def _named(message: str | None) -> Pressed | None:
    return Pressed(message=int(message), picture=None) if message and message.isdecimal() else None


def _outcome(error: TelegramError) -> Later | Unreachable | Refused:
    if isinstance(error, RetryAfter):
        return Later(seconds=retry_after(error), reason=reason(error))
    match classify(error):
        case ErrorKind.AWAY:
            return Unreachable(reason=reason(error))
        case ErrorKind.AGAIN:
            return Later(seconds=_AGAIN_SECONDS, reason=reason(error))
        case _:
            log.error("Telegram refuses what we send: %s", reason(error))
            return Refused(reason=reason(error))
