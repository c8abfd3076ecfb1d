"""The door for retail: a stranger comes in by themselves, as the one buyer of an account of their own.

A name and a telephone number are what somebody says: neither is looked up, and neither opens an account that is there.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from domain import settings, shop_rules
from domain.actor import Actor
from domain.catalogue import price_lists
from domain.db import pages
from domain.db.counters import count_up, count_up_to
from domain.db.pages import Page
from domain.db.statements import attach
from domain.events.journal import log_event, notify
from domain.events.recipients import with_role
from domain.language.sanitise import one_line
from domain.language.typed_contact import read_name, read_phone
from domain.people.invites import NAME_MOST, need_patience
from domain.refusals import AlreadyJoined, BadWords, NotFound, Refusal
from domain.rules.business_settings import RETAIL, RETAIL_DAILY, RETAIL_GROUP, SHOP_PHONE
from domain.rules.finance.terms import Terms, TermsKind
from domain.rules.rights import Right, Role
from domain.tables.catalogue import Counter
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event, Order
from domain.tables.people import Account, Identity, Person
from domain.tables.prices import AccountGroup, PriceListFor

JOINED, MADE_DEALER, NAMED = "retail.joined", "account.made_dealer", "account.named"
#: Before the day, the counter of who came in on it.
DAY = "retail:"
#: Counts all retail accounts there ever were: their number tells apart those of one name.
_ACCOUNTS = "retail"
_PREPAID = str(Terms(kind=TermsKind.PREPAID))


class RetailClosed(Refusal):
    """The door is shut."""


class RetailFull(Refusal):
    """As many came in today as may."""


class RetailFullCall(RetailFull):
    """The same, where the shop named a ``phone`` to call."""


class BadContact(Refusal):
    """That is no name, or no telephone number."""


class NameTaken(Refusal):
    """Another account bears this ``name``."""


@dataclass(frozen=True, kw_only=True)
class RetailDoor:
    """How the door stands. ``joined``: who came in today, of ``most``; ``customers``: all there are.

    ``group``: the name of their group; ``has_list``: whether it has prices of its own.
    """

    is_open: bool
    joined: int
    most: int
    customers: int
    group: str
    has_list: bool


@dataclass(frozen=True, kw_only=True)
class RetailCustomer:
    """A consumer with their account, and how many orders they placed."""

    account: Account
    person: Person
    orders: int


def is_open(session: Session) -> bool:
    """Whether a stranger may come in."""
    return settings.value(session, RETAIL)


def is_consumer(person: Person | None, account: Account | None) -> bool:
    """Whether somebody buys here for themselves: other words are said to them than to a dealer."""
    return account is not None and account.retail and person is not None and person.account_id == account.id


def join(actor: Actor, identity: Identity, name: str, phone: str) -> Person:
    """Let a stranger in, who agreed to what is kept of them.

    Raises:
        RetailClosed: the door is shut.
        AlreadyJoined: this chat is somebody's.
        BadContact: that is no name, or no telephone number.
        RetailFull: as many came in today as may.
        TooManyTries: too much from here was no number.
    """
    told = settings.several(actor.session, RETAIL, RETAIL_GROUP, RETAIL_DAILY)
    if not told[RETAIL]:
        raise RetailClosed
    if actor.person is not None or identity.person_id is not None:
        raise AlreadyJoined
    need_patience(actor, identity)
    name, phone = read_name(name), read_phone(phone)
    if not name or not phone:
        raise BadContact
    _take_place(actor, told[RETAIL_DAILY])
    account = _account(actor, name, told[RETAIL_GROUP])
    person = Person(name=name, phone=phone, role=Role.BUYER, account_id=account.id, created_at=actor.now)
    actor.session.add(person)
    actor.session.flush()
    attach(actor.session, identity).person_id = person.id
    day = _day(actor.today)
    log_event(actor, JOINED, subject=f"person:{person.id}", account=account.id, day=day, consent=True)
    return person


def need_place(actor: Actor) -> None:
    """Raises RetailFull: as many came in today as may, so nothing need be told."""
    counter = actor.session.get(Counter, _counter(actor.today))
    if counter is not None and counter.value >= settings.value(actor.session, RETAIL_DAILY):
        raise _full(actor)


def door(actor: Actor) -> RetailDoor:
    """How the door stands, for those who answer for it."""
    actor.authorise(Right.RETAIL_CHANGE)
    told = settings.several(actor.session, RETAIL, RETAIL_GROUP, RETAIL_DAILY)
    counter = actor.session.get(Counter, _counter(actor.today))
    customers = select(func.count()).select_from(Account).where(col(Account.retail).is_(True))
    return RetailDoor(
        is_open=told[RETAIL],
        joined=counter.value if counter else 0,
        most=told[RETAIL_DAILY],
        customers=actor.session.exec(customers).one(),
        group=told[RETAIL_GROUP],
        has_list=group_has_list(actor.session, told[RETAIL_GROUP]),
    )


def group_has_list(session: Session, group: str) -> bool:
    """Whether a group of this name is there and has a price list."""
    given = select(PriceListFor.id).join(AccountGroup, col(AccountGroup.id) == PriceListFor.group_id)
    return session.exec(given.where(AccountGroup.name == group).limit(1)).first() is not None


def set_door(actor: Actor, *, is_open: bool) -> None:
    """Open the door, or shut it: who is in stays in."""
    actor.need(Right.RETAIL_CHANGE)
    settings.change(actor, RETAIL.name, RETAIL.kind.write(is_open))


def customers(actor: Actor, page: int = 0) -> Page[RetailCustomer]:
    """A page of the retail customers who are not switched off, the newest first."""
    actor.need(Right.RETAIL_CHANGE)
    query = _CUSTOMERS.where(col(Account.retail).is_(True), col(Person.active).is_(True))
    query = query.order_by(col(Account.created_at).desc(), col(Account.id).desc())
    return pages.read(actor.session, query, page).map(lambda row: _customer(actor, *row))


def customer(actor: Actor, account_id: int) -> RetailCustomer:
    """One of them. Raises NotFound: the account is no retail customer's, or no longer."""
    actor.need(Right.RETAIL_CHANGE)
    found = actor.session.exec(_CUSTOMERS.where(Account.id == account_id, col(Account.retail).is_(True))).first()
    if found is None:
        raise NotFound
    return _customer(actor, *found)


