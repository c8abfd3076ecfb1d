"""A word with a person: talks of buyers with the staff."""

from collections.abc import Mapping

from domain.rules.rights import Right
from handlers.conversation.dispatch import Action, AnswerHandler
from handlers.conversation.turn import QuestionKind
from handlers.conversation.verbs import Verb
from handlers.threads import record, talk, writing

ACTIONS: Mapping[Verb, Action] = {
    Verb.CONTACT: Action(talk.start),
    Verb.THREAD: Action(talk.enter, Right.THREAD_READ),
    Verb.THREAD_AGAIN: Action(talk.again, Right.THREAD_READ),
    Verb.THREAD_LEAVE: Action(talk.leave, Right.THREAD_ANSWER),
    Verb.THREAD_CLOSE: Action(talk.close, Right.THREAD_READ),
    Verb.THREAD_SAY: Action(writing.say_held, Right.THREAD_READ),
    Verb.THREAD_MESSAGE: Action(record.message, Right.THREAD_READ),
    Verb.THREADS_OF_ORDER: Action(record.of_order, Right.THREAD_READ),
    Verb.THREADS_OF_ACCOUNT: Action(record.of_account, Right.THREAD_READ),
}

ANSWER_HANDLERS: Mapping[QuestionKind, AnswerHandler] = {}
