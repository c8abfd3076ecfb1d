"""One update from arrival to answer, the same for webhook and polling."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeAlias

from telegram.error import TelegramError

from bot.failed_updates import FailedUpdates
from bot.monitoring.trace import current_trace
from bot.telegram.chat_order import ChatOrder
from bot.telegram.errors import reason, traced
from bot.telegram.files import Files
from bot.telegram.messenger import ANSWER_PATIENCE, TelegramMessenger
from bot.telegram.read import Update
from bot.telegram.remarks import ChannelRemarks, Occasion, reply_for
from bot.telegram.render import draw_all
from bot.telegram.send import Sender
from bot.turns import Ask
from domain.rules.rights import Role
from handlers.apology import unsure
from handlers.conversation.rate_limit import RateDecision
from handlers.conversation.turn import Incoming, Left
from locales.words import best_language, words_for

log = logging.getLogger(__name__)

#: How many handled updates are remembered; Telegram's repeats come soon.
_REMEMBERED = 1024
#: Seconds that one update may take; a longer one counts as failed.
LONGEST = 120.0

#: Offers a person, in their chat, the commands of their role and language.
OfferCommands: TypeAlias = Callable[[int, Role, str], Awaitable[None]]
#: Applies the rate limit to an update that only gets a remark, by identity and key.
Count: TypeAlias = Callable[[str, str], RateDecision]


class UpdateIntake:
    """Asks the conversation and shows its answer; raises only where the update should be delivered again."""

    def __init__(
        self,
        ask: Ask,
        files: Files,
        messenger: TelegramMessenger,
        sender: Sender,
        failures: FailedUpdates,
        *,
        language: str,
        offer: OfferCommands,
        count: Count,
    ) -> None:
        self._count = count
        self._ask = ask
        self._failures = failures
        self._files = files
        self._offer = offer
        self._messenger = messenger
        self._sender = sender
        self._language = language
        self._order = ChatOrder()
        self._handled: dict[str, None] = {}

    def in_order(self, update: Update) -> AbstractAsyncContextManager[None]:
        """Wait until everything earlier in the same chat is handled."""
        return self._order.of(update.chat)

    async def process(self, update: Update) -> None:
        """Handle one update; call it inside ``in_order``.

        A copy of an update whose answer this process has shown needs no second showing. One whose answer another
        process may or may not have shown is answered again, with the same words. One that fails again and again is
        passed over.
        """
        if update.key in self._handled:
            return
        try:
            async with asyncio.timeout(LONGEST):
                await self._handle(update)
        except Exception as error:
            if not await self._failures.is_over(update.key, error):
                raise
            await self._apologise(update)
        self._handled[update.key] = None
        if len(self._handled) > _REMEMBERED:
            del self._handled[next(iter(self._handled))]

    async def _handle(self, update: Update) -> None:
        match update.said:
            case Incoming() as incoming:
                await self._converse(incoming, update)
            case ChannelRemarks() as remark:
                await self._remark(remark, update.key)
            case None:
                pass

    async def _converse(self, incoming: Incoming, update: Update) -> None:
        answer = await self._ask(await self._files.opened(incoming, update.attached, update.chat))
        if not isinstance(incoming.body, Left):
            await self._messenger.answer(incoming.identity, answer, update.pressed, incoming.topic)
        if answer.introduced is not None:
            await self._offer(int(incoming.identity), answer.introduced, answer.language)

    async def _apologise(self, update: Update) -> None:
        """Tell the person that the update failed; whatever is wrong may fail here, too."""
        if not isinstance(update.said, Incoming) or isinstance(update.said.body, Left):
            return
        language = best_language(update.said.language, self._language)
        try:
            await self._messenger.answer(
                update.said.identity, unsure(language, current_trace()), None, update.said.topic
            )
        except Exception as error:  # noqa: BLE001 - it was written down, and others wait
            log.error("nobody was told that update %s failed: %s", update.key, traced(error))  # noqa: TRY400 - token

    async def _remark(self, remark: ChannelRemarks, key: str) -> None:
        """Counted like a message: edits or group invitations must not trigger unlimited replies."""
        decision = self._count(remark.identity, key)
        if decision is RateDecision.SILENCE:
            return
        kind = Occasion.TOO_FAST if decision is RateDecision.TELL else remark.remark
        words = words_for(best_language(remark.language, self._language))
        drawings = draw_all(reply_for(kind, words))
        try:
            await self._sender.bring(remark.chat, drawings, topic=remark.topic, patience=ANSWER_PATIENCE)
        except TelegramError as error:
            log.info("a remark did not get through: %s", reason(error))
