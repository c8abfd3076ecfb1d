"""Scheduled jobs: what is due is found in the database, so a missed run loses nothing and none is doubled."""

from collections.abc import Iterable
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import and_, col, delete, exists, or_, select

from domain import settings, shop_rules
from domain.actor import Actor
from domain.db.counters import count_up
from domain.events.journal import log_event, notify
from domain.events.recipients import recipients_of, with_role
from domain.finance import prepaid, reminders
from domain.fulfilment import automatic_receipt, following
from domain.orders import back_orders, credit_release, paid_orders, proposals, status_changes
from domain.orders.approval_queue import awaits_people
from domain.people import desk_sessions
from domain.refusals import Refusal
from domain.reports.digest import counts
from domain.rules.approvals import ApprovalState
from domain.rules.business_settings import BACK_ORDER_ASK_DAYS, PAYMENT_HOURS
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import OPEN
from domain.rules.rights import Role
from domain.stock import alerts, reserving
from domain.tables.catalogue import Counter
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Event, Order, OrderLine
from domain.tables.people import Account, InviteTry
from domain.tables.stock import StockAlert
from domain.tables.swaps import SwapProposal
from domain.tables.wishes import Wish
from domain.threads import overdue

log = structlog.get_logger()

#: How many one run handles; the next run takes the rest.
AT_ONCE = 100
#: How long delivered and set-aside notices are kept.
NOTICES_KEPT = timedelta(days=60)
TRIES_KEPT = timedelta(days=2)
ESCALATED, PAY_REMINDED = "order.escalated", "order.pay_reminded"
#: So long before it ends an order is said not to be paid, at most.
PAY_SOON = timedelta(hours=6)


def expire_due(actor: Actor) -> int:
    """Let orders expire that nobody decided in time. One that cannot be does not hold up the others.

    One that somebody is at work on waits for the next run, and all stock is reached for at once: whoever holds an
    order while waiting for stock is never waited for.
    """
    query = select(Order.id).where(Order.status == OrderStatus.SUBMITTED, col(Order.expires_at) <= actor.now)
    query = query.order_by(col(Order.expires_at)).limit(AT_ONCE).with_for_update(skip_locked=True, key_share=True)
    due = list(actor.session.exec(query))
    reserving.lock_holds(actor, due)
    return sum(_expire(actor, order_id) for order_id in due)


def end_swaps(actor: Actor) -> int:
    """End the questions about other goods that nobody answered in time. One that cannot be does not hold up others."""
    due = (col(SwapProposal.answer).is_(None), col(SwapProposal.expires_at) <= actor.now)
    found = actor.session.exec(
        select(SwapProposal.id).where(*due).order_by(col(SwapProposal.expires_at)).limit(AT_ONCE)
    )
    return sum(_end_swap(actor, proposal_id) for proposal_id in found.all())


def remind_due(actor: Actor) -> int:
    """Remind approvers of orders that wait too long; after as long again, the admins get the card too. Once each.

    Nobody is reminded at night.
    """
    if settings.is_quiet(actor):
        return 0
    return _remind_approvers(actor) + _ask_admins(actor)


def remind_unpaid(actor: Actor) -> int:
    """Tell buyers of orders that end soon because they are not paid, once for each revision; not at night."""
    if settings.is_quiet(actor):
        return 0
    soon = min(PAY_SOON, timedelta(hours=settings.value(actor.session, PAYMENT_HOURS)) / 2)
    told = exists().where(
        col(Event.order_id) == Order.id, col(Event.kind) == PAY_REMINDED, col(Event.revision) == Order.revision
    )
    unpaid = (Order.status == OrderStatus.SUBMITTED, Order.payment_approval == ApprovalState.OPEN)
    query = select(Order, Account).join(Account, col(Account.id) == Order.account_id)
    query = query.where(*unpaid, col(Order.expires_at) > actor.now, col(Order.expires_at) <= actor.now + soon, ~told)
    query = (
        query.order_by(col(Order.expires_at)).limit(AT_ONCE).with_for_update(of=Order, skip_locked=True, key_share=True)
    )
    found = [row for row in actor.session.exec(query) if paid_orders.open_claim(actor, row[1].id) is None]
    for order, account in found:
        notify(actor, recipients_of(actor, order, account).buyers, NoticeKind.ORDER_TO_PAY, order=order, why="soon")
        log_event(actor, PAY_REMINDED, order=order)
    return len(found)


def give_paid(actor: Actor) -> int:
    """Let orders that wait for money go on where it is there by now: others that claimed it came to nothing."""
    if not shop_rules.rules(actor.session).prepaid:
        return 0
    waiting = (col(Order.status).in_(OPEN), Order.payment_approval == ApprovalState.OPEN)
    found = sorted(set(actor.session.exec(select(Order.account_id).where(*waiting)).all()))
    paid = 0
    for account_id in found:
        prepaid.lock(actor, account_id)
        paid += paid_orders.give(actor, account_id)
    return paid


def morning_digest(actor: Actor) -> int:
    """Leave each salesperson a digest where there is something to say, from the supplier's hour on.

    A counter named after the day decides who is first: neither a late run nor two at once make two digests.
    """
    name = f"digest:{actor.today:%Y%m%d}"
    too_early = actor.now.astimezone(actor.supplier.zone).hour < actor.supplier.digest_hour
    if too_early or actor.session.get(Counter, name) is not None or count_up(actor.session, name) > 1:
        return 0
    told = {person_id: tally for person_id, tally in counts(actor).items() if tally.anything}
    for person_id, tally in told.items():
        notify(actor, [person_id], NoticeKind.MORNING_DIGEST, day=actor.today.isoformat(), **tally.facts())
    return len(told)


