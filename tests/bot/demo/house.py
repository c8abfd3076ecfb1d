"""The demo house, seeded once for all tests of a run and copied for each."""

from datetime import UTC, datetime

from bot.demo.chats import Chat
from bot.demo.seed import Progress, seed
from domain.tables.people import Channel
from handlers.conversation.turn import Answer, Body, Incoming
from handlers.front_door import FrontDoor
from storage.catalogue_index import CatalogueIndex
from storage.engine import Database
from tests.world import SUPPLIER

#: Five past midnight in Shanghai: the hardest time to have had a yesterday.
MIDNIGHT = datetime(2026, 11, 22, 16, 5, tzinfo=UTC)


class Visitor:
    """Somebody at the demo page, going from phone to phone."""

    def __init__(self, database: Database) -> None:
        self._door = FrontDoor(
            database=database, supplier=SUPPLIER, now=lambda: MIDNIGHT, catalogue_index=CatalogueIndex()
        )
        self._done = 0

    def does(self, chat: Chat, body: Body) -> Answer:
        """One thing on one phone."""
        self._done += 1
        incoming = Incoming(channel=Channel.DEMO, identity=chat.value, key=f"{chat}:{self._done}", body=body)
        return self._door.answer(incoming)


def furnished(database: Database, progress: Progress) -> None:
    """Seed it."""
    seed(database, SUPPLIER, MIDNIGHT, progress)
