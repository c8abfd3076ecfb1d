"""Which deliveries of an account may be on an invoice yet: received, less what came back, less what was asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import func, or_, type_coerce
from sqlmodel import col, select

from domain.actor import Actor
from domain.rules.finance.invoicing import InvoiceState, Unbilled, share
from domain.rules.finance.ledger import LedgerKind
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.columns import MONEY
from domain.tables.invoices import InvoiceRequest, InvoiceRequestLine
from domain.tables.ledger import LedgerEntry, PostedLine
from domain.tables.shipments import Shipment

#: So many deliveries are offered at once; the oldest come first.
DELIVERIES_MOST = 40


@dataclass(frozen=True, kw_only=True)
class Billable:
    """A delivery, or a later price of one. ``left``: what of it may be on an invoice."""

    entry_id: int
    document: str
    day: date
    left: Decimal


class _Row(NamedTuple):
    """An entry that is not on invoices wholly. ``amount``: what of it is on none."""

    entry_id: int
    order_id: int
    document: str
    day: date
    amount: Decimal


def deliveries(actor: Actor, account_id: int) -> Sequence[Billable]:
    """What may be on an invoice, the oldest first."""
    rows = _rows(actor, LedgerEntry.account_id == account_id)
    left = {key: amount for of in _by_order(rows).values() for key, amount in share(_unbilled(of)).left.items()}
    found = [
        Billable(entry_id=row.entry_id, document=row.document, day=row.day, left=left[row.entry_id])
        for row in rows
        if row.entry_id in left
    ]
    return found[:DELIVERIES_MOST]


def to_take_back(actor: Actor, order_id: int) -> Mapping[int, Decimal]:
    """What was on invoices of an order and came back since: by entry, below zero; nothing where there is none."""
    rows = _rows(actor, LedgerEntry.order_id == order_id)
    red, found = share(_unbilled(rows)).red, {}
    for row in rows:
        amount = min(red, -row.amount)
        if amount > 0:
            found[row.entry_id], red = -amount, red - amount
    return found


def _unbilled(rows: Iterable[_Row]) -> list[Unbilled]:
    return [Unbilled(entry_id=row.entry_id, amount=row.amount) for row in rows]


def _by_order(rows: Iterable[_Row]) -> Mapping[int, Sequence[_Row]]:
    found: dict[int, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.order_id, []).append(row)
    return found


def _rows(actor: Actor, *conditions: Any) -> list[_Row]:
    """Entries of orders that were received, or changed what was: as far as they are on no invoice."""
    asked = (
        select(func.sum(col(InvoiceRequestLine.amount)))
        .join(InvoiceRequest, col(InvoiceRequest.id) == InvoiceRequestLine.request_id)
        .where(col(InvoiceRequestLine.entry_id) == LedgerEntry.id, InvoiceRequest.state != InvoiceState.REFUSED)
        .scalar_subquery()
    )
    rest = type_coerce(col(LedgerEntry.amount) - func.coalesce(asked, 0), MONEY)
    under_way = (
        select(PostedLine.id)
        .join(Shipment, col(Shipment.id) == PostedLine.shipment_id)
        .where(col(PostedLine.entry_id) == LedgerEntry.id, Shipment.status != ShipmentStatus.DELIVERED)
        .exists()
    )
    entry = (LedgerEntry.id, LedgerEntry.order_id, LedgerEntry.document, LedgerEntry.day)
    query: Any = sqlalchemy.select(*(col(each) for each in entry), rest).where(
        col(LedgerEntry.order_id).is_not(None),
        col(LedgerEntry.kind).in_((LedgerKind.INVOICE, LedgerKind.CREDIT, LedgerKind.CHARGE)),
        or_(rest > 0, rest < 0),
        ~under_way,
        *conditions,
    )
    return [_Row._make(row) for row in actor.session.execute(query.order_by(col(LedgerEntry.id)))]
