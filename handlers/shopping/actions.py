"""Goods, the cart and the checkout: the handlers of their buttons and questions."""

from collections.abc import Mapping

from domain.rules.rights import Right
from handlers.conversation.dispatch import Action, AnswerHandler
from handlers.conversation.turn import QuestionKind
from handlers.conversation.verbs import Verb
from handlers.shopping import (
    alerts,
    browse,
    cart,
    cart_line,
    checkout,
    checkout_details,
    gifts,
    product,
    promotions,
    quantity,
    quote,
    search,
)

ACTIONS: Mapping[Verb, Action] = {
    Verb.SEARCH: Action(search.ask, Right.CATALOGUE_READ),
    Verb.FOUND: Action(search.found, Right.CATALOGUE_READ),
    Verb.BROWSE: Action(browse.shelves, Right.CATALOGUE_READ),
    Verb.CATEGORY: Action(browse.category_page, Right.CATALOGUE_READ),
    Verb.PRODUCT: Action(product.show, Right.CATALOGUE_READ),
    Verb.QUOTE: Action(quote.send, Right.ACCOUNT_SERVE),
    Verb.TELL_ME: Action(alerts.tell_me, Right.CART_CHANGE),
    Verb.TYPE_QUANTITY: Action(quantity.ask, Right.CART_CHANGE),
    Verb.PUT: Action(quantity.put, Right.CART_CHANGE),
    Verb.USUAL: Action(search.usual, Right.CART_CHANGE),
    Verb.SAME_AGAIN: Action(cart.same_again, Right.CART_CHANGE),
    Verb.PROMOTIONS: Action(promotions.show, Right.CATALOGUE_READ),
    Verb.PROMOTION: Action(promotions.card, Right.CATALOGUE_READ),
    Verb.END_PROMOTION: Action(promotions.end, Right.PROMOTION_CHANGE),
    Verb.NEWS: Action(promotions.want_news, Right.CART_CHANGE),
    Verb.GIFT: Action(gifts.choose, Right.CART_CHANGE),
    Verb.NO_GIFT: Action(gifts.decline, Right.CART_CHANGE),
    Verb.GIFT_AGAIN: Action(gifts.again, Right.CART_CHANGE),
    Verb.CART: Action(cart.show, Right.CART_CHANGE),
    Verb.CART_LINE: Action(cart_line.show, Right.CART_CHANGE),
    Verb.FIT: Action(checkout.fit, Right.CART_CHANGE),
    Verb.CLEAR: Action(cart.clear, Right.CART_CHANGE),
    Verb.UNCLEAR: Action(cart.unclear, Right.CART_CHANGE),
    Verb.SPARE_REBATE: Action(checkout_details.spare_rebate, Right.CART_CHANGE),
    Verb.NOTE: Action(checkout_details.note, Right.CART_CHANGE),
    Verb.ADDRESSES: Action(checkout_details.addresses, Right.CART_CHANGE),
    Verb.ADDRESS: Action(checkout_details.address, Right.CART_CHANGE),
    Verb.NEW_ADDRESS: Action(checkout_details.new_address, Right.CART_CHANGE),
    Verb.RECEIVER: Action(checkout_details.receiver, Right.CART_CHANGE),
    Verb.RECEIVER_LATER: Action(checkout_details.receiver_later, Right.CART_CHANGE),
    Verb.DATES: Action(checkout_details.dates, Right.CART_CHANGE),
    Verb.DATE: Action(checkout_details.date, Right.CART_CHANGE),
    Verb.CHECKOUT: Action(checkout.show, Right.CART_CHANGE),
    Verb.SUBMIT: Action(checkout.submit, Right.ORDER_SUBMIT),
}

ANSWER_HANDLERS: Mapping[QuestionKind, AnswerHandler] = {
    QuestionKind.QUANTITY: AnswerHandler(quantity.typed),
    QuestionKind.LINE_QUANTITY: AnswerHandler(cart_line.typed_quantity),
    QuestionKind.CART_NOTE: AnswerHandler(checkout_details.typed_note),
    QuestionKind.NEW_ADDRESS: AnswerHandler(checkout_details.typed_address),
    QuestionKind.RECEIVER: AnswerHandler(checkout_details.typed_receiver),
    QuestionKind.DATE_WANTED: AnswerHandler(checkout_details.typed_date),
}
