"""The ledger against its events, and its invoices against the parcels that they bill."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import String, and_, case, cast, func, literal, or_, select, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import Session

from domain.checks.findings import computed, differ, rule, words
from domain.checks.tables import (
    Event,
    LedgerDue,
    LedgerEntry,
    Order,
    OrderLine,
    PaymentClaim,
    PostedLine,
    ReturnLine,
    ReturnRequest,
    Shipment,
    ShipmentLine,
)
from domain.db.statements import any_of
from domain.rules.finance.ledger import SETTLING, BilledLine, LedgerKind, posting
from domain.rules.return_life import VOID, ReturnStatus
from domain.rules.returns import Outcome, ReturnKind
from domain.rules.shipment_life import LEFT, ShipmentStatus
from domain.tables.columns import MONEY, QUANTITY

_NONE = Decimal(0)
_NO_QUANTITY, _NO_MONEY = type_coerce(0, QUANTITY), type_coerce(0, MONEY)
_SUBJECT = literal("ledger:").concat(cast(LedgerEntry.id, String))
_NOTED = and_(Event.kind == "ledger.posted", Event.subject == _SUBJECT)
_IS_BILL = LedgerEntry.kind == LedgerKind.INVOICE
_IS_OVER = any_of(ReturnRequest.status, frozenset({ReturnStatus.SETTLED, *VOID}))
#: What names an order.
_OF_ORDERS = (LedgerKind.INVOICE, LedgerKind.CREDIT, LedgerKind.CHARGE, LedgerKind.REBATE)


@computed("ledger_event")
def told(session: Session) -> Iterator[Any]:
    """Every entry is as its event says: whose, why, how much, on which days, due when, by whom, with what note."""
    entry = (LedgerEntry.id, LedgerEntry.account_id, words(LedgerEntry.kind), LedgerEntry.amount, LedgerEntry.day)
    more = (LedgerEntry.due_on, LedgerEntry.value_day, LedgerEntry.person_id, LedgerEntry.at, LedgerEntry.note)
    of_event = (Event.person_id, Event.at, Event.reason, Event.facts)
    query = select(*entry, *more, *of_event).join_from(LedgerEntry, Event, _NOTED, isouter=True)
    for row in session.execute(query):
        key, account, kind, amount, day, due, came, person, at, note, *by, facts = row
        dates = (str(each) if each else None for each in (due, came))
        written = [account, kind, str(amount), str(day), *dates, person, at, note]
        names = ("account", "entry", "amount", "day", "due_on", "value_day")
        known = [*((facts or {}).get(name) for name in names), *by]
        if Decimal(known[2] or "NaN") != amount or written[:2] + written[3:] != known[:2] + known[3:]:
            yield f"entry {key}", known, written


@rule("ledger_event")
def missing() -> Any:
    """Every entry that was booked is there."""
    query = select(Event.subject, literal("its entry"), literal("none"))
    query = query.join_from(Event, LedgerEntry, Event.subject == _SUBJECT, isouter=True)
    return query.where(Event.kind == "ledger.posted", LedgerEntry.id.is_(None))


@rule("ledger_lines")
def sums() -> Any:
    """An invoice is the sum of its lines, of the order that it names; nothing else has lines.

    Besides invoices, a credit or a charge may name the order whose goods it is for.
    """
    lines = select(
        PostedLine.entry_id,
        func.sum(PostedLine.amount).label("amount"),
        func.min(OrderLine.order_id).label("first"),
        func.max(OrderLine.order_id).label("last"),
    ).join(OrderLine, OrderLine.id == PostedLine.order_line_id)
    of_entry = lines.group_by(PostedLine.entry_id).subquery()
    total = func.coalesce(of_entry.c.amount, _NO_MONEY)
    wrong = or_(
        and_(_IS_BILL, or_(of_entry.c.entry_id.is_(None), total != LedgerEntry.amount)),
        and_(_IS_BILL, or_(of_entry.c.first != LedgerEntry.order_id, of_entry.c.last != LedgerEntry.order_id)),
        and_(_IS_BILL, LedgerEntry.order_id.is_(None)),
        and_(LedgerEntry.order_id.is_not(None), ~any_of(LedgerEntry.kind, _OF_ORDERS)),
        and_(~_IS_BILL, of_entry.c.entry_id.is_not(None)),
    )
    query = select(cast(LedgerEntry.id, String), total, LedgerEntry.amount)
    return query.join_from(LedgerEntry, of_entry, of_entry.c.entry_id == LedgerEntry.id, isouter=True).where(wrong)


@rule("ledger_account")
def accounts() -> Any:
    """An entry is of the account whose order it names."""
    query = select(cast(LedgerEntry.id, String), Order.account_id, LedgerEntry.account_id)
    return query.join_from(LedgerEntry, Order, Order.id == LedgerEntry.order_id).where(
        Order.account_id != LedgerEntry.account_id
    )


@rule("ledger_posted")
def posted() -> Any:
    """What left, or was received where the terms count from that, was billed once, line by line.

    What a claim keeps back is not billed as long as it is open.
    """
    left, there = any_of(Shipment.status, LEFT), Shipment.status == ShipmentStatus.DELIVERED
    due = and_(left, or_(there, Shipment.billed_on_receipt.is_(False)))
    packed = select(
        ShipmentLine.order_line_id,
        func.sum(case((due, ShipmentLine.quantity), else_=_NO_QUANTITY)).label("least"),
        func.sum(case((left, ShipmentLine.quantity), else_=_NO_QUANTITY)).label("most"),
    ).join(Shipment, Shipment.id == ShipmentLine.shipment_id)
    sent = packed.group_by(ShipmentLine.order_line_id).subquery()
    billed = select(PostedLine.order_line_id, func.sum(PostedLine.quantity).label("total"))
    bills = billed.group_by(PostedLine.order_line_id).subquery()
    waits = select(ReturnLine.order_line_id, func.sum(ReturnLine.withheld).label("total"))
    waits = waits.join(ReturnRequest, ReturnRequest.id == ReturnLine.request_id)
    kept = waits.where(~_IS_OVER).group_by(ReturnLine.order_line_id).subquery()
    least, most = (func.coalesce(each, _NO_QUANTITY) for each in (sent.c.least, sent.c.most))
    total = func.coalesce(bills.c.total, _NO_QUANTITY) + func.coalesce(kept.c.total, _NO_QUANTITY)
    query = select(cast(OrderLine.id, String), least, type_coerce(total, QUANTITY))
    query = query.join_from(OrderLine, sent, sent.c.order_line_id == OrderLine.id, isouter=True)
    query = query.join(kept, kept.c.order_line_id == OrderLine.id, isouter=True)
    query = query.join(bills, bills.c.order_line_id == OrderLine.id, isouter=True)
    return query.where(or_(total < least, total > most))


@rule("ledger_parcel")
def parcels() -> Any:
    """A line is billed with the parcel that it left in: all of it, but for what a claim keeps back."""
    same = and_(
        ShipmentLine.shipment_id == PostedLine.shipment_id, ShipmentLine.order_line_id == PostedLine.order_line_id
    )
    query = select(cast(PostedLine.id, String), ShipmentLine.quantity, PostedLine.quantity)
    query = query.join_from(PostedLine, ShipmentLine, same, isouter=True)
    query = query.join(Shipment, Shipment.id == PostedLine.shipment_id, isouter=True)
    part = and_(Shipment.billed_on_receipt, PostedLine.quantity < ShipmentLine.quantity)
    whole = and_(PostedLine.shipment_id.is_not(None), differ(ShipmentLine.quantity, PostedLine.quantity), ~part)
    free = and_(PostedLine.shipment_id.is_(None), PostedLine.entry_id.is_not(None), PostedLine.quantity != 0)
    claimed = PostedLine.return_line_id.is_not(None)
    return query.where(or_(whole, and_(free, ~claimed), and_(PostedLine.shipment_id.is_not(None), claimed)))


@rule("ledger_disputed")
def left_out() -> Any:
    """What was left out when a parcel was billed on receipt is what claims of its lines keep back."""
    same = and_(
        ShipmentLine.shipment_id == PostedLine.shipment_id, ShipmentLine.order_line_id == PostedLine.order_line_id
    )
    there = and_(Shipment.billed_on_receipt, Shipment.status == ShipmentStatus.DELIVERED)
    rest = func.sum(ShipmentLine.quantity - func.coalesce(PostedLine.quantity, _NO_QUANTITY)).label("total")
    packed = select(ShipmentLine.order_line_id, rest).join(Shipment, Shipment.id == ShipmentLine.shipment_id)
    packed = packed.join(PostedLine, same, isouter=True).where(there)
    left = packed.group_by(ShipmentLine.order_line_id).subquery()
    claimed = select(ReturnLine.order_line_id, func.sum(ReturnLine.withheld).label("total"))
    kept = claimed.group_by(ReturnLine.order_line_id).subquery()
    expected, found = (type_coerce(func.coalesce(each.c.total, 0), QUANTITY) for each in (kept, left))
    query = select(cast(OrderLine.id, String), expected, found)
    query = query.join_from(OrderLine, left, left.c.order_line_id == OrderLine.id, isouter=True)
    query = query.join(kept, kept.c.order_line_id == OrderLine.id, isouter=True)
    return query.where(expected != found)


@rule("ledger_disputed")
def disputed() -> Any:
    """What a claim kept back is billed when it came to nothing, never when it was granted, and not before."""
    billed = case((PostedLine.entry_id.is_not(None), PostedLine.quantity), else_=_NO_QUANTITY)
    free = case((PostedLine.entry_id.is_(None), PostedLine.quantity), else_=_NO_QUANTITY)
    sums_ = (func.sum(billed).label("billed"), func.sum(free).label("waived"))
    posted_ = select(PostedLine.return_line_id, func.min(PostedLine.order_line_id).label("line"), *sums_)
    posted_ = posted_.where(PostedLine.return_line_id.is_not(None))
    later = posted_.group_by(PostedLine.return_line_id).subquery()
    granted = and_(ReturnRequest.status == ReturnStatus.SETTLED, ReturnLine.outcome == Outcome.REFUND)
    part = case((ReturnLine.withheld < ReturnLine.agreed, ReturnLine.withheld), else_=ReturnLine.agreed)
    waived = case((granted, part), else_=_NO_QUANTITY)
    due = case((_IS_OVER, ReturnLine.withheld - waived), else_=_NO_QUANTITY)
    query = select(ReturnRequest.number, ReturnLine.withheld, type_coerce(later.c.billed, QUANTITY))
    query = query.join_from(ReturnLine, ReturnRequest, ReturnRequest.id == ReturnLine.request_id)
    query = query.join(later, later.c.return_line_id == ReturnLine.id, isouter=True)
    wrong = or_(
        func.coalesce(later.c.billed, _NO_QUANTITY) != due,
        func.coalesce(later.c.waived, _NO_QUANTITY) != waived,
        later.c.line != ReturnLine.order_line_id,
        ReturnLine.withheld < _NO_QUANTITY,
        ReturnLine.withheld > ReturnLine.quantity,
        and_(ReturnRequest.kind != ReturnKind.CLAIM, ReturnLine.withheld != _NO_QUANTITY),
    )
    return query.where(wrong)


@rule("ledger_disputed")
def strays() -> Any:
    """What was billed or granted later was kept back by a claim."""
    query = select(cast(PostedLine.id, String), literal("a claim"), literal("none"))
    query = query.join_from(PostedLine, ReturnLine, ReturnLine.id == PostedLine.return_line_id, isouter=True)
    return query.where(PostedLine.return_line_id.is_not(None), ReturnLine.id.is_(None))


@computed("ledger_billed")
def amounts(session: Session) -> Iterator[Any]:
    """So much of a line as was billed costs its part of the order's price, and has its part of the tax."""
    columns = (PostedLine.quantity, PostedLine.amount, PostedLine.tax, PostedLine.rebate)
    sums_ = (type_coerce(func.sum(each), each.type).label(each.key) for each in columns)
    billed_ = select(PostedLine.order_line_id, *sums_).group_by(PostedLine.order_line_id).subquery()
    line = (OrderLine.id, OrderLine.quantity, OrderLine.refused, OrderLine.amount, OrderLine.discount)
    query = select(
        *line, OrderLine.rebate, OrderLine.tax_rate, Order.currency, *(billed_.c[each.key] for each in columns)
    )
    query = query.join_from(OrderLine, Order).join(billed_, billed_.c.order_line_id == OrderLine.id)
    for row in session.execute(query):
        key, ordered, refused, amount, discount, of_rebate, rate, currency, quantity, *billed = row
        whole = BilledLine(whole=ordered - refused, amount=amount - discount, tax_rate=rate, rebate=of_rebate)
        due = posting(whole, (), quantity, currency)
        if [due.amount, due.tax, due.rebate] != billed:
            yield f"line {key}", (due.amount, due.tax, due.rebate), billed


