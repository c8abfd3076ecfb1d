"""What waits for finance beside orders: payments that buyers claim, disputes of statements, invoices asked for."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import func, literal, null, select, type_coerce, union_all
from sqlmodel import col

from domain.actor import Actor
from domain.db import pages
from domain.db.pages import Page
from domain.db.statements import Prepared
from domain.rules.finance.invoicing import InvoiceState
from domain.rules.rights import Right
from domain.tables.columns import MONEY
from domain.tables.invoices import InvoiceRequest
from domain.tables.ledger import PaymentClaim
from domain.tables.people import Account
from domain.tables.statements import StatementDispute


class CaseKind(StrEnum):
    """What finance is to answer."""

    CLAIM = "claim"
    DISPUTE = "dispute"
    INVOICE = "invoice"


@dataclass(frozen=True, kw_only=True)
class WaitingCase:
    """Something of an account that waits since ``at``; ``id`` is the claim's, the dispute's or the request's.

    ``amount``: what they say they paid, or what the invoice is to be over; a dispute has none.
    """

    kind: CaseKind
    id: int
    account: str
    amount: Decimal | None
    at: datetime


def waiting(actor: Actor, page: int = 0) -> Page[WaitingCase]:
    """What nobody answered yet, the longest waiting first."""
    actor.need(Right.LEDGER_CHANGE)
    found = _cases().subquery()
    rows: Any = select(found.c.kind, found.c.id, col(Account.name), found.c.amount, found.c.at)
    rows = rows.join(Account, col(Account.id) == found.c.account_id).order_by(found.c.at, found.c.id)
    read = pages.read(actor.session, rows, page)
    return read.map(lambda row: WaitingCase(kind=CaseKind(row[0]), id=row[1], account=row[2], amount=row[3], at=row[4]))


def count(actor: Actor) -> int:
    """How many wait, in one statement."""
    number: int = _count().scalars(actor.session, {})[0]
    return number


@cache
def _count() -> Prepared:
    return Prepared(select(func.count()).select_from(_cases().subquery()))


def _cases() -> Any:
    claim, dispute, asked = PaymentClaim, StatementDispute, InvoiceRequest
    return union_all(
        _case(CaseKind.CLAIM, claim, claim.claimed_at, claim.amount).where(col(claim.decided_at).is_(None)),
        _case(CaseKind.DISPUTE, dispute, dispute.opened_at, null()).where(col(dispute.answered_at).is_(None)),
        _case(CaseKind.INVOICE, asked, asked.asked_at, asked.amount).where(asked.state == InvoiceState.ASKED),
    )


def _case(kind: CaseKind, table: Any, at: Any, amount: Any) -> Any:
    own = literal(kind.value).label("kind"), table.id.label("id"), table.account_id.label("account_id")
    return select(*own, type_coerce(amount, MONEY).label("amount"), at.label("at"))
