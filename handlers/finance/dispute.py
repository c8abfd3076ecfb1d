"""❌ 有异议: which line of a statement, and what about it; finance answers in the chat, and nothing is edited."""

from datetime import date

from domain.finance import agreements
from domain.finance.agreements import Case
from domain.finance.statements import StatementLine
from domain.rules.rights import Right
from domain.tables.ledger import LedgerEntry
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import page as pager
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.finance import statement

#: Where the words wait for the tap, and what they belong to.
WORDS, ABOUT = "dispute_words", "dispute_about"
_ROWS = 8


def choose(request: Request, *, account_id: Id, last: date, page: int = 0) -> Turn:
    """Which line?"""
    found = statement.of_day(request, account_id, last)
    part = pager(page, _ROWS, len(found.lines))
    other = button(request.say("dispute.other_line"), Verb.DISPUTE_LINE, account_id, f"{last}")
    reply = Reply(
        title=part.head(request, request.say("dispute.which")),
        buttons=(
            *((_line(request, account_id, last, each),) for each in part.of(found.lines)),
            (other,),
            *part.turn(request, Verb.DISPUTE, account_id, f"{last}"),
            _foot(request, account_id, last),
        ),
    )
    return Turn(replies=(reply,))


def ask(request: Request, *, account_id: Id, last: date, ledger_entry_id: Id | None = None) -> Turn:
    """What about it?"""
    request.actor.need(Right.STATEMENT_AGREE)
    about = _entry_words(
        request, agreements.entry_of(request.actor, account_id, ledger_entry_id) if ledger_entry_id else None
    )
    statement.of_day(request, account_id, last)
    title = request.say("dispute.what", line=about) if about else request.say("dispute.what_else")
    facts: Facts = {"account": account_id, "last": last.isoformat(), "ledger_entry": ledger_entry_id}
    reply = Reply(title=title, note=request.say("dispute.note"), buttons=(_foot(request, account_id, last),))
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.DISPUTE, facts=facts))


def typed(request: Request, text: str, *, account_id: Id, last: str, ledger_entry_id: Id | None = None) -> Turn:
    """The words, said back."""
    day = date.fromisoformat(last)
    found, words = statement.of_day(request, account_id, day), agreements.check_words(text)
    entry = agreements.entry_of(request.actor, account_id, ledger_entry_id) if ledger_entry_id else None
    line = _entry_words(request, entry) or request.say("dispute.whole", account=found.account.name)
    args = (account_id, last, *((ledger_entry_id,) if ledger_entry_id else ()))
    title = request.say("dispute.sure", line=line, words=words)
    yes = button(request.say("dispute.yes"), Verb.DISPUTE_NOW, *args, say=title)
    memory: Facts = {WORDS: words, ABOUT: _about(account_id, day, ledger_entry_id)}
    return Turn(replies=(Reply(title=title, buttons=((yes,), _foot(request, account_id, day))),), memory=memory)


def send(request: Request, *, account_id: Id, last: date, ledger_entry_id: Id | None = None) -> Turn:
    """Tell finance."""
    request.actor.need(Right.STATEMENT_AGREE)
    words = _waiting(request, _about(account_id, last, ledger_entry_id))
    agreements.dispute(request.actor, account_id, last, ledger_entry_id, words)
    reply = Reply(title=request.say("dispute.told"), buttons=(_foot(request, account_id, last),))
    return Turn(replies=(reply,), memory={})


def show(request: Request, *, statement_dispute_id: Id) -> Turn:
    """The case."""
    return Turn(replies=(card(request, agreements.case(request.actor, statement_dispute_id)),))