@rule("ledger_undone")
def undone() -> Any:
    """Only what takes a payment back brings its debts back: that one of the same account, of as much, and once."""
    other = aliased(LedgerEntry)
    is_payment = LedgerEntry.kind == LedgerKind.PAYMENT
    wrong = or_(
        and_(is_payment, LedgerEntry.amount > _NO_MONEY) != LedgerEntry.undoes_id.is_not(None),
        other.amount != -LedgerEntry.amount,
        other.account_id != LedgerEntry.account_id,
        other.kind != LedgerKind.PAYMENT,
    )
    query = select(cast(LedgerEntry.id, String), literal("the payment that it takes back"), LedgerEntry.amount)
    return query.join_from(LedgerEntry, other, other.id == LedgerEntry.undoes_id, isouter=True).where(wrong)


@rule("payment_claim")
def claims() -> Any:
    """What was booked for a claim is a payment of its account; who decided, and when, go together."""
    wrong = or_(
        PaymentClaim.decided_at.is_(None) != PaymentClaim.decided_by_id.is_(None),
        PaymentClaim.decided_at < PaymentClaim.claimed_at,
        and_(PaymentClaim.entry_id.is_not(None), PaymentClaim.decided_at.is_(None)),
        LedgerEntry.account_id != PaymentClaim.account_id,
        LedgerEntry.kind != LedgerKind.PAYMENT,
        LedgerEntry.amount >= _NO_MONEY,
    )
    query = select(cast(PaymentClaim.id, String), literal("a payment of its account"), PaymentClaim.entry_id)
    query = query.join_from(PaymentClaim, LedgerEntry, LedgerEntry.id == PaymentClaim.entry_id, isouter=True)
    return query.where(wrong)


@rule("ledger_due")
def dues() -> Any:
    """What became due later is a debt that was not due when it was booked, and not before that day."""
    query = select(cast(LedgerEntry.id, String), literal("due later, once"), LedgerDue.due_on)
    query = query.join_from(LedgerDue, LedgerEntry, LedgerEntry.id == LedgerDue.entry_id)
    wrong = or_(LedgerEntry.due_on.is_not(None), LedgerDue.due_on < LedgerEntry.day)
    return query.where(or_(wrong, any_of(LedgerEntry.kind, SETTLING)))