def ask_still_wanted(actor: Actor) -> int:
    """Ask buyers whose orders have waited long, for goods or for the next order, whether they still want them.

    Again after as long.

    Not at night.
    """
    if settings.is_quiet(actor):
        return 0
    since = actor.now - timedelta(days=settings.value(actor.session, BACK_ORDER_ASK_DAYS))
    asked = exists().where(
        col(Event.order_id) == Order.id,
        col(Event.kind).in_((back_orders.ASKED, back_orders.KEPT)),
        col(Event.at) > since,
    )
    left = col(OrderLine.quantity) - col(OrderLine.refused) > col(OrderLine.shipped)
    rides = and_(col(Order.rides_after).is_not(None), left)
    waits = exists().where(col(OrderLine.order_id) == Order.id, or_(col(OrderLine.back_ordered) > 0, rides))
    query = select(Order, Account).join(Account, col(Account.id) == Order.account_id)
    query = query.where(Order.status == OrderStatus.APPROVED, col(Order.decided_at) <= since, waits, ~asked)
    query = query.limit(AT_ONCE).with_for_update(of=Order, skip_locked=True, key_share=True)
    found = list(actor.session.exec(query))
    for order, account in found:
        notify(actor, recipients_of(actor, order, account).buyers, NoticeKind.STILL_WANTED, order=order)
        log_event(actor, back_orders.ASKED, order=order)
    return len(found)


def tell_of_goods(actor: Actor) -> int:
    """Tell those who wait for goods that are there and who heard nothing yet today."""
    return alerts.tell(actor)


def give_what_waits(actor: Actor) -> int:
    """Give out goods that are there to orders whose accounts have credit for them again."""
    return credit_release.give_what_waits(actor)


def send_statements(actor: Actor) -> int:
    """Send each account its statement once its period ended."""
    return reminders.send_statements(actor)


def remind_of_payments(actor: Actor) -> int:
    """Remind buyers of what is due soon, today, or late."""
    return reminders.remind(actor)


def receive_unconfirmed(actor: Actor) -> int:
    """Receive parcels that nobody says were received, and remind of those that soon will be."""
    return automatic_receipt.receive(actor, AT_ONCE) + automatic_receipt.remind(actor, AT_ONCE)


def tell_of_parcels(actor: Actor) -> int:
    """Tell what carriers said of parcels, in steps that people care about."""
    return following.tell(actor, AT_ONCE)


def follow_up_talks(actor: Actor) -> int:
    """Ask others where nobody answers a buyer, and end talks in which nobody says anything any more."""
    return overdue.follow_up(actor, AT_ONCE)


def forget_old(actor: Actor) -> int:
    """Let go of notices told or set aside long ago, wrong codes, alerts that are over, and wishes."""
    for told in (col(Notice.delivered_at), col(Notice.set_aside_at)):
        actor.session.exec(delete(Notice).where(told < actor.now - NOTICES_KEPT))
    actor.session.exec(delete(StockAlert).where(col(StockAlert.asked_at) < actor.now - NOTICES_KEPT))
    actor.session.exec(delete(Wish).where(col(Wish.created_at) < actor.now - NOTICES_KEPT))
    desk_sessions.forget(actor.session, actor.now - NOTICES_KEPT)
    actor.session.exec(delete(InviteTry).where(col(InviteTry.at) < actor.now - TRIES_KEPT))
    return 0


def _expire(actor: Actor, order_id: int) -> bool:
    try:
        with actor.session.begin_nested():
            return status_changes.expire(actor, order_id)
    except (Refusal, SQLAlchemyError):
        log.exception("order cannot expire", order=order_id)
        return False


def _end_swap(actor: Actor, proposal_id: int) -> bool:
    try:
        with actor.session.begin_nested():
            return proposals.expire(actor, proposal_id)
    except (Refusal, SQLAlchemyError):
        log.exception("question about other goods cannot end", proposal=proposal_id)
        return False


def _remind_approvers(actor: Actor) -> int:
    late = col(Order.submitted_at) <= actor.now - actor.supplier.reminder
    found = _waiting(actor, late, col(Order.reminded_at).is_(None))
    for order, account in found:
        _remind(actor, recipients_of(actor, order, account).undecided, order, "order.reminded")
        order.reminded_at = actor.now
    return len(found)


def _ask_admins(actor: Actor) -> int:
    """The event remembers that it was done; an admin who was asked already is not asked twice."""
    done = exists().where(col(Event.order_id) == Order.id, col(Event.kind) == ESCALATED)
    found = _waiting(actor, col(Order.reminded_at) <= actor.now - actor.supplier.reminder, ~done)
    admins = with_role(actor, Role.ADMIN) if found else []
    for order, account in found:
        asked = recipients_of(actor, order, account).undecided
        _remind(actor, [each for each in admins if each not in asked], order, ESCALATED)
    return len(found)


def _remind(actor: Actor, people: Iterable[int], order: Order, kind: str) -> None:
    notify(actor, people, NoticeKind.ORDER_REMINDER, order=order)
    log_event(actor, kind, order=order)


def _waiting(actor: Actor, *conditions: object) -> list[tuple[Order, Account]]:
    """Undecided orders that are not about to expire anyway; taken by one process only."""
    query = (
        select(Order, Account)
        .join(Account, col(Account.id) == Order.account_id)
        .where(Order.status == OrderStatus.SUBMITTED, col(Order.expires_at) > actor.now, awaits_people(), *conditions)  # type: ignore[arg-type]
        .order_by(col(Order.submitted_at), col(Order.id))
        .limit(AT_ONCE)
        .with_for_update(of=Order, skip_locked=True, key_share=True)
    )
    return list(actor.session.exec(query))
