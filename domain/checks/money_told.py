"""What people said of money against its events: payments they made, limits they raised, disputes."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import String, and_, cast, func, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session

from domain.checks.findings import computed, differ, rule
from domain.checks.tables import Event, LedgerDue, LedgerEntry, PaymentClaim, StatementDispute, TemporaryLimit
from domain.db.statements import any_of
from domain.rules.finance.ledger import LedgerKind

_CLAIM = literal("claim:").concat(cast(PaymentClaim.id, String))
_DISPUTE = literal("dispute:").concat(cast(StatementDispute.id, String))
_LIMIT = literal("account:").concat(cast(TemporaryLimit.account_id, String))
_DECIDED = ("payment.arrived", "payment.missing")


@computed("payment_claim")
def claimed(session: Session) -> Iterator[Any]:
    """Every claim is as its event says: whose, how much, by whom, when."""
    same = and_(Event.kind == "payment.claimed", Event.subject == _CLAIM)
    columns = (PaymentClaim.account_id, PaymentClaim.person_id, PaymentClaim.claimed_at, PaymentClaim.amount)
    query = select(PaymentClaim.id, *columns, Event.person_id, Event.at, Event.facts)
    for row in session.execute(query.join_from(PaymentClaim, Event, same, isouter=True)):
        key, account, person, at, amount, by, noted_at, facts = row
        known = [(facts or {}).get("account"), by, noted_at, _amount(facts)]
        if known != [account, person, at, amount]:
            yield f"claim {key}", known, [account, person, at, amount]


@rule("payment_claim")
def claim_missing() -> Any:
    """Every claim that was made is there."""
    query = select(Event.subject, literal("its claim"), literal("none"))
    query = query.join_from(Event, PaymentClaim, Event.subject == _CLAIM, isouter=True)
    return query.where(Event.kind == "payment.claimed", PaymentClaim.id.is_(None))


@rule("payment_claim")
def decided() -> Any:
    """Who decided on a claim, and when, is in its event; what came was booked by the same person at the same time."""
    came = Event.kind == "payment.arrived"
    same = and_(any_of(Event.kind, _DECIDED), Event.subject == _CLAIM)
    wrong = or_(
        PaymentClaim.decided_at.is_(None) != Event.id.is_(None),
        differ(PaymentClaim.decided_at, Event.at),
        differ(PaymentClaim.decided_by_id, Event.person_id),
        and_(came, PaymentClaim.entry_id.is_(None)),
        and_(came, Event.facts["entry"].as_string() != cast(PaymentClaim.entry_id, String)),
        and_(Event.id.is_not(None), ~came, PaymentClaim.entry_id.is_not(None)),
        and_(LedgerEntry.id.is_not(None), differ(LedgerEntry.at, PaymentClaim.decided_at)),
        and_(LedgerEntry.id.is_not(None), differ(LedgerEntry.person_id, PaymentClaim.decided_by_id)),
    )
    query = select(cast(PaymentClaim.id, String), literal("as the event of the decision says"), Event.kind)
    query = query.join_from(PaymentClaim, Event, same, isouter=True)
    return query.join(LedgerEntry, LedgerEntry.id == PaymentClaim.entry_id, isouter=True).where(wrong)


@rule("payment_claim")
def booked_once() -> Any:
    """Money is booked for one claim."""
    query = select(cast(PaymentClaim.entry_id, String), literal("one claim"), func.count())
    return query.where(PaymentClaim.entry_id.is_not(None)).group_by(PaymentClaim.entry_id).having(func.count() > 1)


@computed("credit_raised")
def raised(session: Session) -> Iterator[Any]:
    """Every limit that was raised is as its event says: how much, until when, by whom, when."""
    same = and_(
        Event.kind == "credit.raised",
        Event.subject == _LIMIT,
        Event.at == TemporaryLimit.at,
        func.coalesce(Event.person_id, 0) == func.coalesce(TemporaryLimit.person_id, 0),
    )
    query = select(TemporaryLimit.id, TemporaryLimit.amount, TemporaryLimit.until, Event.facts)
    told: dict[int, list[Mapping[str, Any]]] = {}
    written: dict[int, tuple[Decimal, str]] = {}
    for key, amount, until, facts in session.execute(query.join_from(TemporaryLimit, Event, same, isouter=True)):
        written[key] = (amount, str(until))
        told.setdefault(key, []).append(facts or {})
    for key, wanted in written.items():
        known = [(_amount(facts), facts.get("until")) for facts in told[key]]
        if wanted not in known:
            yield f"limit {key}", known, wanted


@rule("credit_raised")
def raised_missing() -> Any:
    """As many limits were raised as events say."""
    events = select(Event.subject, func.count().label("number")).where(Event.kind == "credit.raised")
    of_account = events.group_by(Event.subject).subquery()
    rows = select(_LIMIT.label("subject"), func.count().label("number")).group_by(TemporaryLimit.account_id).subquery()
    query = select(of_account.c.subject, of_account.c.number, func.coalesce(rows.c.number, 0))
    query = query.join_from(of_account, rows, rows.c.subject == of_account.c.subject, isouter=True)
    return query.where(differ(rows.c.number, of_account.c.number))


@computed("statement_dispute")
def disputed(session: Session) -> Iterator[Any]:
    """Every dispute is as its events say: of which account, by whom, when; who answered, and when."""
    opened, ended = aliased(Event), aliased(Event)
    same = and_(opened.kind == "statement.disputed", opened.subject == _DISPUTE)
    answer = and_(ended.kind == "statement.answered", ended.subject == _DISPUTE)
    columns = (StatementDispute.account_id, StatementDispute.person_id, StatementDispute.opened_at)
    answered = (StatementDispute.answered_by_id, StatementDispute.answered_at)
    query = select(StatementDispute.id, *columns, *answered, opened.facts, opened.person_id, opened.at)
    query = query.add_columns(ended.person_id, ended.at).join_from(StatementDispute, opened, same, isouter=True)
    for row in session.execute(query.join(ended, answer, isouter=True)):
        key, account, person, at, by, answered_at, facts, *known = row
        told = [(facts or {}).get("account"), *known]
        if told != [account, person, at, by, answered_at]:
            yield f"dispute {key}", told, [account, person, at, by, answered_at]


@rule("statement_dispute")
def dispute_missing() -> Any:
    """Every dispute that was opened is there."""
    query = select(Event.subject, literal("its dispute"), literal("none"))
    query = query.join_from(Event, StatementDispute, Event.subject == _DISPUTE, isouter=True)
    return query.where(Event.kind == "statement.disputed", StatementDispute.id.is_(None))


@rule("ledger_due")
def by_lot() -> Any:
    """What became due later did so on the day of a later invoice of its account."""
    later = aliased(LedgerEntry)
    same = and_(later.account_id == LedgerEntry.account_id, later.day == LedgerDue.due_on, later.id > LedgerEntry.id)
    query = select(cast(LedgerDue.entry_id, String), literal("the day of a later invoice"), LedgerDue.due_on)
    query = query.join_from(LedgerDue, LedgerEntry, LedgerEntry.id == LedgerDue.entry_id)
    return query.where(~select(later.id).where(same, later.kind == LedgerKind.INVOICE).exists())


def _amount(facts: Mapping[str, Any] | None) -> Decimal | None:
    try:
        return Decimal(str((facts or {})["amount"]))
    except (KeyError, InvalidOperation):
        return None
