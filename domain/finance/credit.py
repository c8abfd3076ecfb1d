"""How much credit an account has left, by one function; and the doors that ask for it, with the account's row locked.

An act that passes one names it (``Door`` in ``rules/finance/credit_doors.py``) to ``rules_of`` before the order counts,
to ``held`` where it is there already, or to ``affordable`` for goods it waits for. An order that finance agreed to
passes, and one that costs no money: it adds nothing. One that has to be paid first takes no credit before it is: it
cannot leave.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from domain import settings, shop_rules
from domain.actor import Actor
from domain.db.statements import Prepared, any_of
from domain.refusals import CreditHeld, CreditStopped
from domain.rules.approvals import ApprovalKind, ApprovalRule, ApprovalState
from domain.rules.business_settings import OVERDUE_GRACE
from domain.rules.finance.credit import Credit, Exposure, OnLimit, Verdict
from domain.rules.finance.credit_doors import ON_HOLD, Door, OnHold
from domain.rules.finance.ledger import SETTLING, so_far
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import OPEN
from domain.rules.return_life import ReturnStatus
from domain.tables.columns import ID, MONEY
from domain.tables.ledger import LedgerDue, LedgerEntry, PaymentAllocation, PostedLine, TemporaryLimit
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account
from domain.tables.returns import ReturnLine, ReturnRequest
from domain.tables.shipments import Shipment

_NONE = Decimal(0)
_MONEY_PLACES, _QUANTITY_PLACES = -4, -3


class _Terms(NamedTuple):
    """What an account is allowed."""

    limit: Decimal | None
    on_limit: OnLimit
    temporary: Decimal | None
    until: Any


class _Part(NamedTuple):
    """A part of an exposure, in whole steps of money and quantities.

    ``ledger``: settled, late, other debts. ``named``: what of payments is for certain orders, and what of that is for
    late debts. ``whole``: lines of which nothing was shipped and nothing waits. ``line``:
    one of the others, by net amount, what will be sent of it, what of that is there, shipped, and booked; without a
    status one of an order that is over, of which a claim keeps something back.
    """

    part: str
    status: str | None
    a: int
    b: int
    c: int
    d: int
    e: int


def matters(actor: Actor) -> bool:
    """Whether any account of the shop has a limit, or is held or stopped when it is late."""
    return shop_rules.rules(actor.session).credit


def credit_of(actor: Actor, account_id: int, *, lock: bool = False, without: int = 0) -> Credit:
    """The credit of an account with all its parts.

    Args:
        actor: on whose day.
        account_id: whose.
        lock: nobody else changes it, or orders for the account, until the end of the transaction.
        without: an order that is not counted.
    """
    facts = {"account": account_id, "today": actor.today}
    terms = _Terms._make((_LOCKED if lock else _TERMS).all(actor.session, facts)[0])
    grace = timedelta(days=settings.value(actor.session, OVERDUE_GRACE))
    facts |= {"late": actor.today - grace, "without": without}
    exposure, late = _exposure(map(_Part._make, _PARTS.all(actor.session, facts)), actor.supplier.currency)
    return Credit(
        limit=terms.limit,
        on_limit=OnLimit(terms.on_limit),
        temporary=(terms.temporary or _NONE) if terms.limit is not None else _NONE,
        until=terms.until,
        exposure=exposure,
        late=late,
    )


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What the door says of an order: rules that ask for approvals, and whether the account comes near its limit."""

    rules: frozenset[ApprovalRule] = frozenset()
    near: bool = False
    credit: Credit | None = None


def rules_of(actor: Actor, door: Door, account_id: int, more: Decimal, *, order_id: int = 0) -> Checked:
    """What an order of so much asks for because of the account's credit. ``order_id``: it counts as so much, once.

    Raises CreditStopped: it cannot be placed.
    """
    if not matters(actor):
        return Checked()
    found = credit_of(actor, account_id, lock=True, without=order_id)
    verdict = found.judge(more)
    if verdict is Verdict.STOPPED:
        raise _stopped(door, found, more, account_id)
    rules = frozenset({_rule(found, more)}) if verdict is Verdict.HELD else frozenset()
    return Checked(rules=rules, near=found.comes_near(more), credit=found)


def held(actor: Actor, door: Door, order: Order) -> frozenset[ApprovalRule]:
    """Why an order that is there already must not go on: finance has to agree; nothing where it may.

    Raises CreditStopped: not even that helps; CreditHeld: the door has nothing to ask finance by.
    """
    if not matters(actor) or not order.payable:
        return frozenset()
    found = credit_of(actor, order.account_id, lock=True)
    verdict = found.judge()
    if verdict is Verdict.STOPPED:
        raise _stopped(door, found, _NONE, order.account_id)
    if verdict is not Verdict.HELD or ApprovalKind.FINANCE in order.given:
        return frozenset()
    if ON_HOLD[door] is OnHold.REFUSES:
        raise CreditHeld(order_id=order.id, number=order.number)
    return frozenset({_rule(found, _NONE)})


