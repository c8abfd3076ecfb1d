"""The house's parts in this process, by a clock that a fault moves: people act at the front door, news goes out.

What we send goes to a Bot API on loopback, as from a server.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from threading import RLock
from typing import Any

from sqlalchemy.exc import OperationalError

from bot.settings import Settings
from bot.wiring import Parts, build
from domain.tables.people import Channel
from handlers.conversation.turn import Answer, Incoming
from handlers.front_door import FrontDoor
from storage.engine import Database
from tests.faults import audit
from tests.faults.channels import OnTelegram
from tests.faults.outcome import Outcome
from tests.faults.playing import Fault, played
from tests.faults.town import Town, fresh_town
from tests.grounds import Ground
from tests.phones import Phone
from tests.platforms.hands import Hand
from tests.platforms.shop import Shop

Clock = Callable[[], datetime]
#: What is undecided waits through days without a platform.
RESERVED_MINUTES = 60 * 24 * 60
#: So often a platform brings a message before it gives up.
TRIES = 5


class IndoorHand:
    """Somebody who acts at the front door, finds an order by its number, and hears by Telegram."""

    def __init__(self, phone: Phone, ear: Hand) -> None:
        self._phone, self._ear = phone, ear
        self._busy = RLock()

    def comes_in(self, code: str, *sees: str) -> None:
        with self._busy:
            self._phone.starts(code).sees(*sees)

    def says(self, words: str, *sees: str) -> None:
        with self._busy:
            self._phone.types(words).sees(*sees)

    def taps(self, label: str, *sees: str, about: str = "") -> None:
        with self._busy:
            if about:
                self._phone.types(about).sees(about)
            self._phone.taps(label).sees(*sees)

    def hears(self, *fragments: str) -> None:
        self._ear.hears(*fragments)

    @property
    def messages(self) -> list[str]:
        return [message.reply.text() for message in self._phone.chat]

    @property
    def texts(self) -> list[str]:
        return self.messages


@dataclass(kw_only=True)
class Indoors:
    """One house with its people; ``offices`` are as many processes as would serve it."""

    offices: list[Parts]
    street: OnTelegram
    town: Town
    ears: dict[str, Hand]
    where: str

    @property
    def url(self) -> str:
        return self.town.shop.url

    def run(self, doing: Coroutine[Any, Any, None]) -> None:
        """What the offices do, from beginning to end; then they hang up."""
        asyncio.run(self._hanging_up(doing))

    async def _hanging_up(self, doing: Coroutine[Any, Any, None]) -> None:
        try:
            await doing
        finally:
            for channel in chain.from_iterable(office.channels for office in self.offices):
                await channel.stop()

    def play(self, name: str, fault: Fault) -> Outcome:
        """Let the town order while the fault strikes, then count; the fault brings what is left when it ends."""
        return played(
            self.town,
            fault,
            name=name,
            where=self.where,
            at_once=self.street.at_once,
            told=lambda: {who: self.street.texts(ear) for who, ear in self.ears.items()},
            check=lambda: audit.findings(self.url),
        )


@contextmanager
def opened(ground: Ground, stories: int, clock: Clock, offices: int = 1) -> Iterator[Indoors]:
    """A town with its house open."""
    with ExitStack() as stack:
        shop = stack.enter_context(fresh_town(ground, stories))
        street = stack.enter_context(OnTelegram())
        parts = [_office(shop, street, clock) for _ in range(offices)]
        for each in parts:
            stack.callback(each.database.close)
            stack.callback(each.door.catalogue_index.wait)
            stack.callback(each.turns.close)
        door, database = parts[0].door, parts[0].database
        pairs = [_somebody(street, door, database) for _ in range(stories + 2)]
        town = Town(shop, pairs[0][0], pairs[1][0], [hand for hand, _ in pairs[2:]])
        ears = dict(zip(town.hands, [ear for _, ear in pairs], strict=True))
        where = f"{ground.kind.value}, telegram" + (f" ×{offices}" if offices > 1 else "")
        yield Indoors(offices=parts, street=street, town=town, ears=ears, where=where)


def _office(shop: Shop, street: OnTelegram, clock: Clock) -> Parts:
    given = street.settings(shop, 1) | {"reservation_minutes": str(RESERVED_MINUTES)}
    parts = build(Settings(_env_file=None, **given), now=clock)  # type: ignore[arg-type]
    parts.door.catalogue_index.warm(parts.database.engine)
    parts.notice_sender.serve({channel.messenger.channel: channel.messenger for channel in parts.channels})
    return parts


def _somebody(street: OnTelegram, door: FrontDoor, database: Database) -> tuple[Hand, Hand]:
    """Somebody's hand, and the ear that hears what Telegram brings to the same chat."""
    ear = street.hand()
    phone = street.phone(ear)
    phone.start()
    return IndoorHand(Phone(_brought_again(door), Channel.TELEGRAM, str(phone.person.id), database), ear), ear


def _brought_again(door: FrontDoor) -> Callable[[Incoming], Answer]:
    """The front door, to which a platform brings a message again where the database was busy for too long."""

    def answer(incoming: Incoming) -> Answer:
        for _ in range(TRIES - 1):
            with suppress(OperationalError):
                return door.answer(incoming)
        return door.answer(incoming)

    return answer