def groups(actor: Actor, page: int = 0) -> Page[AccountGroup]:
    """A page of the groups that a dealer may be of."""
    actor.need(Right.RETAIL_CHANGE)
    retail = settings.value(actor.session, RETAIL_GROUP)
    query = select(AccountGroup).where(AccountGroup.name != retail).order_by(col(AccountGroup.name))
    return pages.read(actor.session, query, page)


def make_dealer(actor: Actor, account_id: int, group_id: int | None) -> Account:
    """Make a retail customer a dealer of a group, who pays as the shop's dealers do; orders and people stay.

    Raises NotFound: it is no retail customer, or there is no such group.
    """
    actor.need(Right.RETAIL_CHANGE)
    query = select(Account).where(Account.id == account_id, col(Account.retail).is_(True)).with_for_update()
    account = actor.session.exec(query.execution_options(populate_existing=True)).first()
    if account is None or (group_id is not None and actor.session.get(AccountGroup, group_id) is None):
        raise NotFound
    before, after = {"group": account.group_id, "terms": account.terms}, {"group": group_id, "terms": ""}
    account.retail, account.group_id, account.terms = False, group_id, ""
    shop_rules.forget(actor.session)
    log_event(actor, MADE_DEALER, subject=f"account:{account.id}", before=before, after=after)
    buyers = select(Person.id).where(Person.account_id == account.id, col(Person.active).is_(True))
    notify(actor, actor.session.exec(buyers).all(), NoticeKind.MADE_DEALER)
    return account


def made_dealer(actor: Actor, account_id: int) -> Account:
    """One who was a retail customer once, locked. Raises NotFound: the account is none."""
    actor.need(Right.RETAIL_CHANGE)
    made = select(Event.id).where(Event.kind == MADE_DEALER, Event.subject == f"account:{account_id}")
    account = actor.session.get(Account, account_id, with_for_update=True, populate_existing=True)
    if account is None or account.retail or actor.session.exec(made.limit(1)).first() is None:
        raise NotFound
    return account


def name_dealer(actor: Actor, account_id: int, name: str) -> Account:
    """Call the account of one who was a consumer what their shop is called.

    Raises NotFound: it is no such account; BadWords: that is no name; NameTaken.
    """
    account, name = made_dealer(actor, account_id), one_line(name)
    if not 0 < len(name) <= NAME_MOST:
        raise BadWords(most=NAME_MOST)
    same = select(Account.id).where(func.lower(col(Account.name)) == name.lower(), Account.id != account.id)
    if actor.session.exec(same.limit(1)).first() is not None:
        raise NameTaken(name=name)
    before, account.name = account.name, name
    log_event(actor, NAMED, subject=f"account:{account.id}", before=before, after=name)
    return account


_CUSTOMERS = select(Account, Person).join(Person, col(Person.account_id) == Account.id)


def _customer(actor: Actor, account: Account, person: Person) -> RetailCustomer:
    placed = select(func.count()).select_from(Order).where(Order.account_id == account.id)
    return RetailCustomer(account=account, person=person, orders=actor.session.exec(placed).one())


def _take_place(actor: Actor, most: int) -> None:
    """Count one more of today's, in one statement: two at once wait for one another. The last one is told of, once."""
    place = count_up_to(actor.session, _counter(actor.today), most)
    if place is None:
        raise _full(actor)
    if place == most:
        notify(actor, with_role(actor, Role.ADMIN), NoticeKind.RETAIL_FULL, count=most)


def _full(actor: Actor) -> RetailFull:
    """With whom to call, where the shop named a number."""
    phone = settings.value(actor.session, SHOP_PHONE)
    return RetailFullCall(phone=phone) if phone else RetailFull()


def _account(actor: Actor, name: str, group: str) -> Account:
    """An account of their own, however many bear the same name."""
    account = Account(
        name=_free_name(actor, name),
        group_id=price_lists.group_named(actor, group).id,
        terms=_PREPAID,
        retail=True,
        created_at=actor.now,
    )
    actor.session.add(account)
    actor.session.flush()
    shop_rules.forget(actor.session)
    log_event(actor, "account.made", subject=f"account:{account.id}")
    return account


def _free_name(actor: Actor, name: str) -> str:
    while True:
        numbered = f"{name} #{count_up(actor.session, _ACCOUNTS):04d}"
        if actor.session.exec(select(Account.id).where(Account.name == numbered)).first() is None:
            return numbered


def _counter(day: date) -> str:
    return f"{DAY}{_day(day)}"


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"
