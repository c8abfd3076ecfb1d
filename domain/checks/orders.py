"""Orders against their lines, events and approvals."""

from sqlalchemy import BigInteger, Numeric, String, and_, case, cast, func, literal, not_, or_, select, type_coerce
from sqlmodel import Session, col

from domain.checks.findings import MOST, Finding, asked, findings
from domain.rules.money import smallest_unit
from domain.rules.order_life import OrderStatus
from domain.tables.columns import MONEY, QUANTITY
from domain.tables.notices import Notice
from domain.tables.orders import Approval, ApprovalKind, Event, Order, OrderLine
from domain.tables.people import Person

#: The events that write a status.
_STATUS_EVENTS = tuple(f"order.{status.value}" for status in OrderStatus)


def line_counters(session: Session) -> list[Finding]:
    """0 ≤ delivered ≤ shipped ≤ quantity - refused, and nothing is negative."""
    agreed = col(OrderLine.quantity) - col(OrderLine.refused)
    wrong = or_(
        col(OrderLine.delivered) < 0,
        col(OrderLine.refused) < 0,
        agreed < 0,
        col(OrderLine.delivered) > col(OrderLine.shipped),
        col(OrderLine.shipped) > agreed,
    )
    query = (
        select(col(Order.number), agreed, col(OrderLine.shipped))
        .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
        .where(wrong)
    )
    return asked(session, "line_counters", query)


def totals(session: Session) -> list[Finding]:
    """An order's total is the sum of its lines."""
    lines = (
        select(col(OrderLine.order_id), func.sum(col(OrderLine.amount)).label("total"))
        .group_by(col(OrderLine.order_id))
        .subquery()
    )
    query = (
        select(col(Order.number), func.coalesce(lines.c.total, 0), col(Order.total))
        .join(lines, lines.c.order_id == col(Order.id), isouter=True)
        .where(col(Order.total) != func.coalesce(lines.c.total, 0))
    )
    return asked(session, "total", query)


def amounts(session: Session) -> list[Finding]:
    """A line's amount is quantity × price, rounded half up to the currency's smallest unit."""
    found: list[Finding] = []
    scale = 10 ** (QUANTITY.places + MONEY.places)
    exact = cast(type_coerce(col(OrderLine.quantity), BigInteger), Numeric(38)) * type_coerce(
        col(OrderLine.price), BigInteger
    )
    amount = cast(type_coerce(col(OrderLine.amount), BigInteger), Numeric(38)) * 10**QUANTITY.places
    for currency in session.execute(select(col(Order.currency)).distinct()).scalars().all():
        unit = int(smallest_unit(currency) * scale)
        rounded = and_(amount % unit == 0, 2 * exact >= 2 * amount - unit, 2 * exact < 2 * amount + unit)
        query = (
            select(col(Order.number), col(OrderLine.quantity), col(OrderLine.price), col(OrderLine.amount))
            .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
            .where(col(Order.currency) == currency, ~rounded)
        )
        found += findings(
            "amount",
            [(number, f"{much} × {price}", paid) for number, much, price, paid in session.execute(query).all()],
        )
    return found[:MOST]


def events(session: Session) -> list[Finding]:
    """Every order was submitted once, and its status is what its last event wrote."""
    last = (
        select(
            col(Event.order_id),
            func.max(col(Event.id)).label("last"),
            func.sum(case((col(Event.kind) == "order.submitted", 1), else_=0)).label("submitted"),
        )
        .where(col(Event.kind).in_(_STATUS_EVENTS))
        .group_by(col(Event.order_id))
        .subquery()
    )
    written = literal("order.").concat(cast(col(Order.status), String))
    query = (
        select(col(Order.number), col(Event.kind), written)
        .join(last, last.c.order_id == col(Order.id), isouter=True)
        .join(Event, col(Event.id) == last.c.last, isouter=True)
        .where(
            or_(
                col(Event.id).is_(None),
                last.c.submitted != 1,
                col(Event.kind) != written,
            )
        )
    )
    return asked(session, "last_event", query)


def approvals(session: Session) -> list[Finding]:
    """The decisions on an order's revision are those its status needs; the salesperson's is written when it is made."""
    sales = func.sum(case((col(Approval.kind) == ApprovalKind.SALES, 1), else_=0))
    yes = func.sum(case((col(Approval.approved).is_(True), 1), else_=0))
    no = func.sum(case((col(Approval.approved).is_(False), 1), else_=0))
    decided = (
        select(
            col(Approval.order_id),
            col(Approval.revision),
            func.count().label("asked"),
            sales.label("sales"),
            yes.label("yes"),
            no.label("no"),
        )
        .group_by(col(Approval.order_id), col(Approval.revision))
        .subquery()
    )
    of, ours, agreed, against = (func.coalesce(decided.c[name], 0) for name in ("asked", "sales", "yes", "no"))
    given = and_(ours == 1, agreed == of)
    fits = or_(
        and_(col(Order.status) == OrderStatus.SUBMITTED, against == 0, not_(given)),
        and_(col(Order.status).in_((OrderStatus.APPROVED, OrderStatus.COMPLETED)), given),
        and_(col(Order.status) == OrderStatus.REJECTED, against > 0),
        col(Order.status).in_((OrderStatus.WITHDRAWN, OrderStatus.EXPIRED, OrderStatus.CANCELLED)),
    )
    query = (
        select(col(Order.number), col(Order.status), of, agreed, against)
        .join(
            decided,
            and_(decided.c.order_id == col(Order.id), decided.c.revision == col(Order.revision)),
            isouter=True,
        )
        .where(not_(fits))
    )
    rows = session.execute(query.limit(MOST)).all()
    told = [(number, status, f"{count} of {asked} yes, {refused} no") for number, status, asked, count, refused in rows]
    return findings("approvals", told)


def completed(session: Session) -> list[Finding]:
    """An order is complete when, and only when, all that was agreed was delivered."""
    missing = (
        select(
            col(OrderLine.order_id),
            func.sum(col(OrderLine.quantity) - col(OrderLine.refused) - col(OrderLine.delivered)).label("rest"),
        )
        .group_by(col(OrderLine.order_id))
        .subquery()
    )
    wrong = or_(
        and_(col(Order.status) == OrderStatus.COMPLETED, missing.c.rest != 0),
        and_(col(Order.status) == OrderStatus.APPROVED, missing.c.rest == 0),
    )
    query = (
        select(col(Order.number), col(Order.status), missing.c.rest)
        .join(missing, missing.c.order_id == col(Order.id))
        .where(wrong)
    )
    return asked(session, "completed", query)


def numbers(session: Session) -> list[Finding]:
    """No two orders have one number."""
    query = select(col(Order.number), 1, func.count()).group_by(col(Order.number)).having(func.count() > 1)
    return asked(session, "number", query)


def notices(session: Session) -> list[Finding]:
    """Every notice has somebody to go to."""
    query = (
        select(col(Notice.kind), col(Notice.person_id), col(Notice.external))
        .join(Person, col(Person.id) == col(Notice.person_id), isouter=True)
        .where(col(Person.id).is_(None), or_(col(Notice.person_id).is_not(None), col(Notice.external) == ""))
    )
    return asked(session, "notice", query)
