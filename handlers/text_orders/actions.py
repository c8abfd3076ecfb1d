"""Orders in words and sheets, and nicknames."""

from collections.abc import Mapping

from domain.rules.rights import Right
from handlers.conversation.dispatch import Action, AnswerHandler
from handlers.conversation.turn import QuestionKind
from handlers.conversation.verbs import Verb
from handlers.text_orders import (
    correct_line,
    nickname_list,
    order_file,
    teach_nickname,
    text_order,
    wish,
    word_proposal,
)

ACTIONS: Mapping[Verb, Action] = {
    Verb.SETTLE: Action(text_order.settle, Right.CATALOGUE_READ),
    Verb.DOUBTS: Action(text_order.again, Right.CART_CHANGE),
    Verb.SHEET: Action(order_file.counted, Right.CART_CHANGE),
    Verb.SHEET_COLUMN: Action(order_file.chosen, Right.CART_CHANGE),
    Verb.NOT_RIGHT: Action(correct_line.show, Right.CART_CHANGE),
    Verb.OTHER: Action(correct_line.line, Right.CART_CHANGE),
    Verb.SWAP: Action(correct_line.swap, Right.CART_CHANGE),
    Verb.NICKNAMES: Action(nickname_list.show, Right.NICKNAME_CHANGE),
    Verb.NAME: Action(teach_nickname.ask, Right.NICKNAME_CHANGE),
    Verb.TEACH: Action(teach_nickname.chosen, Right.NICKNAME_CHANGE),
    Verb.FORGET: Action(nickname_list.forget, Right.NICKNAME_CHANGE),
    Verb.TAKE_BACK: Action(nickname_list.take_back, Right.NICKNAME_CHANGE),
    Verb.WISH_TO: Action(wish.to_other, Right.WISH_SEND),
    Verb.SEND_WISH: Action(wish.send, Right.WISH_SEND),
    Verb.DROP_WISH: Action(wish.drop, Right.WISH_SEND),
    Verb.TAKE_WISH: Action(wish.take, Right.WISH_ANSWER),
    Verb.DECLINE_WISH: Action(wish.decline, Right.WISH_ANSWER),
    Verb.DECIDE_WORD: Action(word_proposal.decide, Right.CATALOGUE_CHANGE),
}

ANSWER_HANDLERS: Mapping[QuestionKind, AnswerHandler] = {
    QuestionKind.OTHER_GOODS: AnswerHandler(correct_line.typed),
    QuestionKind.NICKNAME: AnswerHandler(teach_nickname.typed),
}
