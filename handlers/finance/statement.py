"""An account's statement in the chat: six lines, the periods before and after, and the same as files."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from domain.finance import agreements, statements
from domain.finance.access import account_of
from domain.finance.statements import Statement
from domain.language.periods import month_in
from domain.people.directory import name_of
from domain.rules.finance.statement_periods import StatementPeriod, after, around, before, of_month
from domain.rules.rights import Right
from domain.tables.people import Account
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paper_links import PaperForm, PaperKind, file_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, File, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.finance import balance

#: So many open cases have a button.
_CASES = 3
_Chosen = Callable[[Account], StatementPeriod]


def say(request: Request, sentence: str = "", account_id: int | None = None) -> Turn:
    """The statement that somebody asks for, with its files: of the month they name, else of the last whole period."""
    wanted = account_id or request.actor.account_id
    if wanted is None:
        return balance.debtors(request)

    def chosen(account: Account) -> StatementPeriod:
        closing = statements.closing_day(request.actor, account)
        month = month_in(sentence, around(closing, request.actor.today).last)
        return (
            statements.latest(request.actor, account) if month is None else of_month(closing, month.year, month.month)
        )

    return Turn(replies=(page_of(request, _found(request, wanted, chosen), enclosed=True),))


def show(request: Request, *, account_id: Id | None = None, last: date | None = None) -> Turn:
    """The statement of the period that a day is in."""
    if last is None:
        return say(request, account_id=account_id)
    wanted = account_id or request.person.account_id or 0
    return Turn(replies=(page_of(request, _found(request, wanted, _of_day(request, last))),))


def files(request: Request, *, account_id: Id, last: date) -> Turn:
    """The same as PDF and as a workbook."""
    found = _found(request, account_id, _of_day(request, last))
    back = button(request.say("statement.show"), Verb.STATEMENT, account_id, f"{last}")
    reply = Reply(title=_title(request, found), buttons=((back, _menu(request)),), files=_files(request, found))
    return Turn(replies=(reply,))


def page_of(request: Request, found: Statement, *, enclosed: bool = False) -> Reply:
    """Six lines, and the ways on. ``enclosed``: its files come along."""
    account_id, last = found.account.id, f"{found.period.last}"
    more = button(request.say("statement.files"), Verb.STATEMENT_FILES, account_id, last)
    ways: Row = (button(request.say("finance.balance"), Verb.BALANCE, account_id), _menu(request))
    standing, note = _standing(request, found)
    rows = (*standing, *_turned(request, found), *(() if enclosed else ((more,),)), ways)
    reply = Reply(title=_title(request, found), lines=tuple(_lines(request, found)), note=note, buttons=rows)
    return Reply(**{**vars(reply), "files": _files(request, found)}) if enclosed else reply


def of_day(request: Request, account_id: int, day: date) -> Statement:
    """The statement of the period that a day is in."""
    return _found(request, account_id, _of_day(request, day))


def _found(request: Request, account_id: int, chosen: _Chosen) -> Statement:
    """As far as the period has come."""
    account = account_of(request.actor, account_id)
    period = chosen(account).until(request.actor.today)
    return statements.statement(request.actor, account_id, period)


def _of_day(request: Request, day: date) -> _Chosen:
    return lambda account: around(statements.closing_day(request.actor, account), day)


def _title(request: Request, found: Statement) -> str:
    period = found.period
    first, last = (_day(request, each) for each in (period.first, period.last))
    return request.say("statement.title", account=found.account.name, first=first, last=last)


def _day(request: Request, day: date) -> str:
    """With its year, where that is another one."""
    return request.say.day(day) if day.year == request.actor.today.year else day.isoformat()


def _lines(request: Request, found: Statement) -> Iterator[str]:
    def told(key: str, amount: Decimal) -> str:
        return request.say(f"statement.{key}", amount=request.say.money(amount, request.currency))

    yield told("line_opening" if found.opening >= 0 else "line_opening_prepaid", abs(found.opening))
    yield told("line_bought", found.bought)
    yield told("line_returned", found.returned)
    if found.rebated:
        yield told("line_rebated", found.rebated)
    yield told("line_paid", found.paid)
    if found.adjusted:
        yield told("line_more" if found.adjusted > 0 else "line_less", abs(found.adjusted))
    yield told("line_closing" if found.closing >= 0 else "line_closing_prepaid", abs(found.closing))
    yield told("line_overdue", found.aged.overdue)


def _standing(request: Request, found: Statement) -> tuple[tuple[Row, ...], str]:
    """Whether it was agreed on, or somebody said what is wrong; else the buttons to do so, once the period is whole."""
    account, last = found.account, found.period.last
    if account.closed_until is not None and last <= account.closed_until:
        return (), _agreed(request, account.id, last)
    waiting = [each for each in agreements.open_disputes(request.actor, account.id) if each.until <= last]
    cases = tuple((button(request.say("dispute.open"), Verb.CASE, each.id),) for each in waiting[:_CASES])
    whole = around(statements.closing_day(request.actor, account), last).last == last
    if not (whole and request.actor.may(Right.STATEMENT_AGREE)):
        return cases, request.say("dispute.waits") if waiting else ""
    wrong = button(request.say("statement.dispute"), Verb.DISPUTE, account.id, f"{last}")
    if waiting:
        return (*cases, (wrong,)), request.say("dispute.waits")
    entries = agreements.entries_until(request.actor, account.id, last)
    right = button(
        request.say("statement.agree"), Verb.AGREE, account.id, f"{last}", entries, say=_agreeing(request, found)
    )
    return ((right, wrong),), request.say("statement.agree_note")


def _agreed(request: Request, account_id: int, last: date) -> str:
    closing = agreements.closing_of(request.actor, account_id, last)
    if closing is None:
        return ""
    who = name_of(request.session, closing.person_id)
    return request.say("statement.is_agreed", who=who, at=request.say.moment(closing.at, request.zone))


def _agreeing(request: Request, found: Statement) -> str:
    """What the tap says where it is said in words."""
    first, last = (_day(request, each) for each in (found.period.first, found.period.last))
    return request.say("statement.agree_say", first=first, last=last)


def _turned(request: Request, found: Statement) -> tuple[Row, ...]:
    """The period before, as long as there was anything, and the one after, until today."""
    closing, account = statements.closing_day(request.actor, found.account), found.account
    period = around(closing, found.period.last)
    row: list[Button] = []
    if statements.is_anything_before(request.actor, account, period.first):
        last = before(closing, period).last
        row.append(button(request.say("statement.before"), Verb.STATEMENT, account.id, f"{last}"))
    if period.last < request.actor.today:
        last = after(closing, period).last
        row.append(button(request.say("statement.after"), Verb.STATEMENT, account.id, f"{last}"))
    return (tuple(row),) if row else ()


def _files(request: Request, found: Statement) -> tuple[File, ...]:
    about = (str(found.account.id), found.period.first.isoformat(), found.period.last.isoformat())
    name = request.say("statement.file", account=found.account.name, day=about[-1])
    return tuple(
        file_of(request, PaperKind.STATEMENT, form, f"{name}.{form}", *about)
        for form in (PaperForm.PDF, PaperForm.XLSX)
    )


def _menu(request: Request) -> Button:
    return button(request.say("button.menu"), Verb.MENU)
