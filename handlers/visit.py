"""What a handler gets: the person at the counter, the words of their language, and where the talk stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlmodel import Session

from domain import nicknames
from domain.acting import By
from domain.rules.intake import Reader
from domain.tables.people import Account, Identity, Person
from handlers.turn import Facts, Question
from locales import Words
from storage.shelf import Shelf


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One message's surroundings.

    ``memory`` is what the last screens asked to be remembered, ``question`` what is asked just now;
    ``invite_link`` makes the link that carries an invite
    code, or nothing where no platform has such links.
    """

    by: By
    identity: Identity
    account: Account | None
    say: Words
    memory: Facts
    shelf: Shelf
    question: Question | None = None
    name: str = ""
    invite_link: Callable[[str], str | None] = lambda _code: None

    @property
    def session(self) -> Session:
        """The open session of this message."""
        return self.by.session

    @property
    def person(self) -> Person:
        """The person; strangers never reach a handler that asks."""
        if self.by.person is None:
            raise AssertionError("a stranger passed the door")
        return self.by.person

    @cached_property
    def reader(self) -> Reader:
        """Reads orders and finds goods in the catalogue; asked for once a message."""
        return self.shelf.reader(self.session)

    @cached_property
    def nicknames(self) -> Mapping[str, int]:
        """What the account calls its goods, as it was when first asked for in this message."""
        return nicknames.known(self.by)

    @property
    def serves(self) -> bool:
        """Whether somebody orders on behalf of an account."""
        return self.account is not None and self.person.account_id is None

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that moments are shown in."""
        return self.by.house.zone

    @property
    def currency(self) -> str:
        """The house's currency."""
        return self.by.house.currency
