"""People, accounts, goods and figures of the supplier."""

from collections.abc import Mapping

from domain.rules.rights import Right
from handlers.administration import (
    account_transfers,
    deactivation,
    deputy,
    goods,
    goods_picture,
    invite_list,
    invite_person,
    pack_price,
    people,
    people_undo,
    person,
    retail,
    today,
    unbind_chat,
)
from handlers.conversation.dispatch import Action, AnswerHandler
from handlers.conversation.turn import QuestionKind
from handlers.conversation.verbs import Verb

ACTIONS: Mapping[Verb, Action] = {
    Verb.PEOPLE: Action(people.show, Right.PERSON_INVITE),
    Verb.PERSON: Action(person.show, Right.PERSON_INVITE),
    Verb.SWITCH_OFF: Action(deactivation.ask, Right.PERSON_SWITCH),
    Verb.SWITCH_OFF_NOW: Action(deactivation.off, Right.PERSON_SWITCH),
    Verb.SWITCH_ON: Action(deactivation.on, Right.PERSON_SWITCH),
    Verb.ACCOUNTS_OF: Action(account_transfers.accounts, Right.ACCOUNT_ASSIGN),
    Verb.CHOOSE_SALESPERSON: Action(account_transfers.ask, Right.ACCOUNT_ASSIGN),
    Verb.ASSIGN: Action(account_transfers.give, Right.ACCOUNT_ASSIGN),
    Verb.ASSIGN_ALL: Action(account_transfers.ask_all, Right.PERSON_INVITE),
    Verb.ASSIGN_ALL_NOW: Action(account_transfers.give_all, Right.ACCOUNT_ASSIGN),
    Verb.DEPUTY: Action(deputy.show, Right.DEPUTY_SET),
    Verb.CHOOSE_DEPUTY: Action(deputy.choose, Right.DEPUTY_SET),
    Verb.DEPUTY_DAYS: Action(deputy.days, Right.DEPUTY_SET),
    Verb.SET_DEPUTY: Action(deputy.appoint, Right.DEPUTY_SET),
    Verb.END_DEPUTY: Action(deputy.dismiss, Right.DEPUTY_SET),
    Verb.UNBIND: Action(unbind_chat.ask, Right.CHAT_UNBIND),
    Verb.UNBIND_NOW: Action(unbind_chat.unbind, Right.CHAT_UNBIND),
    Verb.NEW_CHAT: Action(invite_person.ask_chat, Right.PERSON_INVITE),
    Verb.NEW_CHAT_NOW: Action(invite_person.chat, Right.PERSON_INVITE),
    Verb.UNDO_PEOPLE: Action(people_undo.undo, Right.PERSON_INVITE),
    Verb.RETAIL_DOOR: Action(retail.door, Right.RETAIL_CHANGE),
    Verb.RETAIL_CUSTOMERS: Action(retail.customers, Right.RETAIL_CHANGE),
    Verb.RETAIL_CUSTOMER: Action(retail.customer, Right.RETAIL_CHANGE),
    Verb.MAKE_DEALER: Action(retail.which_group, Right.RETAIL_CHANGE),
    Verb.MAKE_DEALER_NOW: Action(retail.make_dealer, Right.RETAIL_CHANGE),
    Verb.RENAME_DEALER: Action(retail.rename, Right.RETAIL_CHANGE),
    Verb.INVITE: Action(invite_person.invite, Right.PERSON_INVITE),
    Verb.INVITE_FOR: Action(invite_person.invite_for, Right.PERSON_INVITE),
    Verb.INVITES: Action(invite_list.list_, Right.PERSON_INVITE),
    Verb.INVITE_OF: Action(invite_list.show, Right.PERSON_INVITE),
    Verb.REVOKE: Action(invite_list.revoke, Right.PERSON_INVITE),
    Verb.GOODS: Action(goods.ask, Right.CATALOGUE_CHANGE),
    Verb.GOODS_OF: Action(goods.show, Right.CATALOGUE_CHANGE),
    Verb.ON_SALE: Action(goods.on_sale, Right.CATALOGUE_CHANGE),
    Verb.OFF_SALE: Action(goods.off_sale, Right.CATALOGUE_CHANGE),
    Verb.PRICE: Action(goods.price, Right.CATALOGUE_CHANGE),
    Verb.SET_PRICE: Action(goods.set_price, Right.CATALOGUE_CHANGE),
    Verb.SET_PACK_PRICE: Action(pack_price.set_price, Right.CATALOGUE_CHANGE),
    Verb.SET_PICTURE: Action(goods_picture.set_, Right.CATALOGUE_CHANGE),
    Verb.UNDO_PRICE: Action(goods.undo_price, Right.CATALOGUE_CHANGE),
    Verb.FIGURES: Action(today.show, Right.FIGURES_READ),
}

ANSWER_HANDLERS: Mapping[QuestionKind, AnswerHandler] = {
    QuestionKind.DEPUTY_DAYS: AnswerHandler(deputy.typed_days),
    QuestionKind.NEW_PRICE: AnswerHandler(goods.typed_price),
    QuestionKind.INVITE_NAME: AnswerHandler(invite_person.typed_name),
    QuestionKind.DEALER_NAME: AnswerHandler(retail.typed_name),
    QuestionKind.PERSON_SEARCH: AnswerHandler(people.typed_search),
    QuestionKind.GOODS_SEARCH: AnswerHandler(goods.typed_search),
}
