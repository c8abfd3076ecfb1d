"""Orders against their events: both must agree on who, when and why."""

from typing import Any

from sqlalchemy import String, and_, case, cast, func, literal, or_, select

from domain.checks.findings import differ, rule, words
from domain.checks.tables import Approval, Event, Order
from domain.db.statements import any_of
from domain.rules.approvals import ApprovalKind
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import DECIDED, REASONED, UNDECIDED

#: The events that write a status.
_STATUS_EVENTS = tuple(f"order.{status.value}" for status in OrderStatus)
_WRITTEN = literal("order.").concat(words(Order.status))
_IS_STATUS = any_of(Event.kind, _STATUS_EVENTS)
#: What happens once beside them: to an order, and to a parcel or an invite.
_ONCE = ("order.reminded", "order.escalated", "order.rated", "order.rating_explained")
_ONCE_EACH = ("shipment.picking", "shipment.shipped", "shipment.delivered", "shipment.dropped", "invite.issued")
#: What makes a new revision of an order.
_CHANGES = (
    "order.line_changed",
    "order.line_priced",
    "order.swap_proposed",
    "order.swap_agreed",
    "order.swap_taken_back",
    "order.price_asked",
    "order.price_agreed",
    "order.price_taken_back",
)
_THIS = Event.order_id == Order.id


@rule("last_event")
def last() -> Any:
    """Every order was submitted once, and its status is what its last event wrote."""
    submitted = func.sum(case((Event.kind == "order.submitted", 1), else_=0)).label("submitted")
    events = select(Event.order_id, func.max(Event.id).label("last"), submitted).where(_IS_STATUS)
    of_order = events.group_by(Event.order_id).subquery()
    query = select(Order.number, Event.kind, _WRITTEN)
    query = query.join_from(Order, of_order, of_order.c.order_id == Order.id, isouter=True)
    query = query.join(Event, Event.id == of_order.c.last, isouter=True)
    return query.where(or_(Event.id.is_(None), of_order.c.submitted != 1, Event.kind != _WRITTEN))


@rule("placed")
def placed() -> Any:
    """An order was placed by whom, when, for which account and in which currency its first event says."""
    other = or_(
        differ(Event.person_id, Order.buyer_id),
        Event.at != Order.submitted_at,
        Event.revision != 1,
        cast(Event.facts["account"].as_string(), String) != cast(Order.account_id, String),
        cast(Event.facts["currency"].as_string(), String) != Order.currency,
    )
    query = select(Order.number, literal("as its first event says"), Order.submitted_at)
    return query.join(Event, and_(_THIS, Event.kind == "order.submitted")).where(other)


@rule("decided")
def decided() -> Any:
    """Who decided on an order, and when, is in the event of the decision."""
    word = case((Order.status == OrderStatus.REJECTED, "order.rejected"), else_="order.approved")
    same = and_(
        _THIS,
        Event.kind == word,
        Event.at == Order.decided_at,
        func.coalesce(Event.person_id, 0) == func.coalesce(Order.decided_by_id, 0),
        Event.revision <= Order.revision,
    )
    somehow = or_(Order.decided_at.is_not(None), Order.decided_by_id.is_not(None))
    settled = or_(any_of(Order.status, DECIDED), somehow)
    wrong = or_(and_(any_of(Order.status, UNDECIDED), somehow), and_(settled, Event.id.is_(None)))
    query = select(Order.number, word, func.coalesce(cast(Order.decided_at, String), "nobody decided"))
    return query.join(Event, same, isouter=True).where(wrong)


@rule("approval_given")
def given() -> Any:
    """Who gave an approval, and when, is in an event; a later revision may have it from an earlier one.

    Money that was there is nobody's yes, whoever let it pay.
    """
    yes = any_of(Event.kind, ("order.agreed", "order.approved", "order.rejected"))
    by_money = and_(Event.kind == "order.paid", Approval.kind == ApprovalKind.PAYMENT, Approval.approved.is_(True))
    same = and_(
        Event.order_id == Approval.order_id,
        Event.at == Approval.decided_at,
        or_(
            and_(yes, Event.person_id == Approval.decided_by_id),
            and_(by_money, or_(Approval.decided_by_id.is_(None), Event.person_id == Approval.decided_by_id)),
        ),
        Event.revision <= Approval.revision,
    )
    query = select(Order.number, literal("an event of the decision"), literal("none")).join_from(Order, Approval)
    return query.join(Event, same, isouter=True).where(Approval.approved.is_not(None), Event.id.is_(None))


