"""Rebates against the orders they pay a part of, the ledger, and their events: never more is used than was granted."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import String, and_, case, cast, func, literal, or_, select, type_coerce
from sqlmodel import Session

from domain.checks.findings import computed, rule
from domain.checks.tables import (
    Event,
    LedgerEntry,
    Order,
    OrderLine,
    PostedLine,
    Rebate,
    RebateUse,
    ReturnLine,
    ReturnRequest,
)
from domain.db.statements import any_of
from domain.rules.finance.ledger import LedgerKind
from domain.rules.order_states import COUNTABLE
from domain.rules.return_life import ReturnStatus
from domain.tables.columns import MONEY

_NO_MONEY = type_coerce(0, MONEY)
#: Goods that were granted to a claim and never billed; what a rebate pays of them is free again.
_IS_WAIVED = and_(PostedLine.entry_id.is_(None), PostedLine.return_line_id.is_not(None))
_KINDS = ("rebate.used", "rebate.given_back", "rebate.ended")


def _sum(of: Any) -> Any:
    return type_coerce(func.coalesce(func.sum(of), 0), MONEY)


@rule("rebate_used")
def used() -> Any:
    """No more of a rebate is used than was granted, and not less than nothing."""
    total = _sum(RebateUse.amount)
    query = select(cast(Rebate.id, String), Rebate.amount, total)
    query = query.join_from(Rebate, RebateUse, RebateUse.rebate_id == Rebate.id)
    return query.group_by(Rebate.id, Rebate.amount).having(or_(total > Rebate.amount, total < _NO_MONEY))


@rule("rebate_used")
def of_one_account() -> Any:
    """An order uses rebates of its account, of each not less than nothing."""
    total = _sum(RebateUse.amount)
    query = select(cast(Rebate.id, String), literal("0 or more, of its account"), total)
    query = query.join_from(RebateUse, Rebate, Rebate.id == RebateUse.rebate_id)
    query = query.join(Order, Order.id == RebateUse.order_id)
    query = query.group_by(Rebate.id, Order.id, Rebate.account_id, Order.account_id)
    return query.having(or_(total < _NO_MONEY, Rebate.account_id != Order.account_id))


@rule("rebate_order")
def orders() -> Any:
    """An order uses what its lines say, less what came back; one that came to nothing uses nothing."""
    uses = select(RebateUse.order_id, _sum(RebateUse.amount).label("total")).group_by(RebateUse.order_id).subquery()
    back = select(ReturnRequest.order_id, _sum(ReturnLine.rebate).label("total"))
    back = back.join(ReturnLine, ReturnLine.request_id == ReturnRequest.id)
    settled = back.where(ReturnRequest.status == ReturnStatus.SETTLED).group_by(ReturnRequest.order_id).subquery()
    granted = select(OrderLine.order_id, _sum(PostedLine.rebate).label("total"))
    granted = granted.join(PostedLine, PostedLine.order_line_id == OrderLine.id)
    free = granted.where(_IS_WAIVED).group_by(OrderLine.order_id).subquery()
    alive = case((any_of(Order.status, COUNTABLE), Order.rebate), else_=_NO_MONEY)
    given_back = func.coalesce(settled.c.total, 0) + func.coalesce(free.c.total, 0)
    expected = type_coerce(alive - given_back, MONEY)
    found = type_coerce(func.coalesce(uses.c.total, 0), MONEY)
    query = select(Order.number, expected, found).join_from(Order, uses, uses.c.order_id == Order.id, isouter=True)
    query = query.join(free, free.c.order_id == Order.id, isouter=True)
    return query.join(settled, settled.c.order_id == Order.id, isouter=True).where(expected != found)


@rule("rebate_order")
def lines() -> Any:
    """What rebates pay of an order is the sum of what they pay of its lines, of each no more than it costs."""
    of_order = select(OrderLine.order_id, _sum(OrderLine.rebate).label("total")).group_by(OrderLine.order_id).subquery()
    total = type_coerce(func.coalesce(of_order.c.total, 0), MONEY)
    query = select(Order.number, total, Order.rebate)
    query = query.join_from(Order, of_order, of_order.c.order_id == Order.id, isouter=True)
    beyond = select(OrderLine.id).where(
        OrderLine.order_id == Order.id, OrderLine.rebate > OrderLine.amount - OrderLine.discount
    )
    return query.where(or_(Order.rebate != total, beyond.exists()))


@rule("rebate_posted")
def posted() -> Any:
    """What the ledger credits of rebates is what is posted of the lines of each order."""
    of_order = select(OrderLine.order_id, _sum(PostedLine.rebate).label("total"))
    of_order = of_order.join(PostedLine, PostedLine.order_line_id == OrderLine.id)
    lines_ = of_order.where(~_IS_WAIVED).group_by(OrderLine.order_id).subquery()
    credit = select(LedgerEntry.order_id, _sum(LedgerEntry.amount).label("total"))
    credited = credit.where(LedgerEntry.kind == LedgerKind.REBATE).group_by(LedgerEntry.order_id).subquery()
    expected, found = (type_coerce(func.coalesce(each.c.total, 0), MONEY) for each in (lines_, credited))
    query = select(Order.number, expected, -found)
    query = query.join_from(Order, lines_, lines_.c.order_id == Order.id, isouter=True)
    return query.join(credited, credited.c.order_id == Order.id, isouter=True).where(expected + found != _NO_MONEY)


@rule("rebate_posted")
def returned() -> Any:
    """What came back of rebates with a settled return is in the ledger, by its number."""
    back = select(ReturnLine.request_id, _sum(ReturnLine.rebate).label("total")).group_by(ReturnLine.request_id)
    lines_ = back.subquery()
    entries = select(LedgerEntry.document, _sum(LedgerEntry.amount).label("total"))
    of_returns = and_(LedgerEntry.kind == LedgerKind.REBATE, LedgerEntry.order_id.is_(None))
    booked = entries.where(of_returns).group_by(LedgerEntry.document).subquery()
    is_settled = ReturnRequest.status == ReturnStatus.SETTLED
    due = case((is_settled, func.coalesce(lines_.c.total, 0)), else_=_NO_MONEY)
    expected, found = type_coerce(due, MONEY), type_coerce(func.coalesce(booked.c.total, 0), MONEY)
    query = select(ReturnRequest.number, expected, found)
    query = query.join_from(ReturnRequest, lines_, lines_.c.request_id == ReturnRequest.id, isouter=True)
    return query.join(booked, booked.c.document == ReturnRequest.number, isouter=True).where(expected != found)


@computed("rebate_event")
def granted(session: Session) -> Iterator[Any]:
    """Every rebate is as its event says: whose, how much, until when, why, by whom, when."""
    subject = literal("rebate:").concat(cast(Rebate.id, String))
    same = and_(Event.kind == "rebate.granted", Event.subject == subject)
    row = (Rebate.id, Rebate.account_id, Rebate.amount, Rebate.last_day, Rebate.reason, Rebate.person_id, Rebate.at)
    query = select(*row, Event.facts, Event.reason, Event.person_id, Event.at)
    for key, account, amount, day, *written, facts, why, by, at in session.execute(
        query.join_from(Rebate, Event, same, isouter=True)
    ):
        told = facts or {}
        known = [told.get("account"), _amount(told), told.get("last_day"), why, by, at]
        found = [account, amount, str(day) if day else None, *written]
        if known != found:
            yield f"rebate {key}", known, found


@computed("rebate_event")
def told(session: Session) -> Iterator[Any]:
    """Every use is as its event says: of which rebate, for which order, how much, when."""
    subject = literal("rebateuse:").concat(cast(RebateUse.id, String))
    same = and_(any_of(Event.kind, _KINDS), Event.subject == subject)
    query = select(RebateUse.id, RebateUse.rebate_id, RebateUse.order_id, RebateUse.amount, RebateUse.at)
    query = query.add_columns(Event.facts, Event.at)
    for key, rebate, order, amount, at, facts, noted_at in session.execute(
        query.join_from(RebateUse, Event, same, isouter=True)
    ):
        said = facts or {}
        known = [said.get("rebate"), said.get("of_order"), _amount(said), noted_at]
        if known != [rebate, order, amount, at]:
            yield f"use {key}", known, [rebate, order, amount, at]


@rule("rebate_event")
def missing() -> Any:
    """Every rebate that was granted, and every use of one, is there."""
    rebate = literal("rebate:").concat(cast(Rebate.id, String))
    use = literal("rebateuse:").concat(cast(RebateUse.id, String))
    query = select(Event.subject, literal("its row"), literal("none"))
    query = query.join_from(Event, Rebate, Event.subject == rebate, isouter=True)
    query = query.join(RebateUse, Event.subject == use, isouter=True)
    return query.where(any_of(Event.kind, ("rebate.granted", *_KINDS)), Rebate.id.is_(None), RebateUse.id.is_(None))


def _amount(facts: Any) -> Decimal | None:
    try:
        return Decimal(str(facts["amount"]))
    except (KeyError, InvalidOperation):
        return None
