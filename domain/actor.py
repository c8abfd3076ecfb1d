"""Who acts, where and when, and under which of the supplier's rules: the first argument of every act."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from domain.refusals import NotAllowed
from domain.rules.rights import Right, Role, grants
from domain.tables.people import Person, Place

#: Where a session says who acts in it.
ACTOR = "actor"


@dataclass(frozen=True, kw_only=True)
class Supplier:
    """The supplier's settings that the business depends on."""

    currency: str
    zone: ZoneInfo
    language: str
    reservation: timedelta
    reminder: timedelta
    digest_hour: int
    secret: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """An open session and the person acting in it at a moment; no person means the supplier itself, a job.

    An act uses the session and never opens, commits or closes it. ``where``: the chat, or what else the act came by.
    ``reads_for``: the account whose goods are read where the person orders for none: of a customer's dealer.
    ``trace``: the id of this turn or run in the log. ``base_priced``: accounts, or none, that are known to have no
    prices but those of the SKUs themselves: nothing need be read for theirs.
    """

    session: Session
    person: Person | None
    now: datetime
    supplier: Supplier
    where: Place
    trace: str = ""
    base_priced: frozenset[int | None] = frozenset()
    reads_for: int | None = None

    def __post_init__(self) -> None:
        """What is read in this session is for this person: ``domain/catalogue/visibility.py`` asks who it is."""
        self.session.info[ACTOR] = self

    @property
    def person_id(self) -> int | None:
        """For records of who did what."""
        return self.person.id if self.person else None

    @property
    def account_id(self) -> int | None:
        """The account the person orders for just now."""
        if self.person is None:
            return None
        return self.person.account_id or self.person.ordering_for_id

    @property
    def today(self) -> date:
        """The calendar day in the supplier's time zone."""
        return self.now.astimezone(self.supplier.zone).date()

    def start_of(self, day: date) -> datetime:
        """When a calendar day begins in the supplier's time zone."""
        return datetime.combine(day, time(), self.supplier.zone)

    def may(self, right: Right) -> bool:
        """Whether the person's role has a right at all."""
        return self.person is not None and self.person.active and grants(self.person.role, right)

    def need(self, right: Right) -> Person:
        """The person, who must have the right. Raises NotAllowed: the person has not."""
        if self.person is None or not self.may(right):
            raise NotAllowed
        return self.person

    def authorise(self, right: Right) -> None:
        """Let the supplier itself, such as a command, do anything. Raises NotAllowed: a person without the right."""
        if self.person is not None:
            self.need(right)

    def is_a(self, role: Role) -> bool:
        """Whether the person has this role."""
        return self.person is not None and self.person.role is role
