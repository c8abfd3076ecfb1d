"""Agreeing on statements, which closes their periods, and saying what is wrong with one, which finance answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, type_coerce
from sqlmodel import col, func, select

from domain.actor import Actor
from domain.db.statements import Prepared
from domain.events.journal import log_event, notify
from domain.events.recipients import approvers, finance
from domain.finance import statements
from domain.finance.access import account_of
from domain.refusals import (
    BadWords,
    DisputeAnswered,
    NotFound,
    ReasonNeeded,
    StatementClosed,
    StatementDisputed,
    StatementMoved,
)
from domain.rules.finance.statement_periods import around
from domain.rules.rights import Right
from domain.tables.columns import ID, MONEY
from domain.tables.ledger import LedgerEntry
from domain.tables.notices import NoticeKind
from domain.tables.people import Account, Person
from domain.tables.statements import StatementClosing, StatementDispute

WORDS_MOST = 300


@dataclass(frozen=True, kw_only=True)
class Case:
    """A dispute with who opened it, of which account, and the line that it is about."""

    dispute: StatementDispute
    account: Account
    person: Person
    entry: LedgerEntry | None


def entries_until(actor: Actor, account_id: int, until: date) -> int:
    """How many entries an account has up to a day: who agrees, agrees on as many."""
    return _so_far(actor, account_id, until)[0]


def agree(actor: Actor, account_id: int, until: date, entries: int) -> StatementClosing:
    """The statement up to a day is right: its period is closed for both.

    Raises StatementClosed, StatementDisputed; StatementMoved: there are not so many entries; NotFound: no period of
    theirs ends then.
    """
    person = actor.need(Right.STATEMENT_AGREE)
    account = _closing_account(actor, account_id, until)
    if account.closed_until is not None and until <= account.closed_until:
        raise StatementClosed
    if any(each.until <= until for each in open_disputes(actor, account_id)):
        raise StatementDisputed
    number, closing = _so_far(actor, account_id, until)
    if number != entries:
        raise StatementMoved(account_id=account_id, until=until)
    made = StatementClosing(
        account_id=account.id, until=until, closing=closing, entries=number, person_id=person.id, at=actor.now
    )
    actor.session.add(made)
    account.closed_until = until
    told = {"until": until.isoformat(), "closing": str(closing)}
    log_event(actor, "statement.agreed", subject=f"account:{account.id}", entries=number, **told)
    _tell(actor, account, told)
    return made


def closing_of(actor: Actor, account_id: int, until: date) -> StatementClosing | None:
    """The agreement that covers a day, if there is one."""
    query = select(StatementClosing).where(
        StatementClosing.account_id == account_id, col(StatementClosing.until) >= until
    )
    return actor.session.exec(query.order_by(col(StatementClosing.until)).limit(1)).first()


def open_disputes(actor: Actor, account_id: int) -> Sequence[StatementDispute]:
    """What is not answered yet."""
    waiting = (StatementDispute.account_id == account_id, col(StatementDispute.answered_at).is_(None))
    return actor.session.exec(select(StatementDispute).where(*waiting).order_by(col(StatementDispute.id))).all()


def check_words(words: str) -> str:
    """What somebody says, or answers. Raises ReasonNeeded, BadWords."""
    said = " ".join(words.split())
    if not said:
        raise ReasonNeeded
    if len(said) > WORDS_MOST:
        raise BadWords(most=WORDS_MOST)
    return said


def dispute(actor: Actor, account_id: int, until: date, entry_id: int | None, words: str) -> StatementDispute:
    """Something is wrong with a statement: finance hears. The same twice is one. Raises BadWords, NotFound."""
    person = actor.need(Right.STATEMENT_AGREE)
    account, said = account_of(actor, account_id), check_words(words)
    if entry_id is not None:
        entry_of(actor, account_id, entry_id)
    for known in open_disputes(actor, account_id):
        if (known.entry_id, known.words) == (entry_id, said):
            return known
    made = StatementDispute(
        account_id=account.id, until=until, entry_id=entry_id, person_id=person.id, words=said, opened_at=actor.now
    )
    actor.session.add(made)
    log_event(actor, "statement.disputed", subject=f"dispute:{made.id}", account=account.id, reason=said)
    notify(actor, finance(actor), NoticeKind.STATEMENT_DISPUTED, dispute=made.id)
    return made


def case(actor: Actor, dispute_id: int) -> Case:
    """A dispute of an account whose money this person may see. Raises NotFound."""
    found = actor.session.get(StatementDispute, dispute_id)
    if found is None:
        raise NotFound
    account, person = account_of(actor, found.account_id), actor.session.get_one(Person, found.person_id)
    entry = actor.session.get(LedgerEntry, found.entry_id) if found.entry_id else None
    return Case(dispute=found, account=account, person=person, entry=entry)


def answer(actor: Actor, dispute_id: int, words: str) -> Case:
    """Finance answers; whoever opened it hears. Raises DisputeAnswered, BadWords, NotFound."""
    person = actor.need(Right.LEDGER_CHANGE)
    actor.session.get(StatementDispute, dispute_id, with_for_update={"key_share": True}, populate_existing=True)
    found, said = case(actor, dispute_id), check_words(words)
    if found.dispute.answered_at is not None:
        raise DisputeAnswered
    found.dispute.answer, found.dispute.answered_at, found.dispute.answered_by_id = said, actor.now, person.id
    log_event(actor, "statement.answered", subject=f"dispute:{dispute_id}", account=found.account.id, reason=said)
    notify(actor, [found.person.id], NoticeKind.DISPUTE_ANSWERED, dispute=dispute_id)
    return found


def entry_of(actor: Actor, account_id: int, entry_id: int) -> LedgerEntry:
    """An entry of an account. Raises NotFound."""
    entry = actor.session.get(LedgerEntry, entry_id)
    if entry is None or entry.account_id != account_id:
        raise NotFound
    return entry


def _closing_account(actor: Actor, account_id: int, until: date) -> Account:
    """The account, locked: nothing is entered meanwhile. Raises NotFound: none of its periods that began ends then."""
    account_of(actor, account_id)
    locked = select(Account).where(Account.id == account_id).with_for_update()
    account = actor.session.exec(locked.execution_options(populate_existing=True)).one()
    if until > actor.today or around(statements.closing_day(actor, account), until).last != until:
        raise NotFound
    return account


def _so_far(actor: Actor, account_id: int, until: date) -> tuple[int, Decimal]:
    """How many entries up to a day, and what was owed then."""
    number, owed = _SO_FAR.all(actor.session, {"account": account_id, "until": until})[0]
    return number, owed


_SO_FAR = Prepared(
    select(
        func.count(col(LedgerEntry.id)), type_coerce(func.coalesce(func.sum(col(LedgerEntry.amount)), 0), MONEY)
    ).where(col(LedgerEntry.account_id) == bindparam("account", type_=ID), col(LedgerEntry.day) <= bindparam("until"))
)


def _tell(actor: Actor, account: Account, told: Mapping[str, str]) -> None:
    about: dict[str, Any] = {"account_id": account.id, **told}
    notify(actor, approvers(actor, account), NoticeKind.STATEMENT_AGREED, **about)
