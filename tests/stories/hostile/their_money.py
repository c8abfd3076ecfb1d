"""What 李记便利店 paid, says is wrong, and asked an invoice for: nobody else's to see."""

from decimal import Decimal

from sqlmodel import Session

from domain.actor import Actor
from domain.finance import agreements, claims, payments, rebates
from domain.rules.finance.invoicing import InvoiceState
from domain.tables.invoices import InvoiceRequest
from tests.world import World


def of(world: World, session: Session) -> dict[str, int]:
    """A payment of 李记便利店 that finance booked, one that 老李 says he made, and what he says is wrong."""
    finance, buyer = world.actor(session, "小孙"), world.actor(session, "老李")
    came = payments.record(finance, buyer.account_id or 0, Decimal(11))
    wrong = agreements.dispute(buyer, buyer.account_id or 0, buyer.today, came.id, "照旧的那种")
    claim = claims.make(buyer, Decimal(12))
    invoice = _invoice(buyer)
    session.add(invoice)
    ids = {"ledger_entry": came.id, "payment_claim": claim.id, "statement_dispute": wrong.id}
    rebate = rebates.grant(finance, buyer.account_id or 0, Decimal(14), "三季度")
    return {**ids, "invoice_request": invoice.id, "rebate": rebate.id}


def _invoice(buyer: Actor) -> InvoiceRequest:
    """One that he asked for, and finance has not answered."""
    return InvoiceRequest(
        account_id=buyer.account_id or 0,
        person_id=buyer.person_id,
        title="李记便利店",
        amount=Decimal(13),
        state=InvoiceState.ASKED,
        asked_at=buyer.now,
    )
