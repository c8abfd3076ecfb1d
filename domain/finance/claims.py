"""Payments that buyers say they made: told to finance, who books them or says that nothing came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlmodel import col, select

from domain.actor import Actor
from domain.db import bulk
from domain.events.journal import log_event, notify
from domain.events.recipients import finance
from domain.finance import allocations, payments
from domain.finance.access import account_of
from domain.finance.payments import Slip
from domain.refusals import ClaimDecided, NoAccount, NotAllowed, NotFound
from domain.rules.money import total
from domain.rules.rights import Right, Role
from domain.tables.ledger import ClaimOrder, PaymentClaim
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Account, Person

#: A photo that comes within so long belongs to the claim before it.
_WITH_SLIP = timedelta(hours=36)


@dataclass(frozen=True, kw_only=True)
class ClaimView:
    """A claim with who made it, for which account, and the orders that it names."""

    claim: PaymentClaim
    account: Account
    person: Person
    orders: Sequence[Order]


def make(
    actor: Actor, amount: Decimal, note: str = "", slip: str | None = None, orders: Sequence[int] = ()
) -> PaymentClaim:
    """Tell finance that so much was paid, perhaps for some orders; the same that still waits is told only once.

    Raises BadAmount, BadWords; NotFound: an order is not the account's.
    """
    person = actor.need(Right.BALANCE_READ)
    if person.role is not Role.BUYER:
        raise NotAllowed
    if person.account_id is None:
        raise NoAccount
    payments.check(actor, amount, note)
    named = allocations.orders_named(actor, person.account_id, orders)
    same = (PaymentClaim.account_id == person.account_id, PaymentClaim.amount == amount)
    waiting = select(PaymentClaim).where(*same, col(PaymentClaim.decided_at).is_(None))
    if found := actor.session.exec(waiting).first():
        if named and not orders_of(actor, found.id):
            _name(actor, found, named)
        return attach(actor, found, slip) if slip and not found.slip else found
    claim = PaymentClaim(
        account_id=person.account_id,
        person_id=person.id,
        amount=amount,
        note=note.strip(),
        slip=slip,
        claimed_at=actor.now,
    )
    return _made(actor, claim, named)


def take_cash(actor: Actor, order: Order, shipment_id: int, amount: Decimal) -> PaymentClaim:
    """A driver took cash for a parcel: finance books it once it has the money. Whoever calls asks whether they may."""
    payments.check(actor, amount, "")
    person_id = actor.person_id
    if person_id is None:
        raise NotAllowed
    claim = PaymentClaim(
        account_id=order.account_id,
        person_id=person_id,
        amount=amount,
        shipment_id=shipment_id,
        claimed_at=actor.now,
    )
    return _made(actor, claim, [order])


def cash_waiting(actor: Actor, order_id: int) -> Decimal:
    """What drivers took for an order that finance has not yet."""
    query = select(col(PaymentClaim.amount)).join(ClaimOrder, col(ClaimOrder.claim_id) == PaymentClaim.id)
    taken = (col(PaymentClaim.shipment_id).is_not(None), col(PaymentClaim.decided_at).is_(None))
    return total(actor.session.exec(query.where(ClaimOrder.order_id == order_id, *taken)))


def orders_of(actor: Actor, claim_id: int) -> Sequence[Order]:
    """The orders that a claim names."""
    query = select(Order).join(ClaimOrder, col(ClaimOrder.order_id) == Order.id)
    return actor.session.exec(query.where(ClaimOrder.claim_id == claim_id).order_by(col(Order.id))).all()


def without_slip(actor: Actor) -> PaymentClaim | None:
    """The last claim of this buyer that waits and has no photo yet, if it is of today or yesterday."""
    person = actor.need(Right.BALANCE_READ)
    recent = col(PaymentClaim.claimed_at) > actor.now - _WITH_SLIP
    open_ = (col(PaymentClaim.decided_at).is_(None), col(PaymentClaim.slip).is_(None))
    query = select(PaymentClaim).where(PaymentClaim.person_id == person.id, recent, *open_)
    return actor.session.exec(query.order_by(col(PaymentClaim.id).desc()).limit(1)).first()


def attach(actor: Actor, claim: PaymentClaim, slip: str) -> PaymentClaim:
    """The photo of the slip comes later: finance sees the claim again, with it."""
    claim.slip = slip
    log_event(actor, "payment.slip", subject=f"claim:{claim.id}", account=claim.account_id)
    notify(actor, finance(actor), NoticeKind.PAYMENT_CLAIMED, claim=claim.id)
    return claim


def view(actor: Actor, claim_id: int) -> ClaimView:
    """A claim of an account whose money this person may see. Raises NotFound."""
    claim = actor.session.get(PaymentClaim, claim_id)
    if claim is None:
        raise NotFound
    account, person = account_of(actor, claim.account_id), actor.session.get_one(Person, claim.person_id)
    return ClaimView(claim=claim, account=account, person=person, orders=orders_of(actor, claim.id))


def arrived(actor: Actor, claim_id: int, amount: Decimal) -> ClaimView:
    """The money came, or another amount than was said: it is booked. Raises ClaimDecided, BadAmount."""
    found = _open(actor, claim_id)
    for_ = Slip(orders=[order.id for order in found.orders])
    entry = payments.record(actor, found.account.id, amount, found.claim.note, for_)
    found.claim.entry_id = entry.id
    return _decided(actor, found, "payment.arrived")


def not_arrived(actor: Actor, claim_id: int) -> ClaimView:
    """Nothing came; whoever said so hears. Raises ClaimDecided."""
    found = _open(actor, claim_id)
    notify(actor, [found.person.id], NoticeKind.PAYMENT_MISSING, amount=str(found.claim.amount))
    return _decided(actor, found, "payment.missing")


def _made(actor: Actor, claim: PaymentClaim, orders: Sequence[Order]) -> PaymentClaim:
    """Note a claim with the orders that it is for, and tell finance."""
    actor.session.add(claim)
    actor.session.flush()
    told = {"amount": str(claim.amount), "account": claim.account_id}
    log_event(actor, "payment.claimed", subject=f"claim:{claim.id}", **told)
    _name(actor, claim, orders)
    notify(actor, finance(actor), NoticeKind.PAYMENT_CLAIMED, claim=claim.id)
    return claim


def _name(actor: Actor, claim: PaymentClaim, orders: Sequence[Order]) -> None:
    bulk.insert_many(actor.session, ClaimOrder, ({"claim_id": claim.id, "order_id": each.id} for each in orders))


def _open(actor: Actor, claim_id: int) -> ClaimView:
    """A claim that nobody decided on, locked."""
    actor.need(Right.LEDGER_CHANGE)
    actor.session.exec(
        select(PaymentClaim.id).where(PaymentClaim.id == claim_id).with_for_update(key_share=True)
    ).first()
    found = view(actor, claim_id)
    actor.session.refresh(found.claim)
    if found.claim.decided_at is not None:
        raise ClaimDecided
    return found


def _decided(actor: Actor, found: ClaimView, kind: str) -> ClaimView:
    found.claim.decided_at, found.claim.decided_by_id = actor.now, actor.person_id
    told = {"account": found.account.id, "entry": found.claim.entry_id}
    log_event(actor, kind, subject=f"claim:{found.claim.id}", **told)
    return found
