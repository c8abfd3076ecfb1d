"""Orders against the record of what happened to them: who, when and why are told the same in both."""

from typing import Any

from sqlalchemy import String, Subquery, and_, case, cast, func, literal, or_, select
from sqlmodel import col

from domain.checks.findings import differ, rule, words
from domain.prepared import any_of
from domain.rules.order_life import OrderStatus
from domain.tables.orders import Approval, Event, Order

#: The events that write a status.
_STATUS_EVENTS = tuple(f"order.{status.value}" for status in OrderStatus)
_WRITTEN = literal("order.").concat(words(Order.status))
_IS_STATUS = any_of(col(Event.kind), _STATUS_EVENTS)
#: What happens once beside them: to an order, and to a parcel or an invite.
_ONCE = ("order.reminded", "order.escalated", "order.rated", "order.rating_explained")
_ONCE_EACH = ("shipment.picking", "shipment.shipped", "shipment.delivered", "shipment.dropped", "invite.issued")
_REASONED = (OrderStatus.REJECTED, OrderStatus.CANCELLED)
_THIS = col(Event.order_id) == col(Order.id)


@rule("last_event")
def last() -> Any:
    """Every order was submitted once, and its status is what its last event wrote."""
    submitted = func.sum(case((col(Event.kind) == "order.submitted", 1), else_=0))
    events = (
        select(col(Event.order_id), func.max(col(Event.id)).label("last"), submitted.label("submitted"))
        .where(_IS_STATUS)
        .group_by(col(Event.order_id))
        .subquery()
    )
    wrong = or_(col(Event.id).is_(None), events.c.submitted != 1, col(Event.kind) != _WRITTEN)
    return (
        select(col(Order.number), col(Event.kind), _WRITTEN)
        .join(events, events.c.order_id == col(Order.id), isouter=True)
        .join(Event, col(Event.id) == events.c.last, isouter=True)
        .where(wrong)
    )


@rule("placed")
def placed() -> Any:
    """An order was placed by whom, when, for which account and in which currency its first event says."""
    said = [
        (col(Event.facts)[name].as_string(), cast(kept, String))
        for name, kept in (("account", col(Order.account_id)), ("currency", col(Order.currency)))
    ]
    other = or_(
        differ(col(Event.person_id), col(Order.buyer_id)),
        col(Event.at) != col(Order.submitted_at),
        col(Event.revision) != 1,
        *(cast(told, String) != kept for told, kept in said),
    )
    return (
        select(col(Order.number), literal("as its first event says"), col(Order.submitted_at))
        .join(Event, and_(_THIS, col(Event.kind) == "order.submitted"))
        .where(other)
    )


@rule("decided")
def decided() -> Any:
    """Who decided on an order, and when, is in the event of the decision."""
    word = case((col(Order.status) == OrderStatus.REJECTED, "order.rejected"), else_="order.approved")
    same = and_(
        _THIS,
        col(Event.kind) == word,
        col(Event.at) == col(Order.decided_at),
        col(Event.person_id) == col(Order.decided_by_id),
        col(Event.revision) == col(Order.revision),
    )
    undecided = any_of(col(Order.status), (OrderStatus.SUBMITTED, OrderStatus.EXPIRED, OrderStatus.WITHDRAWN))
    settled = any_of(col(Order.status), (OrderStatus.APPROVED, OrderStatus.COMPLETED, OrderStatus.REJECTED))
    somehow = or_(col(Order.decided_at).is_not(None), col(Order.decided_by_id).is_not(None))
    wrong = or_(and_(undecided, somehow), and_(or_(settled, somehow), col(Event.id).is_(None)))
    return (
        select(col(Order.number), word, func.coalesce(cast(col(Order.decided_at), String), "nobody decided"))
        .join(Event, same, isouter=True)
        .where(wrong)
    )


@rule("approval_given")
def given() -> Any:
    """Whoever gave an approval, and when, is in an event."""
    kinds = ("order.agreed", "order.approved", "order.rejected")
    same = and_(
        col(Event.order_id) == col(Approval.order_id),
        any_of(col(Event.kind), kinds),
        col(Event.at) == col(Approval.decided_at),
        col(Event.person_id) == col(Approval.decided_by_id),
        col(Event.revision) == col(Approval.revision),
    )
    return (
        select(col(Order.number), literal("an event of the decision"), literal("none"))
        .join(Approval, col(Approval.order_id) == col(Order.id))
        .join(Event, same, isouter=True)
        .where(col(Approval.approved).is_not(None), col(Event.id).is_(None))
    )


