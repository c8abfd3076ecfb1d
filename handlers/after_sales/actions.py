"""After goods came: claims and returns, asked for, decided on and counted."""

from collections.abc import Mapping

from domain.rules.rights import Right
from handlers.after_sales import asking, card, deciding, filing, lists, questions, repairing, several
from handlers.conversation.dispatch import Action, AnswerHandler
from handlers.conversation.turn import QuestionKind
from handlers.conversation.verbs import Verb

ACTIONS: Mapping[Verb, Action] = {
    Verb.RETURNS: Action(lists.show, Right.RETURN_READ),
    Verb.RETURN: Action(card.show, Right.RETURN_READ),
    Verb.RETURN_OF_ORDER: Action(asking.of_order, Right.RETURN_ASK),
    Verb.RETURN_ASK: Action(asking.ask, Right.RETURN_ASK),
    Verb.RETURN_FILE: Action(filing.file, Right.RETURN_ASK),
    Verb.RETURN_ALL: Action(several.choose, Right.RETURN_ASK),
    Verb.RETURN_FILE_ALL: Action(filing.file_all, Right.RETURN_ASK),
    Verb.RETURN_WITHDRAW: Action(asking.withdraw, Right.RETURN_ASK),
    Verb.RETURN_SEND: Action(asking.send, Right.RETURN_ASK),
    Verb.RETURN_APPROVE: Action(deciding.approve, Right.RETURN_DECIDE),
    Verb.RETURN_REFUSE: Action(deciding.ask_refusal, Right.RETURN_DECIDE),
    Verb.RETURN_REFUSE_WHY: Action(deciding.refuse, Right.RETURN_DECIDE),
    Verb.RETURN_CHANGE: Action(deciding.change, Right.RETURN_DECIDE),
    Verb.RETURN_QUESTION: Action(questions.ask, Right.RETURN_DECIDE),
    Verb.RETURN_REPLY: Action(questions.reply, Right.RETURN_ASK),
    Verb.RETURN_AGREE: Action(deciding.agree, Right.RETURN_DECIDE),
    Verb.RETURN_COUNT: Action(deciding.count, Right.RETURN_RECEIVE),
    Verb.RETURN_COUNTED: Action(deciding.counted, Right.RETURN_RECEIVE),
    Verb.RETURN_RECEIVE: Action(deciding.receive, Right.RETURN_RECEIVE),
    Verb.RETURN_REPAIR: Action(repairing.begin, Right.RETURN_RECEIVE),
    Verb.RETURN_PARCEL: Action(repairing.ask_parcel, Right.RETURN_RECEIVE),
    Verb.RETURN_SENT_BACK: Action(repairing.send_back, Right.RETURN_RECEIVE),
}

ANSWER_HANDLERS: Mapping[QuestionKind, AnswerHandler] = {
    QuestionKind.RETURN_QUANTITY: AnswerHandler(asking.typed),
    QuestionKind.RETURN_AGREED: AnswerHandler(deciding.typed_agreed),
    QuestionKind.RETURN_COUNT: AnswerHandler(deciding.typed_count),
    QuestionKind.RETURN_REASON: AnswerHandler(deciding.typed_reason),
    QuestionKind.RETURN_QUESTION: AnswerHandler(questions.typed),
    QuestionKind.RETURN_REPLY: AnswerHandler(questions.typed_reply),
    QuestionKind.RETURN_PARCEL: AnswerHandler(repairing.typed),
}
