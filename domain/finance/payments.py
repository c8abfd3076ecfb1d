"""Payments of accounts, as finance books them, and taking one back with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import select

from domain.actor import Actor
from domain.events.journal import notify
from domain.events.recipients import approvers, buyers_of
from domain.finance import allocations, ledger
from domain.finance.access import account_of
from domain.finance.corrections import REASON_MOST
from domain.finance.ledger import NewEntry
from domain.refusals import BadValueDay, BadWords, EntryUndone, NotFound, ReasonNeeded
from domain.rules.finance.ledger import LedgerKind
from domain.rules.rights import Right
from domain.tables.ledger import LedgerEntry
from domain.tables.notices import NoticeKind

#: Money is not booked as of earlier than so many days ago.
VALUE_DAYS_MOST = 366
#: So many characters has the number of a slip at most.
REFERENCE_MOST = 60


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What is known of money beside how much. ``day``: when it came, where that is not today.

    ``reference``: the number of the slip; ``orders``: what it is for, else for what is due the longest.
    """

    day: date | None = None
    reference: str = ""
    orders: Sequence[int] = ()


NOTHING_SAID = Slip()


def check(actor: Actor, amount: Decimal, note: str, slip: Slip = NOTHING_SAID) -> None:
    """Whether that can be a payment. Raises BadAmount, BadWords, BadValueDay."""
    ledger.check_amount(actor, amount)
    if len(note) > REASON_MOST:
        raise BadWords(most=REASON_MOST)
    if len(slip.reference) > REFERENCE_MOST:
        raise BadWords(most=REFERENCE_MOST)
    if slip.day is not None and not 0 <= (actor.today - slip.day).days <= VALUE_DAYS_MOST:
        raise BadValueDay


def record(actor: Actor, account_id: int, amount: Decimal, note: str = "", slip: Slip = NOTHING_SAID) -> LedgerEntry:
    """Book money that came: it pays the orders named, else what is due the longest, and the rest is prepaid.

    ``note``: how it came, as finance says it. Its buyers and its salesperson hear. Raises BadAmount, BadWords,
    BadValueDay; NotFound: an order is not the account's.
    """
    actor.need(Right.LEDGER_CHANGE)
    account = account_of(actor, account_id)
    check(actor, amount, note, slip)
    orders = allocations.orders_named(actor, account.id, slip.orders, lock=True)
    new = NewEntry(
        account_id=account.id,
        kind=LedgerKind.PAYMENT,
        amount=-amount,
        document=slip.reference,
        note=note.strip(),
        value_day=slip.day if slip.day != actor.today else None,
    )
    entry = ledger.enter(actor, new)
    allocations.allocate(actor, entry, orders)
    _tell(actor, entry, NoticeKind.PAYMENT_BOOKED)
    return entry


def to_reverse(actor: Actor, entry_id: int) -> LedgerEntry:
    """A payment that can be taken back. Raises NotFound: there is none; EntryUndone: it was taken back already."""
    actor.need(Right.LEDGER_CHANGE)
    # Locked, so that of two at once the second hears that it was taken back.
    entry = actor.session.get(LedgerEntry, entry_id, with_for_update={"key_share": True})
    if entry is None or entry.kind is not LedgerKind.PAYMENT or entry.undoes_id is not None:
        raise NotFound
    account_of(actor, entry.account_id)
    if actor.session.exec(select(LedgerEntry.id).where(LedgerEntry.undoes_id == entry_id)).first() is not None:
        raise EntryUndone
    return entry


def reverse(actor: Actor, entry_id: int, reason: str) -> LedgerEntry:
    """Take a payment back by an entry of its own: what it paid is owed again. Raises ReasonNeeded, EntryUndone."""
    entry = to_reverse(actor, entry_id)
    if not 0 < len(reason.strip()) <= REASON_MOST:
        raise ReasonNeeded
    new = NewEntry(
        account_id=entry.account_id,
        kind=LedgerKind.PAYMENT,
        amount=-entry.amount,
        note=reason.strip(),
        undoes_id=entry.id,
    )
    made = ledger.enter(actor, new)
    allocations.take_back(actor, entry, made)
    _tell(actor, made, NoticeKind.PAYMENT_REVERSED)
    return made


def _tell(actor: Actor, entry: LedgerEntry, kind: NoticeKind) -> None:
    """Whoever buys for the account, and who looks after it."""
    account = account_of(actor, entry.account_id)
    told = (*(person_id for person_id, _ in buyers_of(actor, [account.id])), *approvers(actor, account))
    notify(actor, told, kind, account_id=account.id, amount=str(abs(entry.amount)), reason=entry.note)