@rule("closed")
def closed() -> Any:
    """An order was closed when its last event says, and for the reason it gives."""
    reasoned = and_(any_of(col(Order.status), _REASONED), col(Event.reason) != col(Order.reason))
    other = or_(col(Event.at) != col(Order.closed_at), reasoned)
    return (
        select(col(Order.number), col(Event.at), col(Order.closed_at))
        .join(Event, and_(_THIS, col(Event.kind) == _WRITTEN))
        .where(col(Order.closed_at).is_not(None), other)
    )


@rule("revision")
def revisions() -> Any:
    """Each change of a line makes one new revision."""
    changed = _counted("order.line_changed")
    count = 1 + func.coalesce(changed.c.number, 0)
    return (
        select(col(Order.number), count, col(Order.revision))
        .join(changed, changed.c.order_id == col(Order.id), isouter=True)
        .where(col(Order.revision) != count)
    )


@rule("reminded")
def reminded() -> Any:
    """Approvers were reminded when the event says."""
    return _noted_at("order.reminded", col(Order.reminded_at), differ(col(Event.at), col(Order.reminded_at)))


@rule("rated")
def rated() -> Any:
    """An order has as many stars as the event of the rating says."""
    stars = cast(col(Event.facts)["stars"].as_string(), String)
    return _noted_at("order.rated", col(Order.rating), differ(stars, cast(col(Order.rating), String)))


@rule("rated")
def explained() -> Any:
    """Words of a rating were noted when they came."""
    known = and_(_THIS, col(Event.kind) == "order.rating_explained")
    missing = and_(col(Order.rating_words) != "", col(Event.id).is_(None))
    lost = and_(col(Order.rating_words) == "", col(Event.id).is_not(None))
    return (
        select(col(Order.number), literal("words and their event"), literal("one of them"))
        .join(Event, known, isouter=True)
        .where(or_(missing, lost))
    )


@rule("event_order")
def of_orders() -> Any:
    """What happened to an order or a parcel names the order, and a revision that there was."""
    about = or_(col(Event.kind).like("order.%"), col(Event.kind).like("shipment.%"))
    wrong = or_(
        and_(about, col(Order.id).is_(None)),
        and_(~about, col(Event.order_id).is_not(None)),
        and_(about, col(Event.revision).is_(None)),
        and_(~about, col(Event.revision).is_not(None)),
        col(Event.revision) > col(Order.revision),
    )
    return (
        select(cast(col(Event.id), String), literal("an order and its revision"), col(Event.kind))
        .select_from(Event)
        .join(Order, _THIS, isouter=True)
        .where(wrong)
    )


@rule("event_twice")
def once() -> Any:
    """What happens once to an order was noted once."""
    return (
        select(col(Order.number), 1, func.count())
        .join(Event, _THIS)
        .where(or_(_IS_STATUS, any_of(col(Event.kind), _ONCE)))
        .group_by(col(Order.id), col(Order.number), col(Event.kind))
        .having(func.count() > 1)
    )


@rule("event_twice")
def once_each() -> Any:
    """What happens once to a parcel or an invite was noted once."""
    return (
        select(col(Event.subject), 1, func.count())
        .where(any_of(col(Event.kind), _ONCE_EACH))
        .group_by(col(Event.subject), col(Event.kind))
        .having(func.count() > 1)
    )


def _noted_at(kind: str, column: Any, other: Any) -> Any:
    """Where a column of an order and the event of that kind do not tell the same."""
    wrong = or_(
        and_(col(Event.id).is_(None), column.is_not(None)),
        and_(col(Event.id).is_not(None), other),
    )
    return (
        select(col(Order.number), literal(f"as the event {kind} says"), func.coalesce(cast(column, String), "nothing"))
        .join(Event, and_(_THIS, col(Event.kind) == kind), isouter=True)
        .where(wrong)
    )


def _counted(kind: str) -> Subquery:
    """How many events of a kind each order has."""
    number = func.count().label("number")
    return select(col(Event.order_id), number).where(col(Event.kind) == kind).group_by(col(Event.order_id)).subquery()
