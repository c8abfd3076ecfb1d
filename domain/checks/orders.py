"""Orders against their lines and approvals."""

from typing import Any

from sqlalchemy import BigInteger, Numeric, String, and_, case, cast, func, literal, not_, or_, select, type_coerce
from sqlmodel import Session, col

from domain.checks.findings import MOST, Finding, findings, rule, words
from domain.prepared import Prepared, any_of
from domain.rules.money import smallest_unit
from domain.rules.order_life import CLOSED, OrderStatus
from domain.rules.rights import Role
from domain.tables.columns import MONEY, QUANTITY
from domain.tables.orders import Approval, ApprovalKind, Order, OrderLine
from domain.tables.people import Person

_STATUS = col(Order.status)
_UNTOUCHED = (OrderStatus.SUBMITTED, OrderStatus.REJECTED, OrderStatus.EXPIRED, OrderStatus.WITHDRAWN)


@rule("lines")
def lines() -> Any:
    """An order has its lines, numbered from one without a gap."""
    count = func.count(col(OrderLine.id))
    last = func.coalesce(func.max(col(OrderLine.position)), 0)
    return (
        select(col(Order.number), last, count)
        .join(OrderLine, col(OrderLine.order_id) == col(Order.id), isouter=True)
        .group_by(col(Order.id), col(Order.number))
        .having(or_(count == 0, count != last, func.count(col(OrderLine.position).distinct()) != count))
    )


@rule("line_counters")
def line_counters() -> Any:
    """0 ≤ delivered ≤ shipped ≤ quantity - refused; nothing is negative, and cut only when somebody decided."""
    agreed = col(OrderLine.quantity) - col(OrderLine.refused)
    wrong = or_(
        col(OrderLine.delivered) < 0,
        col(OrderLine.refused) < 0,
        agreed < 0,
        col(OrderLine.delivered) > col(OrderLine.shipped),
        col(OrderLine.shipped) > agreed,
        and_(col(OrderLine.refused) != 0, or_(any_of(_STATUS, _UNTOUCHED), col(Order.decided_at).is_(None))),
    )
    return (
        select(col(Order.number), agreed, col(OrderLine.shipped))
        .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
        .where(wrong)
    )


@rule("total")
def totals() -> Any:
    """An order's total is the sum of its lines."""
    summed = (
        select(col(OrderLine.order_id), func.sum(col(OrderLine.amount)).label("total"))
        .group_by(col(OrderLine.order_id))
        .subquery()
    )
    total = func.coalesce(summed.c.total, type_coerce(0, MONEY))
    return (
        select(col(Order.number), total, col(Order.total))
        .join(summed, summed.c.order_id == col(Order.id), isouter=True)
        .where(col(Order.total) != total)
    )


_CURRENCIES = Prepared(select(col(Order.currency)).distinct())


def amounts(session: Session) -> list[Finding]:
    """A line's amount is quantity × price, rounded half up to the currency's smallest unit."""
    found: list[Finding] = []
    scale = 10 ** (QUANTITY.places + MONEY.places)
    exact = cast(type_coerce(col(OrderLine.quantity), BigInteger), Numeric(38)) * type_coerce(
        col(OrderLine.price), BigInteger
    )
    amount = cast(type_coerce(col(OrderLine.amount), BigInteger), Numeric(38)) * 10**QUANTITY.places
    for currency in _CURRENCIES.scalars(session):
        unit = int(smallest_unit(currency) * scale)
        rounded = and_(amount % unit == 0, 2 * exact >= 2 * amount - unit, 2 * exact < 2 * amount + unit)
        query = (
            select(col(Order.number), col(OrderLine.quantity), col(OrderLine.price), col(OrderLine.amount))
            .join(OrderLine, col(OrderLine.order_id) == col(Order.id))
            .where(col(Order.currency) == currency, ~rounded)
        )
        found += findings(
            "amount",
            [
                (number, f"{much} × {price}", paid)
                for number, much, price, paid in session.execute(query.limit(MOST)).all()
            ],
        )
    return found[:MOST]


