"""Invoices that were asked for: never more than was delivered, and each as its event says."""

from typing import Any

from sqlalchemy import String, and_, cast, func, literal, or_, select, type_coerce

from domain.checks.findings import rule
from domain.checks.tables import Event, InvoiceRequest, InvoiceRequestLine, LedgerEntry
from domain.rules.finance.invoicing import InvoiceState
from domain.tables.columns import MONEY

_NO_MONEY = type_coerce(0, MONEY)
_KEY = cast(InvoiceRequest.id, String)
_SUBJECT = literal("invoice:").concat(_KEY)


@rule("invoice_most")
def most() -> Any:
    """No more of an entry is on invoices than it says, and each of the account whose it is."""
    total = type_coerce(func.sum(InvoiceRequestLine.amount), MONEY).label("total")
    query = select(
        InvoiceRequestLine.entry_id,
        total,
        func.min(InvoiceRequest.account_id).label("first"),
        func.max(InvoiceRequest.account_id).label("last"),
    ).join(InvoiceRequest, InvoiceRequest.id == InvoiceRequestLine.request_id)
    sums = query.where(InvoiceRequest.state != InvoiceState.REFUSED).group_by(InvoiceRequestLine.entry_id).subquery()
    positive, negative = LedgerEntry.amount > _NO_MONEY, LedgerEntry.amount <= _NO_MONEY
    wrong = or_(
        and_(positive, or_(sums.c.total > LedgerEntry.amount, sums.c.total < _NO_MONEY)),
        and_(negative, or_(sums.c.total < LedgerEntry.amount, sums.c.total > _NO_MONEY)),
        sums.c.first != LedgerEntry.account_id,
        sums.c.last != LedgerEntry.account_id,
        LedgerEntry.order_id.is_(None),
    )
    found = select(cast(LedgerEntry.id, String), LedgerEntry.amount, sums.c.total)
    return found.join_from(LedgerEntry, sums, sums.c.entry_id == LedgerEntry.id).where(wrong)


@rule("invoice_sum")
def sums() -> Any:
    """An invoice is the sum of its lines."""
    total = type_coerce(func.sum(InvoiceRequestLine.amount), MONEY).label("total")
    lines = select(InvoiceRequestLine.request_id, total).group_by(InvoiceRequestLine.request_id).subquery()
    found = func.coalesce(lines.c.total, _NO_MONEY)
    query = select(_KEY, found, InvoiceRequest.amount)
    query = query.join_from(InvoiceRequest, lines, lines.c.request_id == InvoiceRequest.id, isouter=True)
    return query.where(found != InvoiceRequest.amount)


@rule("invoice_answer")
def answers() -> Any:
    """Who answered, when, and with what go with how far it is."""
    asked, sent = InvoiceRequest.state == InvoiceState.ASKED, InvoiceRequest.state == InvoiceState.SENT
    refused = InvoiceRequest.state == InvoiceState.REFUSED
    nothing = and_(InvoiceRequest.number == "", InvoiceRequest.link == "", InvoiceRequest.document.is_(None))
    wrong = or_(
        asked != InvoiceRequest.decided_at.is_(None),
        InvoiceRequest.decided_at.is_(None) != InvoiceRequest.decided_by_id.is_(None),
        InvoiceRequest.decided_at < InvoiceRequest.asked_at,
        refused != (InvoiceRequest.reason != ""),
        sent == nothing,
    )
    return select(_KEY, literal("an answer that fits"), InvoiceRequest.state).where(wrong)


@rule("invoice_event")
def told() -> Any:
    """Every invoice that was asked for has its event, of the same moment and person."""
    same = and_(Event.kind == "invoice.asked", Event.subject == _SUBJECT, Event.at == InvoiceRequest.asked_at)
    query = select(_KEY, literal("its event"), literal("none"))
    return query.join_from(InvoiceRequest, Event, same, isouter=True).where(Event.id.is_(None))
