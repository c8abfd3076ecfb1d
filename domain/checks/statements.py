"""Statements that were agreed on against the ledger: closed periods never move."""

from typing import Any

from sqlalchemy import String, and_, cast, func, literal, or_, select, type_coerce

from domain.checks.findings import differ, rule
from domain.checks.tables import Account, Event, LedgerEntry, StatementClosing, StatementDispute
from domain.tables.columns import MONEY

_BY_THEN = and_(LedgerEntry.account_id == StatementClosing.account_id, LedgerEntry.day <= StatementClosing.until)
_KEY = cast(StatementClosing.id, String)


def _entries(what: Any) -> Any:
    return select(what).where(_BY_THEN).correlate(StatementClosing).scalar_subquery()


@rule("statement_closed")
def closed() -> Any:
    """What was owed at the end of a closed period is what was agreed on, of as many entries."""
    owed = type_coerce(func.coalesce(_entries(func.sum(LedgerEntry.amount)), 0), MONEY)
    number = _entries(func.count(LedgerEntry.id))
    query = select(_KEY, StatementClosing.closing, owed)
    return query.where(or_(StatementClosing.closing != owed, StatementClosing.entries != number))


@rule("statement_closed")
def entered_later() -> Any:
    """Nothing was entered into a period after it was agreed on."""
    query = select(cast(LedgerEntry.id, String), literal("a day after it"), LedgerEntry.day)
    query = query.join_from(LedgerEntry, StatementClosing, _BY_THEN)
    return query.where(LedgerEntry.at > StatementClosing.at)


@rule("statement_until")
def newest() -> Any:
    """An account is closed up to the last day that was agreed on."""
    last = select(func.max(StatementClosing.until)).where(StatementClosing.account_id == Account.id).scalar_subquery()
    return select(cast(Account.id, String), last, Account.closed_until).where(differ(last, Account.closed_until))


@rule("statement_event")
def told() -> Any:
    """Every agreement has its event, of the same moment and person."""
    subject = literal("account:").concat(cast(StatementClosing.account_id, String))
    same = and_(
        Event.kind == "statement.agreed",
        Event.subject == subject,
        Event.at == StatementClosing.at,
        Event.person_id == StatementClosing.person_id,
    )
    query = select(_KEY, literal("its event"), StatementClosing.until)
    return query.join_from(StatementClosing, Event, same, isouter=True).where(Event.id.is_(None))


@rule("statement_dispute")
def disputes() -> Any:
    """A dispute is about a line of its own account; who answered, and when, go together."""
    wrong = or_(
        StatementDispute.answered_at.is_(None) != StatementDispute.answered_by_id.is_(None),
        StatementDispute.answered_at < StatementDispute.opened_at,
        LedgerEntry.account_id != StatementDispute.account_id,
    )
    query = select(cast(StatementDispute.id, String), literal("a line of its account"), StatementDispute.entry_id)
    return query.join_from(
        StatementDispute, LedgerEntry, LedgerEntry.id == StatementDispute.entry_id, isouter=True
    ).where(wrong)
