"""Corrections of what an account owes: an entry of its own with a reason, by whoever answers for the money."""

from decimal import Decimal

from domain.actor import Actor
from domain.finance import ledger
from domain.finance.access import account_of
from domain.finance.ledger import NewEntry
from domain.refusals import ReasonNeeded
from domain.rules.finance.ledger import LedgerKind
from domain.rules.rights import Right
from domain.tables.ledger import LedgerEntry

REASON_MOST = 300


def check(actor: Actor, amount: Decimal, reason: str) -> None:
    """Whether that can be a correction. Raises BadAmount, ReasonNeeded."""
    ledger.check_amount(actor, abs(amount))
    if not 0 < len(reason.strip()) <= REASON_MOST:
        raise ReasonNeeded


def correct(actor: Actor, account_id: int, amount: Decimal, reason: str) -> LedgerEntry:
    """Let an account owe so much more, or below zero so much less. Raises BadAmount, ReasonNeeded."""
    actor.need(Right.LEDGER_CHANGE)
    account = account_of(actor, account_id)
    check(actor, amount, reason)
    new = NewEntry(
        account_id=account.id,
        kind=LedgerKind.CORRECTION,
        amount=amount,
        due_on=actor.today if amount > 0 else None,
        note=reason.strip(),
    )
    return ledger.enter(actor, new)
