"""The request context of a handler: the person, the words of their language, and the state of the talk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.actor import Actor
from domain.catalogue import nicknames
from domain.catalogue.last_prices import LastPrices
from domain.catalogue.pack_habits import PackHabits
from domain.catalogue.pricing import Prices
from domain.db.session import Session
from domain.order_text.reader import OrderReader
from domain.tables.people import Account, Identity, Person
from handlers.conversation.screen import NOTHING_SHOWN, Screen
from handlers.conversation.turn import Facts, Question
from locales import Words
from storage.catalogue_index import CatalogueIndex

#: Where the desk is, unless it is said.
DESK_HERE = "http://127.0.0.1:8000"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One message's surroundings.

    ``memory`` is what the last screens asked to be remembered, ``question`` what is asked just now,
    ``screen`` what was shown last; ``thread_id``: the talk with a person in which they are writing; ``invite_link``
    makes the link that carries an invite code, or nothing where no platform has such links; ``desk_url``: the address
    of the desk, without its path.
    """

    actor: Actor
    identity: Identity
    account: Account | None
    say: Words
    memory: Facts
    catalogue_index: CatalogueIndex
    question: Question | None = None
    screen: Screen = NOTHING_SHOWN
    name: str = ""
    thread_id: int | None = None
    invite_link: Callable[[str], str | None] = lambda _code: None
    desk_url: str = DESK_HERE

    @property
    def session(self) -> Session:
        """The open session of this message."""
        return self.actor.session

    @property
    def person(self) -> Person:
        """The person; strangers never reach a handler that asks."""
        if self.actor.person is None:
            raise AssertionError("a stranger passed the door")
        return self.actor.person

    @cached_property
    def reader(self) -> OrderReader:
        """Reads orders and finds goods in the catalogue; asked for once a message."""
        return self.catalogue_index.reader(self.session)

    @cached_property
    def nicknames(self) -> Mapping[str, int]:
        """What the account calls its goods, as it was when first asked for in this message."""
        return nicknames.known(self.actor)

    @cached_property
    def prices(self) -> Prices:
        """What the account that is ordered for pays; each SKU is looked up once a message."""
        return Prices(actor=self.actor)

    @cached_property
    def last_prices(self) -> LastPrices:
        """What that account paid the last time, where it has prices of its own."""
        return LastPrices(actor=self.actor)

    @cached_property
    def pack_habits(self) -> PackHabits:
        """Whether the account orders its goods by the case."""
        return PackHabits(actor=self.actor)

    @property
    def on_behalf(self) -> bool:
        """Whether somebody orders on behalf of an account."""
        return self.account is not None and self.person.account_id is None

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that moments are shown in."""
        return self.actor.supplier.zone

    @property
    def currency(self) -> str:
        """The supplier's currency."""
        return self.actor.supplier.currency
