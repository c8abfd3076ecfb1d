"""What a handler gets: the person at the counter, the words of their language, and where the talk stands."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import Session

from domain.acting import By
from domain.tables.people import Account, Identity, Person
from handlers.turn import Facts
from locales import Words
from storage.shelf import Shelf


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One message's surroundings.

    ``memory`` is what the last screens asked to be remembered; ``invite_link`` makes the link that carries an invite
    code, or nothing where no platform has such links.
    """

    by: By
    identity: Identity
    account: Account | None
    say: Words
    memory: Facts
    shelf: Shelf
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

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that moments are shown in."""
        return self.by.house.zone

    @property
    def currency(self) -> str:
        """The house's currency."""
        return self.by.house.currency
