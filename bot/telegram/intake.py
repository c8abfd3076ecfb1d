"""One update from arrival to answer, the same for webhook and polling."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeAlias

from telegram.error import TelegramError

from bot.failures import Failures
from bot.telegram.aside import Aside, Remark, reply_for
from bot.telegram.errors import reason, traced
from bot.telegram.files import Files
from bot.telegram.messenger import ANSWER_PATIENCE, TelegramMessenger
from bot.telegram.order import ChatOrder
from bot.telegram.read import Update
from bot.telegram.render import draw_all
from bot.telegram.send import Sender
from bot.trace import current_trace
from bot.turns import Ask
from domain.rules.rights import Role
from handlers.apology import unsure
from handlers.flood import Verdict
from handlers.turn import Incoming, Left
from locales.words import best_language, words_for

log = logging.getLogger(__name__)

#: So many updates are remembered as dealt with here; Telegram's copies come within moments.
_REMEMBERED = 1024
#: Seconds that one update may take; then it has failed like one that raised an error.
LONGEST = 120.0

#: Offers a person, in their chat, the commands of their role and language.
OfferCommands: TypeAlias = Callable[[int, Role, str], Awaitable[None]]
#: Counts what only wants a remark, by identity and key, and judges it like a message.
Count: TypeAlias = Callable[[str, str], Verdict]


class Intake:
    """Asks the conversation and shows its answer; raises only where the update should be delivered again."""

    def __init__(
        self,
        ask: Ask,
        files: Files,
        messenger: TelegramMessenger,
        sender: Sender,
        failures: Failures,
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
        self._dealt_with: dict[str, None] = {}

    def in_order(self, update: Update) -> AbstractAsyncContextManager[None]:
        """Wait here until everything that came before in the same chat is dealt with."""
        return self._order.of(update.chat)

    async def take(self, update: Update) -> None:
        """Deal with one update; call it ``in_order``.

        A copy of an update whose answer this process has shown needs no second showing. One whose answer another
        process may or may not have shown is answered again, with the same words. One that fails again and again is
        passed over.
        """
        if update.key in self._dealt_with:
            return
        try:
            async with asyncio.timeout(LONGEST):
                await self._deal_with(update)
        except Exception as error:
            if not await self._failures.is_over(update.key, error):
                raise
            await self._apologise(update)
        self._dealt_with[update.key] = None
        if len(self._dealt_with) > _REMEMBERED:
            del self._dealt_with[next(iter(self._dealt_with))]

    async def _deal_with(self, update: Update) -> None:
        match update.said:
            case Incoming() as incoming:
                await self._converse(incoming, update)
            case Aside() as aside:
                await self._remark(aside, update.key)
            case None:
                pass

    async def _converse(self, incoming: Incoming, update: Update) -> None:
        answer = await self._ask(await self._files.opened(incoming, update.attached, update.chat))
        if not isinstance(incoming.body, Left):
            await self._messenger.answer(incoming.identity, answer, update.pressed, incoming.topic)
        if answer.introduced is not None:
            await self._offer(int(incoming.identity), answer.introduced, answer.language)

    async def _apologise(self, update: Update) -> None:
        """As well as can be: whatever is wrong may be wrong here, too."""
        if not isinstance(update.said, Incoming) or isinstance(update.said.body, Left):
            return
        language = best_language(update.said.language, self._language)
        try:
            await self._messenger.answer(
                update.said.identity, unsure(language, current_trace()), None, update.said.topic
            )
        except Exception as error:  # noqa: BLE001 - it was written down, and others wait
            log.error("nobody was told that update %s failed: %s", update.key, traced(error))  # noqa: TRY400 - token

    async def _remark(self, aside: Aside, key: str) -> None:
        """Counted like a message: nobody gets one after another by editing or by adding us to groups."""
        verdict = self._count(aside.identity, key)
        if verdict is Verdict.SILENCE:
            return
        remark = Remark.TOO_FAST if verdict is Verdict.TELL else aside.remark
        words = words_for(best_language(aside.language, self._language))
        drawings = draw_all(reply_for(remark, words))
        try:
            await self._sender.bring(aside.chat, drawings, topic=aside.topic, patience=ANSWER_PATIENCE)
        except TelegramError as error:
            log.info("a remark did not get through: %s", reason(error))