def card(request: Request, found: Case, title: str = "") -> Reply:
    """What is said to be wrong, and what was answered; for finance the ways to do so."""
    told, account_id = found.dispute, found.account.id
    title = title or request.say("dispute.card", account=found.account.name, name=found.person.name)
    line = _entry_words(request, found.entry) or request.say("dispute.whole", account=found.account.name)
    answered = (request.say("dispute.answered", words=told.answer),) if told.answered_at else ()
    ways: tuple[Row, ...] = ()
    if told.answered_at is None and request.actor.may(Right.LEDGER_CHANGE):
        answering = button(request.say("dispute.answer"), Verb.ANSWER_CASE, told.id)
        ways = ((answering, button(request.say("finance.correct"), Verb.CORRECT, account_id)),)
    return Reply(
        title=title,
        lines=(line, request.say("dispute.words", words=told.words), *answered),
        buttons=(*ways, _foot(request, account_id, told.until)),
        card=f"dispute:{told.id}",
    )


def ask_answer(request: Request, *, statement_dispute_id: Id) -> Turn:
    """What is the answer?"""
    request.actor.need(Right.LEDGER_CHANGE)
    found = agreements.case(request.actor, statement_dispute_id)
    if found.dispute.answered_at is not None:
        return Turn(replies=(card(request, found),)).headed(request.say("refusal.DisputeAnswered"))
    reply = Reply(
        title=request.say("dispute.answer_ask", account=found.account.name),
        lines=(request.say("dispute.words", words=found.dispute.words),),
        buttons=(_foot(request, found.account.id, found.dispute.until),),
    )
    question = Question(kind=QuestionKind.ANSWER_CASE, facts={"statement_dispute": statement_dispute_id})
    return Turn(replies=(reply,), question=question)


def typed_answer(request: Request, text: str, *, statement_dispute_id: Id) -> Turn:
    """The answer, said back."""
    request.actor.need(Right.LEDGER_CHANGE)
    found, words = agreements.case(request.actor, statement_dispute_id), agreements.check_words(text)
    title = request.say("dispute.answer_sure", name=found.person.name, words=words)
    yes = button(request.say("dispute.answer_yes"), Verb.ANSWER_CASE_NOW, statement_dispute_id, say=title)
    memory: Facts = {WORDS: words, ABOUT: str(statement_dispute_id)}
    foot = _foot(request, found.account.id, found.dispute.until)
    return Turn(replies=(Reply(title=title, buttons=((yes,), foot)),), memory=memory)


def answer(request: Request, *, statement_dispute_id: Id) -> Turn:
    """Send it to the buyer."""
    request.actor.need(Right.LEDGER_CHANGE)
    found = agreements.case(request.actor, statement_dispute_id)
    if found.dispute.answered_at is None:
        found = agreements.answer(request.actor, statement_dispute_id, _waiting(request, str(statement_dispute_id)))
    return Turn(replies=(card(request, found),), memory={}).headed(request.say("dispute.answer_told"))


def _waiting(request: Request, about: str) -> str:
    """The words that wait for this tap. Raises StaleButton: it is not the last one that was asked."""
    if request.memory.get(ABOUT) != about:
        raise StaleButton
    return str(request.memory.get(WORDS) or "")


def _about(account_id: int, last: date, entry_id: int | None) -> str:
    return f"{account_id} {last} {entry_id or 0}"


def _line(request: Request, account_id: int, last: date, line: StatementLine) -> Button:
    amount = request.say.money(line.debit or line.credit, request.currency)
    facts = {"day": request.say.day(line.day), "kind": request.say(f"finance.kind_{line.kind}")}
    label = request.say("dispute.line", **facts, about=line.document or line.note, amount=amount)
    return button(" ".join(label.split()), Verb.DISPUTE_LINE, account_id, f"{last}", line.entry_id)


def _entry_words(request: Request, entry: LedgerEntry | None) -> str:
    if entry is None:
        return ""
    amount = request.say.money(abs(entry.amount), request.currency)
    facts = {"day": request.say.day(entry.day), "kind": request.say(f"finance.kind_{entry.kind}")}
    told = request.say("dispute.line", **facts, about=entry.document or entry.note, amount=amount)
    return " ".join(told.split())


def _foot(request: Request, account_id: int, last: date) -> Row:
    back = button(request.say("statement.show"), Verb.STATEMENT, account_id, f"{last}")
    return back, button(request.say("button.menu"), Verb.MENU)
