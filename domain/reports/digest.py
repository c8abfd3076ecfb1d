"""The figures of the morning digest, counted for all salespeople at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import col, func, select

from domain.actor import Actor
from domain.db.statements import any_of
from domain.events.recipients import stands_in, with_role
from domain.finance import balances
from domain.fulfilment.picking import may_be_sent
from domain.orders.approval_queue import awaits_people
from domain.rules.approvals import ApprovalState
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import OPEN, VOID
from domain.rules.rights import Role
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.deputies import Deputy
from domain.tables.orders import Order
from domain.tables.people import Account, Person
from domain.tables.shipments import Shipment

_NUMBER = func.count(col(Order.id))


@dataclass(kw_only=True)
class DayCounts:
    """What is counted for one salesperson, or for the accounts that nobody looks after. ``late``: whose money is.

    ``waiting``: for somebody's yes; ``unpaid``: for their money.
    """

    waiting: int = 0
    unpaid: int = 0
    to_pick: int = 0
    shipped: int = 0
    expired: int = 0
    orders: int = 0
    total: Decimal = field(default_factory=Decimal)
    oldest: datetime | None = None
    late: tuple[tuple[str, Decimal], ...] = ()

    def plus(self, other: "DayCounts") -> "DayCounts":
        """Both together."""
        waits = [each for each in (self.oldest, other.oldest) if each is not None]
        return DayCounts(
            waiting=self.waiting + other.waiting,
            unpaid=self.unpaid + other.unpaid,
            to_pick=self.to_pick + other.to_pick,
            shipped=self.shipped + other.shipped,
            expired=self.expired + other.expired,
            orders=self.orders + other.orders,
            total=self.total + other.total,
            oldest=min(waits, default=None),
            late=self.late + other.late,
        )

    @property
    def anything(self) -> bool:
        """Whether there is something to say."""
        return any((self.waiting, self.unpaid, self.to_pick, self.shipped, self.expired, self.orders, self.late))

    def facts(self) -> dict[str, Any]:
        """For the notice."""
        return {
            "waiting": self.waiting,
            "unpaid": self.unpaid,
            "to_pick": self.to_pick,
            "shipped": self.shipped,
            "expired": self.expired,
            "orders": self.orders,
            "total": str(self.total),
            "oldest": self.oldest.isoformat() if self.oldest else None,
            "late": [[name, str(amount)] for name, amount in sorted(self.late, key=lambda each: (-each[1], each[0]))],
        }


#: By salesperson; nobody's accounts under nothing.
CountsByPerson = dict[int | None, DayCounts]


def counts(actor: Actor) -> dict[int, DayCounts]:
    """What is counted, for each salesperson: their own accounts and those that nobody looks after.

    Whoever stands in for one who is away is told of theirs as well.
    """
    own: CountsByPerson = {}
    _count_now(actor, own)
    _count_yesterday(actor, own)
    _note_late(actor, own)
    nobodys = own.get(None, DayCounts())
    found = {
        person_id: own.get(person_id, DayCounts()).plus(nobodys) for person_id in with_role(actor, Role.SALESPERSON)
    }
    for salesperson_id, deputy_id in _deputies(actor):
        found[deputy_id] = found.get(deputy_id, DayCounts()).plus(own.get(salesperson_id, DayCounts()))
    return found


def _deputies(actor: Actor) -> list[tuple[int, int]]:
    """Who is away today, and who stands in for them."""
    query = select(Deputy.salesperson_id, Deputy.deputy_id).join(Person, col(Person.id) == Deputy.deputy_id)
    return list(actor.session.exec(query.where(*stands_in(actor.today), col(Person.active))).all())


def _note_late(actor: Actor, own: CountsByPerson) -> None:
    """Who is late with paying."""
    late = balances.late(actor)
    if not late:
        return
    query = select(Account.id, Account.name, Account.salesperson_id).where(col(Account.id).in_(tuple(late)))
    for account_id, name, salesperson_id in actor.session.exec(query):
        tally = own.setdefault(salesperson_id, DayCounts())
        tally.late = (*tally.late, (name, late[account_id]))


def _count_now(actor: Actor, own: CountsByPerson) -> None:
    """What waits for the salesperson, and what for the warehouse."""
    counted = (_NUMBER, func.min(Order.submitted_at))
    submitted = Order.status == OrderStatus.SUBMITTED
    for tally, (number, oldest) in _grouped(actor, own, counted, submitted, awaits_people()):
        tally.waiting, tally.oldest = number, oldest
    unpaid = (any_of(col(Order.status), OPEN), Order.payment_approval == ApprovalState.OPEN)
    for tally, (number,) in _grouped(actor, own, (_NUMBER,), *unpaid):
        tally.unpaid = number
    begun = select(Shipment.id).where(Shipment.order_id == Order.id, Shipment.status != ShipmentStatus.DROPPED)
    for tally, (number,) in _grouped(actor, own, (_NUMBER,), *may_be_sent(), ~begun.exists()):
        tally.to_pick = number


def _count_yesterday(actor: Actor, own: CountsByPerson) -> None:
    """What came in, what left, and what nobody decided in time."""
    business = col(Order.status).not_in(VOID)
    counted = (_NUMBER, func.sum(Order.total))
    for tally, (number, amount) in _grouped(actor, own, counted, business, *_yesterday(actor, col(Order.submitted_at))):
        tally.orders, tally.total = number, amount
    expired = (Order.status == OrderStatus.EXPIRED, *_yesterday(actor, col(Order.closed_at)))
    for tally, (number,) in _grouped(actor, own, (_NUMBER,), *expired):
        tally.expired = number
    shipped = (Shipment.order_id == Order.id, *_yesterday(actor, col(Shipment.shipped_at)))
    for tally, (number,) in _grouped(actor, own, (_NUMBER,), *shipped):
        tally.shipped = number


def _yesterday(actor: Actor, at: Any) -> tuple[Any, Any]:
    """That a moment was yesterday, in the supplier's time zone."""
    start, end = (actor.start_of(actor.today - timedelta(days=ago)) for ago in (1, 0))
    return at >= start, at < end


def _grouped(
    actor: Actor, own: CountsByPerson, counted: tuple[Any, ...], *conditions: Any
) -> Iterator[tuple[DayCounts, tuple[Any, ...]]]:
    """Something counted about orders, with the tally of the salesperson whose accounts they are."""
    query = (
        select(Account.salesperson_id, *counted)
        .select_from(Order)
        .join(Account, col(Account.id) == Order.account_id)
        .where(*conditions)
        .group_by(col(Account.salesperson_id))
    )
    for salesperson_id, *values in actor.session.exec(query):
        yield own.setdefault(salesperson_id, DayCounts()), tuple(values)
