"""Statements and reminders that are sent by themselves: what is due is found in the database, and told once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, func, select

from domain import settings
from domain.actor import Actor
from domain.db.statements import attach
from domain.events.journal import log_event, notify
from domain.events.recipients import buyers_of
from domain.finance import balances
from domain.finance.statements import closing_day
from domain.rules.finance.reminders import STALE_DAYS, Reminder, ReminderKind, bounds, by_day, reminders, to_send
from domain.tables.ledger import LedgerEntry
from domain.tables.notices import NoticeKind
from domain.tables.people import Account, Person
from domain.tables.statements import SentReminder

_NOTICES = {
    ReminderKind.SOON: NoticeKind.PAYMENT_SOON,
    ReminderKind.DUE: NoticeKind.PAYMENT_DUE,
    ReminderKind.LATE: NoticeKind.PAYMENT_LATE,
}


def send_statements(actor: Actor) -> int:
    """Send each account the statement of the period that ended, once, from the evening on; not at night.

    Nothing is sent where there is nothing to agree on: no entry at all, or an agreement already.
    """
    if settings.is_quiet(actor):
        return 0
    hour = actor.now.astimezone(actor.supplier.zone).hour
    due: dict[int, date] = {}
    for account in _accounts(actor):
        period = to_send(closing_day(actor, account), actor.today, hour)
        if period and (account.closed_until is None or account.closed_until < period.last):
            due[account.id] = period.last
    sent = _sent(actor, ReminderKind.STATEMENT)
    fresh = {key: last for key, last in due.items() if last not in sent[key]}
    moved = _with_entries(actor, fresh)
    for account_id, last in moved.items():
        _note(actor, account_id, ReminderKind.STATEMENT, last)
        people = [person_id for person_id, _ in buyers_of(actor, [account_id])]
        notify(actor, people, NoticeKind.STATEMENT_READY, account_id=account_id, last=last.isoformat())
    return len(moved)


def remind(actor: Actor) -> int:
    """Remind buyers of what is due in some days, today, or late since a week or more; once each, not at night.

    All that is to be said on a day is said in one message.
    """
    if settings.is_quiet(actor):
        return 0
    owed = balances.open_between(actor, bounds(actor.today))
    late, told = _sent(actor, ReminderKind.LATE), 0
    known = {kind: _sent(actor, kind) for kind in (ReminderKind.SOON, ReminderKind.DUE)} | {ReminderKind.LATE: late}
    for account in _accounts(actor):
        due = by_day(owed.get(account.id, ()), actor.today)
        found = reminders(due, actor.today, max(late[account.id], default=None))
        new = [each for each in found if each.day not in known[each.kind][account.id]]
        told += _remind(actor, account.id, new) if new else 0
    return told


def want(actor: Actor, *, wanted: bool) -> None:
    """Hear of what is due from now on, or no more; twice changes nothing more."""
    if actor.person is None or actor.person.reminders is wanted:
        return
    person = attach(actor.session, actor.person)
    person.reminders = wanted
    log_event(actor, "person.reminders", subject=f"person:{person.id}", before=not wanted, after=wanted)


def _remind(actor: Actor, account_id: int, told: Sequence[Reminder]) -> bool:
    """Tell the most pressing first, and below it the others."""
    for each in told:
        _note(actor, account_id, each.kind, each.day)
    first, *more = reversed(told)
    wanting = select(Person.id).where(col(Person.id).in_([each for each, _ in buyers_of(actor, [account_id])]))
    people = actor.session.exec(wanting.where(col(Person.reminders))).all()
    rest = [{"kind": _NOTICES[each.kind].value, **_facts(each)} for each in more]
    facts: dict[str, Any] = {"account_id": account_id, **_facts(first), "more": rest}
    notify(actor, people, _NOTICES[first.kind], **facts)
    return bool(people)


def _facts(told: Reminder) -> dict[str, str]:
    return {"day": told.day.isoformat(), "amount": str(told.amount)}


def _accounts(actor: Actor) -> Iterable[Account]:
    return actor.session.exec(select(Account).where(col(Account.active)).order_by(col(Account.id))).all()


def _sent(actor: Actor, kind: ReminderKind) -> Mapping[int, Collection[date]]:
    """The days of what was told lately, by account."""
    found: defaultdict[int, set[date]] = defaultdict(set)
    since = actor.today - timedelta(days=2 * STALE_DAYS)
    query = select(SentReminder).where(SentReminder.kind == kind, SentReminder.day >= since)
    for told in actor.session.exec(query):
        found[told.account_id].add(told.day)
    return found


def _with_entries(actor: Actor, due: Mapping[int, date]) -> Mapping[int, date]:
    """Those that have any entry by then."""
    if not due:
        return {}
    first = select(LedgerEntry.account_id, func.min(LedgerEntry.day)).where(col(LedgerEntry.account_id).in_(tuple(due)))
    rows = actor.session.exec(first.group_by(col(LedgerEntry.account_id)))
    return {account_id: due[account_id] for account_id, day in rows if day <= due[account_id]}


def _note(actor: Actor, account_id: int, kind: ReminderKind, day: date) -> None:
    actor.session.add(SentReminder(account_id=account_id, kind=kind, day=day, at=actor.now))
