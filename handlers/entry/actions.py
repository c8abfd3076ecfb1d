"""Everybody's way in and about: the menu, help, language; whom a salesperson orders for."""

from collections.abc import Mapping

from domain.rules.rights import Right
from handlers.conversation import paging
from handlers.conversation.dispatch import Action, AnswerHandler
from handlers.conversation.turn import QuestionKind
from handlers.conversation.verbs import Verb
from handlers.entry import desk, join, menu, on_behalf

ACTIONS: Mapping[Verb, Action] = {
    Verb.MENU: Action(menu.show),
    Verb.HELP: Action(menu.help_),
    Verb.LANGUAGE: Action(menu.language),
    Verb.MORE: Action(paging.more),
    Verb.JOIN: Action(join.ask),
    Verb.RETAIL: Action(menu.show),
    Verb.RETAIL_JOIN: Action(menu.show),
    Verb.ACCOUNTS: Action(on_behalf.list_, Right.ACCOUNT_SERVE),
    Verb.SERVE: Action(on_behalf.begin, Right.ACCOUNT_SERVE),
    Verb.STOP_SERVING: Action(on_behalf.stop, Right.ACCOUNT_SERVE),
    Verb.DESK: Action(desk.show, Right.DESK_ENTER),
    Verb.DESK_AGREE: Action(desk.agree, Right.DESK_ENTER),
    Verb.DESK_REFUSE: Action(desk.refuse, Right.DESK_ENTER),
    Verb.DESK_SESSIONS: Action(desk.sessions, Right.DESK_ENTER),
    Verb.DESK_LEAVE: Action(desk.leave, Right.DESK_ENTER),
}

ANSWER_HANDLERS: Mapping[QuestionKind, AnswerHandler] = {
    QuestionKind.INVITE_CODE: AnswerHandler(join.code),
    QuestionKind.DESK_NUMBER: AnswerHandler(desk.typed_number),
    QuestionKind.ACCOUNT_SEARCH: AnswerHandler(on_behalf.typed_search),
}