def lock_for(actor: Actor, *, order_id: int = 0, shipment_id: int = 0) -> None:
    """Lock the account of an order or a parcel, before the order itself."""
    if matters(actor):
        _LOCK_FOR.all(actor.session, {"order": order_id, "shipment": shipment_id})


def affordable(actor: Actor, wanted: Sequence[tuple[int, Decimal]]) -> frozenset[int]:
    """Of order lines that may get so much of the goods they wait for, those whose accounts have credit left for it.

    The first come first; where there is not enough for one, the next may still fit.
    """
    ids = [line_id for line_id, _ in wanted]
    if not matters(actor) or not ids:
        return frozenset(ids)
    rows = {row[0]: row for row in actor.session.execute(_lines_with_terms(ids))}
    free: dict[int, Credit] = {}
    used: dict[int, Decimal] = {}
    passing = set()
    for line_id, amount in wanted:
        _, account_id, net, whole, currency, finance, on_limit = rows[line_id]
        if on_limit is OnLimit.WARN or (on_limit is OnLimit.HOLD and finance == "given"):
            passing.add(line_id)
            continue
        if account_id not in free:
            free[account_id] = credit_of(actor, account_id, lock=True)
        value = so_far(net, amount, whole, currency)
        if not value or free[account_id].judge(used.get(account_id, _NONE) + value) is Verdict.FITS:
            used[account_id] = used.get(account_id, _NONE) + value
            passing.add(line_id)
    return frozenset(passing)


def _stopped(door: Door, found: Credit, more: Decimal, account_id: int) -> CreditStopped:
    """The refusal, with what is free and what is late."""
    return CreditStopped(door=door, account_id=account_id, free=found.free, amount=more, late=found.late)


def _rule(found: Credit, more: Decimal) -> ApprovalRule:
    return ApprovalRule.CREDIT if found.beyond(more) else ApprovalRule.OVERDUE


def _exposure(parts: Iterable[_Part], currency: str) -> tuple[Exposure, Decimal]:
    """The parts added up, and what of the debts is late."""
    settled = late = other = unbilled = named = named_late = _NONE
    waiting = {OrderStatus.SUBMITTED: _NONE, OrderStatus.APPROVED: _NONE}
    for row in parts:
        a, d, e = _money(row.a), _quantity(row.d), _money(row.e)
        if row.part == "ledger":
            settled, late, other = a, _money(row.b), _money(row.c)
        elif row.part == "named":
            named, named_late = a, _money(row.b)
        elif row.part == "whole":
            waiting[OrderStatus(row.status or "")] += a
        else:
            sent = so_far(a, d, _quantity(row.b), currency)
            unbilled += sent - e
            if row.status is None:
                continue
            waiting[OrderStatus(row.status)] += so_far(a, _quantity(row.c), _quantity(row.b), currency) - sent
    balance = late + other - settled
    exposure = Exposure(
        owed=max(balance, _NONE),
        prepaid=max(-balance, _NONE),
        unbilled=unbilled,
        approved=waiting[OrderStatus.APPROVED],
        submitted=waiting[OrderStatus.SUBMITTED],
    )
    return exposure, max(late - named_late - max(settled - named, _NONE), _NONE)


def _money(steps: int) -> Decimal:
    return Decimal(steps).scaleb(_MONEY_PLACES)


def _quantity(steps: int) -> Decimal:
    return Decimal(steps).scaleb(_QUANTITY_PLACES)


_ACCOUNT: Any = bindparam("account", type_=ID)


