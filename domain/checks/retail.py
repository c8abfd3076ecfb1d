"""Retail customers against the counters of their days, and wishes against their own steps."""

from typing import Any

from sqlalchemy import String, and_, case, cast, exists, func, literal, or_, select, true, union
from sqlalchemy.orm import aliased

from domain.checks.findings import rule, words
from domain.checks.tables import Account, Counter, Event, Person, Wish
from domain.people.retail import DAY, JOINED, MADE_DEALER
from domain.rules.rights import Role
from domain.tables.wishes import WishStatus

_ID = cast(Account.id, String)
_DAY = cast(Event.facts["day"].as_string(), String)
_CAME = select(_DAY.label("day"), func.count().label("came")).where(Event.kind == JOINED).group_by(_DAY).subquery()
_COUNTED = select(func.substr(Counter.name, len(DAY) + 1).label("day"), Counter.value.label("counted"))
_DAYS = _COUNTED.where(Counter.name.like(f"{DAY}%")).subquery()


@rule("retail_day")
def days() -> Any:
    """The counter of a day stands at how many came in on it: the bound goes by it."""
    counted, came = func.coalesce(_DAYS.c.counted, 0), func.coalesce(_CAME.c.came, 0)
    same = _CAME.c.day == _DAYS.c.day
    by_event = select(_CAME.c.day, came, counted).join_from(_CAME, _DAYS, same, isouter=True)
    by_counter = select(_DAYS.c.day, came, counted).join_from(_DAYS, _CAME, same, isouter=True)
    return union(by_event.where(came != counted), by_counter.where(came != counted))


@rule("retail_account")
def accounts() -> Any:
    """An account is retail when, and only when, its buyer came in by the door and it was not made a dealer's."""
    by_door = exists().where(Event.kind == JOINED, cast(Event.facts["account"].as_string(), String) == _ID)
    dealer = exists().where(Event.kind == MADE_DEALER, Event.subject == literal("account:").concat(_ID))
    buyer = exists().where(Person.account_id == Account.id)
    is_so = and_(by_door, ~dealer)
    query = select(Account.name, case((is_so, "a retail customer"), else_="no retail customer"), cast(_ID, String))
    return query.where(or_(is_so != Account.retail, and_(Account.retail == true(), ~buyer)))


@rule("wish")
def wishes() -> Any:
    """A wish is a customer's; it was sent unless it is a draft, and decided where it says so."""
    sender, decider = aliased(Person), aliased(Person)
    draft = words(Wish.status) == WishStatus.DRAFT.value
    over = or_(words(Wish.status) == WishStatus.TAKEN.value, words(Wish.status) == WishStatus.DECLINED.value)
    decided = and_(Wish.decided_at.is_not(None), Wish.decided_by_id.is_not(None))
    none = and_(Wish.decided_at.is_(None), Wish.decided_by_id.is_(None))
    wrong = or_(
        words(sender.role) != Role.CUSTOMER.value,
        draft == Wish.sent_at.is_not(None),
        case((over, ~decided), else_=~none),
        words(decider.role) != Role.BUYER.value,
    )
    query = select(cast(Wish.id, String), words(Wish.status), literal("another step"))
    query = query.join_from(Wish, sender, sender.id == Wish.person_id)
    return query.join(decider, decider.id == Wish.decided_by_id, isouter=True).where(wrong)
