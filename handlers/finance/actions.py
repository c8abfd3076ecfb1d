"""Money: what accounts owe, corrections of it, and their credit."""

from collections.abc import Mapping

from domain.rules.rights import Right
from handlers.conversation.dispatch import Action, AnswerHandler
from handlers.conversation.turn import QuestionKind
from handlers.conversation.verbs import Verb
from handlers.finance import balance, correction, credit

ACTIONS: Mapping[Verb, Action] = {
    Verb.BALANCE: Action(balance.show, Right.BALANCE_READ),
    Verb.LEDGER: Action(balance.entries, Right.BALANCE_READ),
    Verb.DEBTORS: Action(balance.debtors, Right.BALANCE_READ),
    Verb.CREDIT: Action(credit.show, Right.BALANCE_READ),
    Verb.RAISE_LIMIT: Action(credit.ask_limit, Right.CREDIT_CHANGE),
    Verb.RAISE_LIMIT_NOW: Action(credit.raise_limit, Right.CREDIT_CHANGE),
    Verb.ASK_RELEASE: Action(credit.ask_release, Right.SHIPMENT_PICK),
    Verb.RELEASE: Action(credit.release, Right.APPROVAL_FINANCE),
    Verb.CORRECT: Action(correction.ask, Right.LEDGER_CHANGE),
    Verb.CORRECT_NOW: Action(correction.correct, Right.LEDGER_CHANGE),
}

ANSWER_HANDLERS: Mapping[QuestionKind, AnswerHandler] = {
    QuestionKind.RAISE_LIMIT: AnswerHandler(credit.typed_limit),
    QuestionKind.CORRECTION: AnswerHandler(correction.typed),
}