def _terms() -> Any:
    given = aliased(TemporaryLimit)
    newest = (
        select(col(given.id))
        .where(col(given.account_id) == Account.id, col(given.until) >= bindparam("today"))
        .order_by(col(given.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(
        col(Account.credit_limit), col(Account.on_limit), col(TemporaryLimit.amount), col(TemporaryLimit.until)
    )
    query = query.select_from(Account).join(TemporaryLimit, col(TemporaryLimit.id) == newest, isouter=True)
    return query.where(col(Account.id) == _ACCOUNT)


def _steps(value: Any) -> Any:
    return type_coerce(func.coalesce(value, 0), BigInteger)


def _ledger() -> Any:
    amount: Any = type_coerce(col(LedgerEntry.amount), BigInteger)
    settles = or_(any_of(col(LedgerEntry.kind), SETTLING), amount < 0)
    late = and_(~settles, func.coalesce(LedgerEntry.due_on, LedgerDue.due_on) < bindparam("late"))
    other = and_(
        ~settles, ~func.coalesce(func.coalesce(LedgerEntry.due_on, LedgerDue.due_on) < bindparam("late"), False)
    )
    sums = (_steps(func.sum(case((when, amount), else_=0))) for when in (settles, late, other))
    settled, late_sum, other_sum = sums
    query = select(literal("ledger", String), null(), -settled, late_sum, other_sum, literal(0), literal(0))
    query = query.select_from(LedgerEntry).join(LedgerDue, col(LedgerDue.entry_id) == LedgerEntry.id, isouter=True)
    return query.where(col(LedgerEntry.account_id) == _ACCOUNT)


def _named() -> Any:
    amount: Any = type_coerce(col(PaymentAllocation.amount), BigInteger)
    late = func.coalesce(PaymentAllocation.due_on, LedgerDue.due_on) < bindparam("late")
    sums = (_steps(func.sum(amount)), _steps(func.sum(case((late, amount), else_=0))))
    query = select(literal("named", String), null(), *sums, literal(0), literal(0), literal(0))
    due = col(LedgerDue.entry_id) == PaymentAllocation.debt_id
    query = query.select_from(PaymentAllocation).join(LedgerDue, due, isouter=True)
    return query.where(col(PaymentAllocation.account_id) == _ACCOUNT)


def _open_lines(*columns: Any) -> Any:
    query = select(*columns).select_from(OrderLine).join(Order, col(Order.id) == OrderLine.order_id)
    mine = (col(Order.account_id) == _ACCOUNT, col(Order.id) != bindparam("without", type_=ID))
    paid_first = and_(col(Order.status) == OrderStatus.SUBMITTED, col(Order.payment_approval) == ApprovalState.OPEN)
    return query.where(*mine, any_of(col(Order.status), OPEN), ~paid_first)


def _parts() -> Any:
    amount, discount, rebate = (
        type_coerce(col(each), BigInteger) for each in (OrderLine.amount, OrderLine.discount, OrderLine.rebate)
    )
    net = amount - discount - rebate
    quantity, refused, waits, sent = (
        type_coerce(col(each), BigInteger)
        for each in (OrderLine.quantity, OrderLine.refused, OrderLine.back_ordered, OrderLine.shipped)
    )
    plain = and_(waits == 0, sent == 0)
    status = type_coerce(col(Order.status), String)
    zero = literal(0)
    whole = _open_lines(literal("whole", String), status, _steps(func.sum(net)), zero, zero, zero, zero)
    booked = (
        select(_steps(func.sum(PostedLine.amount - PostedLine.rebate)))
        .where(col(PostedLine.order_line_id) == OrderLine.id)
        .scalar_subquery()
    )
    agreed = quantity - refused
    line = _open_lines(literal("line", String), status, net, agreed, agreed - waits, sent, booked)
    disputed = select(literal("line", String), null(), net, agreed, agreed - waits, sent, booked)
    return union_all(
        _ledger(),
        _named(),
        whole.where(plain).group_by(status),
        line.where(~plain, agreed > 0),
        disputed.select_from(OrderLine).where(col(OrderLine.id).in_(_disputed())),
    )


def _disputed() -> Any:
    """Lines of orders that are over, of which an open claim keeps something off the bill."""
    query = select(col(ReturnLine.order_line_id)).join(ReturnRequest, col(ReturnRequest.id) == ReturnLine.request_id)
    query = query.join(Order, col(Order.id) == ReturnRequest.order_id)
    mine = (col(ReturnRequest.account_id) == _ACCOUNT, col(ReturnRequest.status) == ReturnStatus.REQUESTED)
    return query.where(*mine, type_coerce(col(ReturnLine.withheld), BigInteger) > 0, ~any_of(col(Order.status), OPEN))


def _lines_with_terms(ids: Sequence[int]) -> Any:
    net = type_coerce(col(OrderLine.amount) - col(OrderLine.discount) - col(OrderLine.rebate), MONEY)
    whole = type_coerce(col(OrderLine.quantity) - col(OrderLine.refused), OrderLine.quantity.type)  # type: ignore[attr-defined]
    about = (col(Order.account_id), net, whole, col(Order.currency), col(Order.finance_approval))
    query = select(col(OrderLine.id), *about, col(Account.on_limit)).select_from(OrderLine)
    query = query.join(Order, col(Order.id) == OrderLine.order_id).join(Account, col(Account.id) == Order.account_id)
    return query.where(col(OrderLine.id).in_(ids))


_TERMS = Prepared(_terms())
_LOCKED = Prepared(_terms().with_for_update(of=Account, key_share=True))
_PARTS = Prepared(_parts())
_LOCK_FOR = Prepared(
    select(col(Account.id))
    .where(
        or_(
            col(Account.id).in_(select(col(Order.account_id)).where(col(Order.id) == bindparam("order", type_=ID))),
            col(Account.id).in_(
                select(col(Order.account_id))
                .join(Shipment, col(Shipment.order_id) == Order.id)
                .where(col(Shipment.id) == bindparam("shipment", type_=ID))
            ),
        )
    )
    .with_for_update(key_share=True)
)
