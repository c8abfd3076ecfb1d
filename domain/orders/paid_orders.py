"""Orders that are paid first: the money lets them go on, by itself or by finance; taken back, they wait again."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from sqlmodel import col, select

from domain import settings
from domain.actor import Actor
from domain.db import bulk
from domain.events.journal import log_event, notify
from domain.events.recipients import Recipients, recipients_of
from domain.finance import claims, corrections, payments, prepaid
from domain.finance.claims import ClaimView
from domain.finance.payments import NOTHING_SAID, Slip
from domain.orders import approvals, status_changes
from domain.orders.view import OrderView, after_act, view_order
from domain.refusals import NotFound, OrderMoved, OthersMustAgree, Refusal
from domain.rules.approvals import ApprovalKind, ApprovalState
from domain.rules.business_settings import PAYMENT_HOURS
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import OPEN
from domain.rules.rights import Right
from domain.stock import reserving
from domain.tables.ledger import LedgerEntry, PaymentClaim
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event, Order

PAID, LEFT_TO_OTHERS, UNPAID = "order.paid", "order.paid_by_others", "order.unpaid"


def record(actor: Actor, account_id: int, amount: Decimal, note: str = "", slip: Slip = NOTHING_SAID) -> LedgerEntry:
    """Book money that came, as ``payments.record``; what waits for it goes on."""
    prepaid.lock(actor, account_id)
    entry = payments.record(actor, account_id, amount, note, slip)
    give(actor, account_id, says=True)
    return entry


def arrived(actor: Actor, claim_id: int, amount: Decimal) -> ClaimView:
    """The money of a claim came, as ``claims.arrived``; what waits for it goes on."""
    prepaid.lock(actor, claims.view(actor, claim_id).account.id)
    found = claims.arrived(actor, claim_id, amount)
    give(actor, found.account.id, says=True)
    return found


def take_back(actor: Actor, entry_id: int, reason: str) -> LedgerEntry:
    """Take a payment back, as ``payments.reverse``; what it paid and did not leave yet waits for money again."""
    prepaid.lock(actor, payments.to_reverse(actor, entry_id).account_id)
    entry = payments.reverse(actor, entry_id, reason)
    _reopen(actor, entry.account_id, entry.amount)
    return entry


def correct(actor: Actor, account_id: int, amount: Decimal, reason: str) -> LedgerEntry:
    """Correct what an account owes, as ``corrections.correct``; its orders go on, or wait again."""
    prepaid.lock(actor, account_id)
    entry = corrections.correct(actor, account_id, amount, reason)
    if amount < 0:
        give(actor, account_id, says=True)
    else:
        _reopen(actor, account_id, amount)
    return entry


def say_paid(actor: Actor, order_id: int, revision: int, amount: Decimal) -> OrderView:
    """The rest of an order's money came: it is booked, and the order goes on.

    ``amount``: as it was shown. Raises OrderMoved: it is another, or nothing is to be paid; OthersMustAgree: this
    person placed it, or agreed to it otherwise.
    """
    actor.need(Right.APPROVAL_FINANCE)
    actor.need(Right.LEDGER_CHANGE)
    prepaid.lock(actor, _account_of(actor, order_id))
    view = view_order(actor, order_id, lock=True)
    order = view.order
    seen = order.status in OPEN and order.is_unpaid and order.revision == revision
    if not seen or prepaid.missing(actor, order) != amount:
        raise OrderMoved(order_id=order_id)
    recipients = recipients_of(actor, order, view.access.account)
    if not approvals.may_say_paid(actor, order, recipients):
        raise OthersMustAgree(order_id=order_id, number=order.number)
    if amount:
        _book(actor, order, amount)
    _give(actor, view, recipients, by_id=actor.person_id)
    return after_act(actor, view)


def give(actor: Actor, account_id: int, *, says: bool = False) -> int:
    """Let an account's orders that wait for money go on as far as what it paid ahead reaches, the first come first.

    Where there is not enough for one, the next may still be paid. ``says``: this person booked the money just now.
    """
    waiting = (Order.account_id == account_id, Order.payment_approval == ApprovalState.OPEN)
    query = select(Order.id).where(*waiting, col(Order.status).in_(OPEN))
    found = actor.session.exec(query.order_by(col(Order.submitted_at), col(Order.id))).all()
    paid = 0
    for order_id in found:
        view = view_order(actor, order_id, lock=True)
        paid += pay(actor, view, recipients_of(actor, view.order, view.access.account), says=says)
    return paid


def pay(actor: Actor, view: OrderView, recipients: Recipients, *, says: bool = False) -> bool:
    """Let what was paid ahead pay an order that waits for it, where it reaches and nothing else stops the order."""
    order = view.order
    if not order.is_unpaid or not view.rows or prepaid.missing(actor, order):
        return False
    if says and not approvals.may_say_paid(actor, order, recipients):
        log_event(actor, LEFT_TO_OTHERS, order=order)
        notify(actor, recipients.givers[ApprovalKind.PAYMENT], NoticeKind.ORDER_WAITING, order=order)
        return False
    if not says and _is_left_to_others(actor, order):
        return False
    try:
        with actor.session.begin_nested():
            _give(actor, view, recipients, by_id=actor.person_id if says else None)
    except Refusal:  # its account is stopped: it waits on, and the money stays
        actor.session.refresh(order)
        return False
    return True


def still_paid(actor: Actor, order: Order, before: Decimal) -> bool:
    """Whether an order that asks for its payment has it, now that its total is another than before."""
    if ApprovalKind.PAYMENT not in order.asked:
        return False
    prepaid.lock(actor, order.account_id)
    was = order.payment_approval is ApprovalState.GIVEN
    return (was and order.total <= before) or not prepaid.missing(actor, order)


def keep_while_unpaid(actor: Actor, order: Order) -> None:
    """Give whoever has to pay more for a waiting order the time for it."""
    if not order.is_unpaid or order.status is not OrderStatus.SUBMITTED:
        return
    until = actor.now + _time_to_pay(actor)
    if order.expires_at < until:
        reserving.keep_until(actor, order, until)


def open_claim(actor: Actor, account_id: int, amount: Decimal | None = None) -> PaymentClaim | None:
    """The first claim of an account that finance did not look at yet, or the first one of so much."""
    waiting = (PaymentClaim.account_id == account_id, col(PaymentClaim.decided_at).is_(None))
    query = select(PaymentClaim).where(*waiting, *((PaymentClaim.amount == amount,) if amount is not None else ()))
    return actor.session.exec(query.order_by(col(PaymentClaim.id)).limit(1)).first()


def _give(actor: Actor, view: OrderView, recipients: Recipients, *, by_id: int | None) -> None:
    """Note that an order is paid; it goes on where that was the last approval."""
    order = view.order
    bulk.update_columns(actor.session, order, **approvals.give_paid(actor, order, by_id=by_id))
    log_event(actor, PAID, order=order)
    if order.status is OrderStatus.APPROVED:
        notify(actor, recipients.warehouse, NoticeKind.ORDER_TO_PICK, order=order)
    elif order.asked == order.given:
        status_changes.go_on(actor, view, recipients)
        return
    else:
        reserving.keep_until(actor, order, max(order.expires_at, actor.now + actor.supplier.reservation))
    notify(actor, recipients.card_viewers, NoticeKind.REDRAW_CARD, order=order)


def _reopen(actor: Actor, account_id: int, amount: Decimal) -> None:
    """So much money is gone: the newest orders that it paid and that did not leave wait for it again."""
    left = min(amount, prepaid.overdrawn(actor, account_id))
    for order_id in _paid(actor, account_id) if left > 0 else ():
        view = view_order(actor, order_id, lock=True)
        if left <= 0 or not view.left_to_send or not prepaid.missing(actor, view.order):
            continue  # it left, or was paid by money that was named for it
        left -= view.order.payable
        bulk.update_columns(actor.session, view.order, **approvals.ask_paid_again(actor, view.order))
        log_event(actor, UNPAID, order=view.order)
        keep_while_unpaid(actor, view.order)
        recipients = recipients_of(actor, view.order, view.access.account)
        notify(actor, recipients.buyers, NoticeKind.ORDER_TO_PAY, order=view.order, why="again")
        notify(actor, recipients.card_viewers, NoticeKind.REDRAW_CARD, order=view.order)


def _paid(actor: Actor, account_id: int) -> Sequence[int]:
    given = (Order.account_id == account_id, Order.payment_approval == ApprovalState.GIVEN)
    query = select(Order.id).where(*given, col(Order.status).in_(OPEN))
    return actor.session.exec(query.order_by(col(Order.submitted_at).desc(), col(Order.id).desc())).all()


def _book(actor: Actor, order: Order, amount: Decimal) -> None:
    """Book the money of an order; where its buyer said that they paid so much, that is it."""
    claim = open_claim(actor, order.account_id, amount)
    if claim is not None:
        claims.arrived(actor, claim.id, amount)
    else:
        payments.record(actor, order.account_id, amount, slip=Slip(orders=[order.id]))


def _account_of(actor: Actor, order_id: int) -> int:
    found = actor.session.exec(select(Order.account_id).where(Order.id == order_id)).first()
    if found is None:
        raise NotFound
    return found


def _is_left_to_others(actor: Actor, order: Order) -> bool:
    """Whether somebody booked the money of this revision who may not let it pay the order."""
    left = (Event.order_id == order.id, Event.kind == LEFT_TO_OTHERS, Event.revision == order.revision)
    return actor.session.exec(select(Event.id).where(*left).limit(1)).first() is not None


def _time_to_pay(actor: Actor) -> timedelta:
    return timedelta(hours=settings.value(actor.session, PAYMENT_HOURS))
