"""Orders against their lines and approvals."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    Numeric,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlmodel import Session

from domain.checks.findings import MOST, computed, rule, words
from domain.checks.tables import Approval, Order, OrderLine, Person
from domain.db.statements import Prepared, any_of
from domain.rules.approvals import ALWAYS, ApprovalKind, ApprovalRule, ApprovalState
from domain.rules.money import smallest_unit
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import AGREED, CLOSED, NEVER_AGREED, REASONED, VOID
from domain.rules.rights import Role
from domain.tables.columns import MONEY, QUANTITY


@rule("lines")
def lines() -> Any:
    """An order has its lines, numbered from one without a gap."""
    count, last = func.count(OrderLine.id), func.coalesce(func.max(OrderLine.position), 0)
    wrong = or_(count == 0, count != last, func.count(OrderLine.position.distinct()) != count)
    query = select(Order.number, last, count).join_from(Order, OrderLine, isouter=True)
    return query.group_by(Order.id, Order.number).having(wrong)


@rule("line_counters")
def line_counters() -> Any:
    """0 ≤ delivered ≤ shipped ≤ quantity - refused; nothing is negative, and cut only by a decision."""
    agreed = OrderLine.quantity - OrderLine.refused
    wrong = or_(
        OrderLine.delivered < 0,
        OrderLine.refused < 0,
        agreed < 0,
        OrderLine.delivered > OrderLine.shipped,
        OrderLine.shipped > agreed,
        and_(OrderLine.refused != 0, or_(any_of(Order.status, NEVER_AGREED), Order.decided_at.is_(None))),
    )
    return select(Order.number, agreed, OrderLine.shipped).join_from(Order, OrderLine).where(wrong)


@rule("total")
def totals() -> Any:
    """An order's total is the sum of its lines, less their discounts."""
    paid = case((OrderLine.proposed > 0, type_coerce(0, MONEY)), else_=OrderLine.amount - OrderLine.discount)
    sums = select(OrderLine.order_id, func.sum(paid).label("total")).group_by(OrderLine.order_id).subquery()
    total = func.coalesce(sums.c.total, type_coerce(0, MONEY))
    query = select(Order.number, total, Order.total).join(sums, sums.c.order_id == Order.id, isouter=True)
    return query.where(Order.total != total)


_PAID = (OrderLine.packs, OrderLine.pack_price, OrderLine.loose, OrderLine.price, OrderLine.amount)
_CURRENCIES = Prepared(select(Order.currency).distinct())


@computed("amount")
def amounts(session: Session) -> Iterator[Any]:
    """A line's amount is that of its packs and of the rest, rounded half up to the currency's smallest unit."""
    scale = 10 ** (QUANTITY.places + MONEY.places)
    packs, each_pack, loose, each_loose, paid = (type_coerce(each, BigInteger) for each in _PAID)
    in_packs = cast(packs, Numeric(38)) * func.coalesce(each_pack, 0)
    exact, amount = in_packs + cast(loose, Numeric(38)) * each_loose, cast(paid, Numeric(38)) * 10**QUANTITY.places
    for currency in _CURRENCIES.scalars(session):
        unit = int(smallest_unit(currency) * scale)
        rounded = and_(amount % unit == 0, 2 * exact >= 2 * amount - unit, 2 * exact < 2 * amount + unit)
        query = select(Order.number, *_PAID).join_from(Order, OrderLine)
        query = query.where(Order.currency == currency, ~rounded).limit(MOST)
        for number, packed, pack_price, rest, price, found in session.execute(query):
            yield number, f"{packed} × {pack_price or 0} + {rest} × {price}", found


@rule("approvals")
def approvals() -> Any:
    """The decisions on an order's revision are those its status needs; the salesperson's is written when it is made.

    A consumer's order may be without one: it is paid.
    """

    def count(condition: Any, name: str) -> Any:
        return func.sum(case((condition, 1), else_=0)).label(name)

    key = (Approval.order_id, Approval.revision)
    decided = (
        select(
            *key,
            func.count().label("asked"),
            count(Approval.kind == ApprovalKind.SALES, "sales"),
            count(Approval.approved.is_(True), "yes"),
            count(Approval.approved.is_(False), "no"),
            count(and_(Approval.kind == ApprovalKind.PAYMENT, Approval.approved.is_(None)), "unpaid"),
        )
        .group_by(*key)
        .subquery()
    )
    names = ("asked", "sales", "yes", "no", "unpaid")
    asked, sales, yes, no, unpaid = (func.coalesce(decided.c[name], 0) for name in names)
    seen = and_(asked > 0, or_(sales == 1, Order.sales_approval == ApprovalState.NOT_ASKED))
    given = and_(seen, yes == asked)
    agreed = and_(seen, yes + unpaid == asked)  # money was taken back, or more is to be paid, before it leaves
    fits = or_(
        and_(Order.status == OrderStatus.SUBMITTED, no == 0, not_(given)),
        and_(any_of(Order.status, AGREED), agreed),
        and_(Order.status == OrderStatus.REJECTED, no > 0),
        any_of(Order.status, VOID - {OrderStatus.REJECTED}),
    )
    told = cast(yes, String).concat(" of ").concat(cast(asked, String)).concat(" yes, ").concat(cast(no, String))
    same = and_(decided.c.order_id == Order.id, decided.c.revision == Order.revision)
    query = select(Order.number, words(Order.status), told.concat(" no")).join(decided, same, isouter=True)
    return query.where(not_(fits))


