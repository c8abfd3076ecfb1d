"""Money: what accounts owe, and corrections of it."""

from collections.abc import Mapping

from domain.rules.rights import Right
from handlers.conversation.dispatch import Action, AnswerHandler
from handlers.conversation.turn import QuestionKind
from handlers.conversation.verbs import Verb
from handlers.finance import balance, correction

ACTIONS: Mapping[Verb, Action] = {
    Verb.BALANCE: Action(balance.show, Right.BALANCE_READ),
    Verb.LEDGER: Action(balance.entries, Right.BALANCE_READ),
    Verb.DEBTORS: Action(balance.debtors, Right.BALANCE_READ),
    Verb.CORRECT: Action(correction.ask, Right.LEDGER_CHANGE),
    Verb.CORRECT_NOW: Action(correction.correct, Right.LEDGER_CHANGE),
}

ANSWER_HANDLERS: Mapping[QuestionKind, AnswerHandler] = {
    QuestionKind.CORRECTION: AnswerHandler(correction.typed),
}
