"""The way out: answers to those who just wrote, and notices to those who did not."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import structlog
from telegram.error import RetryAfter, TelegramError

from bot.messenger import Delivered, Later, Outcome, Refused, Unreachable
from bot.moments import in_a_moment
from bot.telegram.errors import Trouble, reason, traced, trouble, wait_of
from bot.telegram.read import Pressed
from bot.telegram.render import Drawing, draw, draw_all
from bot.telegram.send import Sender
from domain.tables.people import Channel
from handlers.turn import Answer, Reply
from storage import cards
from storage.engine import Database

log = structlog.get_logger()

#: Seconds to keep trying while the person waits; a notice is not in a hurry and its sender tries again by itself.
ANSWER_PATIENCE = 10.0
NOTICE_PATIENCE = 0.0
_AGAIN_SECONDS = 5.0

#: Puts a reply that could not be sent into the outbox: channel, external, reply, language.
Resend: TypeAlias = Callable[[Channel, str, Reply, str], Awaitable[None]]


class TelegramMessenger:
    """Brings replies to Telegram chats and remembers where cards stand."""

    channel = Channel.TELEGRAM

    def __init__(self, sender: Sender, database: Database, resend: Resend) -> None:
        self._sender = sender
        self._database = database
        self._resend = resend

    async def answer(self, external: str, answer: Answer, pressed: Pressed | None, topic: str = "") -> None:
        """Show an answer; what does not get through now goes into the outbox, and all after it, to keep the order."""
        for index, reply in enumerate(answer.replies):
            replaced = pressed if answer.replaces and not index else None
            outcome = await self._show(external, reply, answer.language, replaced, topic, whole=index > 0)
            if isinstance(outcome, Delivered):
                log.info("reply sent", to=external, shown=outcome.message)
            if isinstance(outcome, Unreachable):
                log.info("%s cannot be answered: %s", external, outcome.reason)
                await self._hand_over(external, answer.replies[index : answer.news], answer.language)
                return
            if isinstance(outcome, Later | Refused):
                log.warning("%s is answered later: %s", external, outcome.reason)
                await self._hand_over(external, answer.replies[index:], answer.language)
                return

    async def push(
        self,
        external: str,
        reply: Reply,
        language: str,  # noqa: ARG002
        replacing: str | None,
        topic: str = "",
    ) -> Outcome:
        """Bring a notice, whole: nobody can leaf through it later."""
        replaced = _named(replacing)
        return await self._bring(external, draw_all(reply), replaced, NOTICE_PATIENCE, topic=topic)

    async def redraw(self, external: str, reply: Reply, language: str, message: str) -> Outcome:  # noqa: ARG002
        """Redraw a card in place, silently; a card no longer there is not brought back."""
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
        """Only the first reply can be leafed through: the conversation keeps one open part."""
        try:
            drawings = draw_all(reply) if whole else (draw(reply, language),)
            outcome = await self._bring(external, drawings, replaced, ANSWER_PATIENCE, topic=topic)
            message = outcome.message if isinstance(outcome, Delivered) else None
            if reply.card and message and message != _stands(replaced):
                place = (self.channel, external, reply.card, message)
                await in_a_moment(self._database, lambda session: cards.remember(session, *place))
        except Exception as error:  # noqa: BLE001 - committed answers are not lost, whatever went wrong
            log.error("an answer was not shown: %s", traced(error))  # noqa: TRY400 - may hold a token
            return Later(seconds=_AGAIN_SECONDS, reason=reason(error))
        return outcome

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
    """The message that was pressed: when it is redrawn, its card is known to stand there."""
    return str(pressed.message) if pressed else None


def _named(message: str | None) -> Pressed | None:
    return Pressed(message=int(message), picture=None) if message and message.isdecimal() else None


def _outcome(error: TelegramError) -> Later | Unreachable | Refused:
    if isinstance(error, RetryAfter):
        return Later(seconds=wait_of(error), reason=reason(error))
    match trouble(error):
        case Trouble.AWAY:
            return Unreachable(reason=reason(error))
        case Trouble.AGAIN:
            return Later(seconds=_AGAIN_SECONDS, reason=reason(error))
        case _:
            log.error("Telegram refuses what we send: %s", reason(error))
            return Refused(reason=reason(error))
