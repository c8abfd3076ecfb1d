"""The handler of each button and of each question's answer: the tables of all subjects in one.

Taps come in through the front door, which adds the verbs of the interpretation (``front_door.ACTIONS``).
"""

from collections.abc import Mapping
from typing import Any

from handlers.administration import actions as administration
from handlers.after_sales import actions as after_sales
from handlers.conversation.callback_data import Callback
from handlers.conversation.dispatch import Action, AnswerHandler, joined
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts, QuestionKind, Turn
from handlers.conversation.verbs import Verb
from handlers.entry import actions as entry
from handlers.finance import actions as finance
from handlers.orders import actions as orders
from handlers.shopping import actions as shopping
from handlers.text_orders import actions as text_orders
from handlers.threads import actions as threads
from handlers.warehouse import actions as warehouse

_SUBJECTS = (entry, shopping, text_orders, orders, finance, after_sales, threads, warehouse, administration)

ACTIONS: Mapping[Verb, Action] = joined(*(subject.ACTIONS for subject in _SUBJECTS))
ANSWER_HANDLERS: Mapping[QuestionKind, AnswerHandler] = joined(*(subject.ANSWER_HANDLERS for subject in _SUBJECTS))


def tap(request: Request, callback: Callback) -> Turn:
    """What the button does that typed words stand for."""
    return ACTIONS[callback.verb].run(request, callback)


def arguments(callback: Callback) -> dict[str, Any]:
    """The arguments of a button by name. Raises StaleButton: it is not one that we draw."""
    return ACTIONS[callback.verb].arguments(callback)


def answer(request: Request, kind: QuestionKind, facts: Facts, text: str) -> Turn:
    """What free text does while a question is open."""
    return ANSWER_HANDLERS[kind].run(request, facts, text)