@rule("approval_states")
def approval_states() -> Any:
    """An order says of each approval of its revision what the approval itself says."""
    row = (Approval.order_id == Order.id, Approval.revision == Order.revision)
    found = []
    for kind in ApprovalKind:
        given = exists().where(*row, Approval.kind == kind, Approval.approved.is_(True))
        asked: Any = exists().where(*row, Approval.kind == kind)
        if kind in ALWAYS:
            asked = or_(asked, ~exists().where(*row, words(Approval.rules).like(f'%"{ApprovalRule.RETAIL}"%')))
        rest = case((asked, ApprovalState.OPEN.value), else_=ApprovalState.NOT_ASKED.value)
        expected = case((given, ApprovalState.GIVEN.value), else_=rest)
        kept = words(getattr(Order, f"{kind}_approval"))
        found.append(select(Order.number, expected, kept).where(kept != expected))
    return union_all(*found)


@rule("approval_given")
def given() -> Any:
    """An approval names who gave it, and when, as soon as it is given; never of a revision that is still to come.

    A payment may be given by nobody: by money that was there.
    """
    is_given, by_money = Approval.approved.is_not(None), Approval.kind == ApprovalKind.PAYMENT
    wrong = or_(
        and_(Approval.decided_by_id.is_not(None) != is_given, ~and_(by_money, Approval.approved.is_(True))),
        Approval.decided_at.is_not(None) != is_given,
        Approval.revision > Order.revision,
    )
    query = select(Order.number, literal("who and when"), literal("something else")).join_from(Order, Approval)
    return query.where(wrong)


@rule("completed")
def completed() -> Any:
    """An order is complete when, and only when, all that was agreed was delivered, and its buyer is asked nothing."""
    rest = func.sum(OrderLine.quantity - OrderLine.refused - OrderLine.delivered + OrderLine.proposed).label("rest")
    missing = select(OrderLine.order_id, rest).group_by(OrderLine.order_id).subquery()
    wrong = or_(
        and_(Order.status == OrderStatus.COMPLETED, missing.c.rest != 0),
        and_(Order.status == OrderStatus.APPROVED, missing.c.rest == 0),
    )
    query = select(Order.number, words(Order.status), missing.c.rest)
    return query.join(missing, missing.c.order_id == Order.id).where(wrong)


@rule("order_times")
def times() -> Any:
    """An order is closed when, and only when, its status says so; it was to expire after it was placed."""
    wrong = or_(
        any_of(Order.status, CLOSED) != Order.closed_at.is_not(None),
        Order.expires_at <= Order.submitted_at,
    )
    found = func.coalesce(cast(Order.closed_at, String), "open")
    return select(Order.number, words(Order.status), found).where(wrong)


@rule("order_reason")
def reasons() -> Any:
    """A rejected or cancelled order has a reason, and no other has one."""
    wrong = any_of(Order.status, REASONED) == (Order.reason == "")
    return select(Order.number, words(Order.status), Order.reason).where(wrong)


@rule("rating")
def ratings() -> Any:
    """Only what arrived is rated, and words come with stars."""
    wrong = or_(
        and_(Order.rating.is_not(None), Order.status != OrderStatus.COMPLETED),
        and_(Order.rating.is_(None), Order.rating_words != ""),
    )
    return select(Order.number, words(Order.status), func.coalesce(Order.rating, 0)).where(wrong)


@rule("buyer")
def buyers() -> Any:
    """A dealer orders for the account they buy for."""
    query = select(Order.number, Person.account_id, Order.account_id).join(Person, Person.id == Order.buyer_id)
    return query.where(Person.role == Role.BUYER, Person.account_id != Order.account_id)
