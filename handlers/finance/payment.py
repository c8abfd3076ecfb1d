"""Booking a payment, and taking one back: typed, said back, and confirmed by one tap."""

from decimal import Decimal

from domain.finance import balances, corrections, payments
from domain.finance.access import account_of
from domain.language.typed_amount import read_amount_and_reason
from domain.rules.rights import Right
from domain.tables.ledger import LedgerEntry
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts, Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.finance.balance import foot, page_of

#: Where the words wait for the tap, and what they belong to.
WORDS, ABOUT = "payment_words", "payment_about"


def ask(request: Request, *, account_id: Id) -> Turn:
    """How much came?"""
    request.actor.need(Right.LEDGER_CHANGE)
    account = account_of(request.actor, account_id)
    return _asked(request, account_id, request.say("payment.how_much", account=account.name))


def typed(request: Request, text: str, *, account_id: Id) -> Turn:
    """The amount and how it came, said back."""
    request.actor.need(Right.LEDGER_CHANGE)
    account = account_of(request.actor, account_id)
    said = read_amount_and_reason(text)
    if said is None or said.amount <= 0:
        return _asked(request, account_id, request.say("payment.unread", account=account.name))
    payments.check(request.actor, said.amount, said.reason)
    amount = request.say.money(said.amount, request.currency)
    title = request.say("payment.sure", account=account.name, amount=amount, note=said.reason).strip()
    yes = button(request.say("payment.yes"), Verb.PAYMENT_NOW, account_id, said.amount, say=title)
    memory: Facts = {WORDS: said.reason, ABOUT: f"{account_id} {said.amount}"}
    return Turn(replies=(Reply(title=title, buttons=((yes,), foot(request, account_id))),), memory=memory)


def record(request: Request, *, account_id: Id, amount: Decimal) -> Turn:
    """Book it."""
    words = _waiting(request, f"{account_id} {amount}")
    payments.record(request.actor, account_id, amount, words)
    return _done(request, account_id, "payment.booked")


def ask_reversal(request: Request, *, ledger_entry_id: Id) -> Turn:
    """Why is it taken back?"""
    entry = payments.to_reverse(request.actor, ledger_entry_id)
    reply = Reply(
        title=request.say("payment.reverse_why", **_told(request, entry)),
        note=request.say("payment.reverse_note"),
        buttons=(foot(request, entry.account_id),),
    )
    question = Question(kind=QuestionKind.REVERSAL, facts={"ledger_entry": ledger_entry_id})
    return Turn(replies=(reply,), question=question)


def typed_reason(request: Request, text: str, *, ledger_entry_id: Id) -> Turn:
    """The reason, said back."""
    entry = payments.to_reverse(request.actor, ledger_entry_id)
    reason = text.strip()[: corrections.REASON_MOST]
    title = request.say("payment.reverse_sure", **_told(request, entry), reason=reason)
    yes = button(request.say("payment.reverse_yes"), Verb.REVERSE_NOW, ledger_entry_id, say=title)
    memory: Facts = {WORDS: reason, ABOUT: str(ledger_entry_id)}
    reply = Reply(title=title, buttons=((yes,), foot(request, entry.account_id)))
    return Turn(replies=(reply,), memory=memory)


def reverse(request: Request, *, ledger_entry_id: Id) -> Turn:
    """Take it back."""
    entry = payments.to_reverse(request.actor, ledger_entry_id)
    payments.reverse(request.actor, entry.id, _waiting(request, str(ledger_entry_id)))
    return _done(request, entry.account_id, "payment.reversed")


def _waiting(request: Request, about: str) -> str:
    """The words that wait for this tap. Raises StaleButton: it is not the last one that was asked."""
    request.actor.need(Right.LEDGER_CHANGE)
    if request.memory.get(ABOUT) != about:
        raise StaleButton
    return str(request.memory.get(WORDS) or "")


def _done(request: Request, account_id: int, key: str) -> Turn:
    turn = page_of(request, balances.standing(request.actor, account_id), request.say(key))
    return Turn(replies=turn.replies, memory={})


def _told(request: Request, entry: LedgerEntry) -> dict[str, str]:
    account = account_of(request.actor, entry.account_id)
    return {"account": account.name, "amount": request.say.money(-entry.amount, request.currency)}


def _asked(request: Request, account_id: int, title: str) -> Turn:
    reply = Reply(title=title, note=request.say("payment.note"), buttons=(foot(request, account_id),))
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.PAYMENT, facts={"account": account_id}))