@rule("approvals")
def approvals() -> Any:
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
        and_(_STATUS == OrderStatus.SUBMITTED, against == 0, not_(given)),
        and_(any_of(_STATUS, (OrderStatus.APPROVED, OrderStatus.COMPLETED)), given),
        and_(_STATUS == OrderStatus.REJECTED, against > 0),
        any_of(_STATUS, (OrderStatus.WITHDRAWN, OrderStatus.EXPIRED, OrderStatus.CANCELLED)),
    )
    told = cast(agreed, String).concat(" of ").concat(cast(of, String)).concat(" yes, ").concat(cast(against, String))
    same = and_(decided.c.order_id == col(Order.id), decided.c.revision == col(Order.revision))
    return (
        select(col(Order.number), words(_STATUS), told.concat(" no"))
        .join(decided, same, isouter=True)
        .where(not_(fits))
    )


@rule("approval_given")
def given() -> Any:
    """An approval names who gave it, and when, as soon as it is given; never of a revision that is still to come."""
    known = and_(col(Approval.decided_by_id).is_not(None), col(Approval.decided_at).is_not(None))
    unknown = and_(col(Approval.decided_by_id).is_(None), col(Approval.decided_at).is_(None))
    wrong = or_(
        and_(col(Approval.approved).is_(None), ~unknown),
        and_(col(Approval.approved).is_not(None), ~known),
        col(Approval.revision) > col(Order.revision),
    )
    return (
        select(col(Order.number), literal("who and when"), literal("something else"))
        .join(Approval, col(Approval.order_id) == col(Order.id))
        .where(wrong)
    )


@rule("completed")
def completed() -> Any:
    """An order is complete when, and only when, all that was agreed was delivered."""
    rest = func.sum(col(OrderLine.quantity) - col(OrderLine.refused) - col(OrderLine.delivered))
    missing = select(col(OrderLine.order_id), rest.label("rest")).group_by(col(OrderLine.order_id)).subquery()
    wrong = or_(
        and_(_STATUS == OrderStatus.COMPLETED, missing.c.rest != 0),
        and_(_STATUS == OrderStatus.APPROVED, missing.c.rest == 0),
    )
    return (
        select(col(Order.number), words(_STATUS), missing.c.rest)
        .join(missing, missing.c.order_id == col(Order.id))
        .where(wrong)
    )


@rule("order_times")
def times() -> Any:
    """An order is closed when, and only when, its status says so; it was to expire after it was placed."""
    is_closed = any_of(_STATUS, CLOSED)
    wrong = or_(
        and_(is_closed, col(Order.closed_at).is_(None)),
        and_(~is_closed, col(Order.closed_at).is_not(None)),
        col(Order.expires_at) <= col(Order.submitted_at),
    )
    return select(col(Order.number), words(_STATUS), func.coalesce(cast(col(Order.closed_at), String), "open")).where(
        wrong
    )


@rule("order_reason")
def reasons() -> Any:
    """Whoever rejects or cancels an order says why, and nobody else does."""
    needed = any_of(_STATUS, (OrderStatus.REJECTED, OrderStatus.CANCELLED))
    wrong = or_(and_(needed, col(Order.reason) == ""), and_(~needed, col(Order.reason) != ""))
    return select(col(Order.number), words(_STATUS), col(Order.reason)).where(wrong)


@rule("rating")
def ratings() -> Any:
    """Only what arrived is rated, and words come with stars."""
    wrong = or_(
        and_(col(Order.rating).is_not(None), _STATUS != OrderStatus.COMPLETED),
        and_(col(Order.rating).is_(None), col(Order.rating_words) != ""),
    )
    return select(col(Order.number), words(_STATUS), func.coalesce(col(Order.rating), 0)).where(wrong)


@rule("buyer")
def buyers() -> Any:
    """A dealer orders for the account they buy for."""
    return (
        select(col(Order.number), col(Person.account_id), col(Order.account_id))
        .join(Person, col(Person.id) == col(Order.buyer_id))
        .where(col(Person.role) == Role.BUYER, col(Person.account_id) != col(Order.account_id))
    )