@rule("closed")
def closed() -> Any:
    """An order was closed when its last event says, and for the reason it gives."""
    reasoned = and_(any_of(Order.status, REASONED), Event.reason != Order.reason)
    query = select(Order.number, Event.at, Order.closed_at).join_from(Order, Event, and_(_THIS, Event.kind == _WRITTEN))
    return query.where(Order.closed_at.is_not(None), or_(Event.at != Order.closed_at, reasoned))


@rule("revision")
def revisions() -> Any:
    """Each change of a line makes one new revision."""
    changes = select(Event.order_id, func.count().label("number")).where(any_of(Event.kind, _CHANGES))
    changed = changes.group_by(Event.order_id).subquery()
    count = 1 + func.coalesce(changed.c.number, 0)
    query = select(Order.number, count, Order.revision).join(changed, changed.c.order_id == Order.id, isouter=True)
    return query.where(Order.revision != count)


@rule("reminded")
def reminded() -> Any:
    """Approvers were reminded when the event says."""
    return _noted_at("order.reminded", Order.reminded_at, differ(Event.at, Order.reminded_at))


@rule("rated")
def rated() -> Any:
    """An order has as many stars as the event of the rating says."""
    stars = cast(Event.facts["stars"].as_string(), String)
    return _noted_at("order.rated", Order.rating, differ(stars, cast(Order.rating, String)))


@rule("rated")
def explained() -> Any:
    """Words of a rating were noted when they came."""
    known = and_(_THIS, Event.kind == "order.rating_explained")
    query = select(Order.number, literal("words and their event"), literal("one of them"))
    return query.join(Event, known, isouter=True).where((Order.rating_words == "") == Event.id.is_not(None))


@rule("event_order")
def of_orders() -> Any:
    """What happened to an order or a parcel names the order, and a revision that there was."""
    about = or_(Event.kind.like("order.%"), Event.kind.like("shipment.%"))
    wrong = or_(
        and_(about, Order.id.is_(None)),
        and_(~about, Event.order_id.is_not(None)),
        about != Event.revision.is_not(None),
        Event.revision > Order.revision,
    )
    query = select(cast(Event.id, String), literal("an order and its revision"), Event.kind)
    return query.join_from(Event, Order, _THIS, isouter=True).where(wrong)


@rule("event_twice")
def once() -> Any:
    """What happens once to an order was noted once."""
    query = select(Order.number, 1, func.count()).join(Event, _THIS)
    query = query.where(or_(_IS_STATUS, any_of(Event.kind, _ONCE)))
    return query.group_by(Order.id, Order.number, Event.kind).having(func.count() > 1)


@rule("event_twice")
def once_each() -> Any:
    """What happens once to a parcel or an invite was noted once."""
    query = select(Event.subject, 1, func.count()).where(any_of(Event.kind, _ONCE_EACH))
    return query.group_by(Event.subject, Event.kind).having(func.count() > 1)


@rule("event_number")
def numbered() -> Any:
    """Events are numbered from 1 without a gap; the newest may have no number yet."""
    first, last, count = func.min(Event.no), func.max(Event.no), func.count(Event.no)
    expected = literal("numbers 1 to ").concat(cast(count, String))
    found = cast(first, String).concat(" to ").concat(cast(last, String))
    return select(literal("events"), expected, found).having(or_(first != 1, last != count))


def _noted_at(kind: str, column: Any, other: Any) -> Any:
    """Where a column of an order and the event of that kind do not tell the same."""
    wrong = or_(and_(Event.id.is_(None), column.is_not(None)), and_(Event.id.is_not(None), other))
    query = select(Order.number, literal(f"as the event {kind} says"), func.coalesce(cast(column, String), "nothing"))
    return query.join(Event, and_(_THIS, Event.kind == kind), isouter=True).where(wrong)
