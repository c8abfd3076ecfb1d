"""Scheduled work: what has fallen due is found in the database, so a missed run loses nothing and none is doubled."""

from collections.abc import Iterable
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, delete, exists, select

from domain import orders, stock
from domain.acting import By
from domain.catalogue import count_up
from domain.concerned import concerned
from domain.morning import tallies
from domain.records import note, tell, with_role
from domain.refusals import Refusal
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Role
from domain.tables.catalogue import Counter
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Event, Order
from domain.tables.people import Account, InviteTry

log = structlog.get_logger()

#: So many at a time; the next run takes the rest.
AT_ONCE = 100
#: Told or set aside long ago: nobody asks what was sent when.
NOTICES_KEPT = timedelta(days=60)
TRIES_KEPT = timedelta(days=2)
ESCALATED = "order.escalated"


def expire_due(by: By) -> int:
    """Let orders expire that nobody decided in time. One that cannot be does not hold up the others.

    One that somebody is at work on waits for the next run, and all stock is reached for at once: whoever holds an
    order while waiting for stock is never waited for.
    """
    query = select(Order.id).where(Order.status == OrderStatus.SUBMITTED, col(Order.expires_at) <= by.now)
    query = query.order_by(col(Order.expires_at)).limit(AT_ONCE).with_for_update(skip_locked=True, key_share=True)
    due = list(by.session.exec(query))
    stock.keep_still(by, due)
    return sum(_expire(by, order_id) for order_id in due)


def remind_due(by: By) -> int:
    """Remind approvers of orders that wait too long; after as long again, the admins get the card too. Once each."""
    return _remind_approvers(by) + _ask_admins(by)


def morning_digest(by: By) -> int:
    """Leave each salesperson a digest where there is something to say, from the house's hour on.

    A counter named after the day decides who is first: neither a late run nor two at once make two digests.
    """
    name = f"digest:{by.today:%Y%m%d}"
    too_early = by.now.astimezone(by.house.zone).hour < by.house.digest_hour
    if too_early or by.session.get(Counter, name) is not None or count_up(by.session, name) > 1:
        return 0
    told = {person_id: tally for person_id, tally in tallies(by).items() if tally.anything}
    for person_id, tally in told.items():
        tell(by, [person_id], NoticeKind.MORNING_DIGEST, day=by.today.isoformat(), **tally.facts())
    return len(told)


def forget_old(by: By) -> int:
    """Let go of notices told or set aside long ago and of wrong codes that no longer count."""
    for told in (col(Notice.delivered_at), col(Notice.set_aside_at)):
        by.session.exec(delete(Notice).where(told < by.now - NOTICES_KEPT))
    by.session.exec(delete(InviteTry).where(col(InviteTry.at) < by.now - TRIES_KEPT))
    return 0


def _expire(by: By, order_id: int) -> bool:
    try:
        with by.session.begin_nested():
            return orders.expire(by, order_id)
    except (Refusal, SQLAlchemyError):
        log.exception("order cannot expire", order=order_id)
        return False


def _remind_approvers(by: By) -> int:
    late = col(Order.submitted_at) <= by.now - by.house.reminder
    found = _waiting(by, late, col(Order.reminded_at).is_(None))
    for order, account in found:
        _remind(by, concerned(by, order, account).approvers, order, "order.reminded")
        order.reminded_at = by.now
    return len(found)


def _ask_admins(by: By) -> int:
    """The event remembers that it was done; an admin who was asked already is not asked twice."""
    done = exists().where(col(Event.order_id) == Order.id, col(Event.kind) == ESCALATED)
    found = _waiting(by, col(Order.reminded_at) <= by.now - by.house.reminder, ~done)
    admins = with_role(by, Role.ADMIN) if found else []
    for order, account in found:
        asked = concerned(by, order, account).approvers
        _remind(by, [each for each in admins if each not in asked], order, ESCALATED)
    return len(found)


def _remind(by: By, people: Iterable[int], order: Order, kind: str) -> None:
    tell(by, people, NoticeKind.ORDER_REMINDER, order=order)
    note(by, kind, order=order)


def _waiting(by: By, *conditions: object) -> list[tuple[Order, Account]]:
    """Undecided orders that are not about to expire anyway; taken by one process only."""
    query = (
        select(Order, Account)
        .join(Account, col(Account.id) == Order.account_id)
        .where(Order.status == OrderStatus.SUBMITTED, col(Order.expires_at) > by.now, *conditions)  # type: ignore[arg-type]
        .order_by(col(Order.submitted_at))
        .limit(AT_ONCE)
        .with_for_update(of=Order, skip_locked=True, key_share=True)
    )
    return list(by.session.exec(query))
