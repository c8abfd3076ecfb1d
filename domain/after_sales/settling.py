"""Settling a request: what was paid is credited, and what replaces the goods is ordered; in one transaction."""

from collections.abc import Sequence
from decimal import Decimal

from sqlmodel import col, select

from domain.actor import Actor
from domain.after_sales import disputes, gifts, replacements, status
from domain.after_sales.view import ReturnRow, ReturnView
from domain.events.journal import log_event
from domain.finance import invoices, ledger, rebates
from domain.finance.ledger import NewEntry
from domain.rules.finance.ledger import BilledLine, LedgerKind, LinePosting, posting
from domain.rules.money import total
from domain.rules.return_life import ReturnStatus, ReturnStep
from domain.rules.returns import Outcome, ReturnKind
from domain.tables.returns import ReturnLine, ReturnRequest


def settle(actor: Actor, view: ReturnView) -> None:
    """Credit what is refunded at what was paid, charge gifts that stay, order what is replaced, close the request."""
    request = view.request
    disputes.settle(actor, view)
    for row in view.rows:
        if row.line.outcome is Outcome.REFUND and row.settled(request.kind):
            _credit(actor, view, row)
    amount = total(row.line.credited for row in view.rows)
    if amount:
        new = NewEntry(
            account_id=request.account_id,
            kind=LedgerKind.CREDIT,
            amount=-amount,
            document=request.number,
            order_id=request.order_id,
        )
        request.entry_id = ledger.enter(actor, new).id
        invoices.ask_red(actor, view.order)
    _give_rebate_back(actor, view)
    gifts.charge(actor, view)
    again = [row for row in view.rows if row.line.outcome is Outcome.REPLACEMENT and row.settled(request.kind)]
    if again:
        request.replacement_id = replacements.order(actor, view, again).id
    status.advance(actor, request, ReturnStep.SETTLE)
    request.closed_at = actor.now
    log_event(actor, "return.settled", subject=f"return:{request.id}", amount=str(amount))
    actor.session.flush()


def _give_rebate_back(actor: Actor, view: ReturnView) -> None:
    """What a rebate paid of what is credited is no money that comes back: it can be used again instead."""
    request, amount = view.request, total(row.line.rebate for row in view.rows)
    if amount:
        rebate = LedgerKind.REBATE
        new = NewEntry(account_id=request.account_id, kind=rebate, amount=amount, document=request.number)
        ledger.enter(actor, new)
        rebates.give_back(actor, view.order, amount)


def _credit(actor: Actor, view: ReturnView, row: ReturnRow) -> None:
    """What was paid for so much of a line: the sum so far, less what was credited before, or never billed."""
    ordered = row.ordered
    net = ordered.amount - ordered.discount
    agreed = ordered.quantity - ordered.refused
    whole = BilledLine(whole=agreed, amount=net, tax_rate=ordered.tax_rate, rebate=ordered.rebate)
    before = _credited(actor, ordered.id)
    waived = sum((each.quantity for each in disputes.waived(actor, ordered.id, row.line.id)), Decimal(0))
    due = posting(whole, before, row.settled(view.request.kind) - waived, view.order.currency)
    row.line.credited, row.line.tax = max(due.amount, Decimal(0)), max(due.tax, Decimal(0))
    row.line.rebate = max(due.rebate, Decimal(0))
    actor.session.flush()


def _credited(actor: Actor, order_line_id: int) -> Sequence[LinePosting]:
    """What was credited for an order line: by requests that are settled, and by lines of this one before.

    What was granted and never billed is a part of it.
    """
    query = select(ReturnLine, ReturnRequest).join(ReturnRequest, col(ReturnRequest.id) == ReturnLine.request_id)
    query = query.where(ReturnLine.order_line_id == order_line_id, ReturnLine.outcome == Outcome.REFUND)
    waived = disputes.waived(actor, order_line_id)
    free = {each.return_line_id: each.quantity for each in waived}
    credited = [
        LinePosting(
            quantity=_quantity(line, request) - free.get(line.id, Decimal(0)),
            amount=line.credited,
            tax=line.tax,
            rebate=line.rebate,
        )
        for line, request in actor.session.exec(query)
        if request.status is ReturnStatus.SETTLED or line.credited
    ]
    return [*credited, *(each.posting for each in waived)]


def _quantity(line: ReturnLine, request: ReturnRequest) -> Decimal:
    return line.agreed if request.kind is ReturnKind.CLAIM else line.good + line.bad
