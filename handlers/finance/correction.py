"""Correcting what an account owes: an amount and a reason are typed, said back, and confirmed by one tap."""

from decimal import Decimal

from domain.finance import balances, corrections
from domain.language.typed_amount import TypedAmount, read_amount_and_reason
from domain.orders import paid_orders
from domain.rules.rights import Right
from handlers.conversation.callback_data import StaleButton, button, written
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts, Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.finance.balance import foot, page_of

#: Where the correction waits for its tap.
REASON, AMOUNT, ACCOUNT = "correction_reason", "correction_amount", "correction_account"


def ask(request: Request, *, account_id: Id) -> Turn:
    """How much more or less, and why?"""
    request.actor.need(Right.LEDGER_CHANGE)
    stands = balances.standing(request.actor, account_id)
    return _asked(request, account_id, request.say("finance.correct_ask", account=stands.account.name))


def typed(request: Request, text: str, *, account_id: Id) -> Turn:
    """Amount and reason, said back; nothing is written before the tap."""
    request.actor.need(Right.LEDGER_CHANGE)
    stands = balances.standing(request.actor, account_id)
    said = read_amount_and_reason(text)
    if said is None or not said.reason:
        return _asked(request, account_id, request.say("finance.correct_unread", account=stands.account.name))
    corrections.check(request.actor, said.amount, said.reason)
    return _confirm(request, account_id, stands.account.name, said)


def correct(request: Request, *, account_id: Id, amount: Decimal) -> Turn:
    """Write it."""
    waits = (request.memory.get(ACCOUNT), request.memory.get(AMOUNT))
    reason = request.memory.get(REASON)
    if waits != (account_id, written(amount)) or not reason:
        request.actor.need(Right.LEDGER_CHANGE)
        raise StaleButton
    paid_orders.correct(request.actor, account_id, amount, str(reason))
    turn = page_of(request, balances.standing(request.actor, account_id), request.say("finance.corrected"))
    return Turn(replies=turn.replies, memory={})


def _asked(request: Request, account_id: int, title: str) -> Turn:
    reply = Reply(title=title, note=request.say("finance.correct_note"), buttons=(foot(request, account_id),))
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.CORRECTION, facts={"account": account_id}))


def _confirm(request: Request, account_id: int, name: str, said: TypedAmount) -> Turn:
    amount = request.say.money(abs(said.amount), request.currency)
    key = "finance.correct_more" if said.amount > 0 else "finance.correct_less"
    title = request.say(key, account=name, amount=amount, reason=said.reason)
    yes = button(request.say("finance.correct_yes"), Verb.CORRECT_NOW, account_id, said.amount, say=title)
    memory: Facts = {REASON: said.reason, AMOUNT: written(said.amount), ACCOUNT: account_id}
    reply = Reply(title=title, buttons=((yes,), foot(request, account_id)))
    return Turn(replies=(reply,), memory=memory)
