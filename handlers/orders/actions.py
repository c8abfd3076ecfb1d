"""Orders: looking at them, changing them, deciding on them, following their parcels."""

from collections.abc import Mapping

from domain.rules.rights import Right
from handlers.conversation.dispatch import Action, AnswerHandler
from handlers.conversation.turn import QuestionKind
from handlers.conversation.verbs import Verb
from handlers.orders import (
    all_lines,
    approval,
    back_orders,
    change_order,
    hand_price,
    my_orders,
    papers,
    refuse_line,
    short_receipt,
    swap_goods,
    tracking,
)

ACTIONS: Mapping[Verb, Action] = {
    Verb.ORDERS: Action(my_orders.list_, Right.ORDER_READ),
    Verb.TRANSIT: Action(my_orders.transit, Right.ORDER_READ),
    Verb.ORDER: Action(my_orders.show, Right.ORDER_READ),
    Verb.CARD: Action(approval.card, Right.ORDER_READ),
    Verb.CARD_LINES: Action(all_lines.lines, Right.ORDER_READ),
    Verb.DELIVERY_PHOTO: Action(tracking.photo, Right.ORDER_READ),
    Verb.TRACK: Action(tracking.show, Right.ORDER_READ),
    Verb.PAPERS: Action(papers.choose, Right.DELIVERY_NOTE),
    Verb.PAPER: Action(papers.send, Right.DELIVERY_NOTE),
    Verb.WITHDRAW: Action(change_order.withdraw, Right.ORDER_SUBMIT),
    Verb.CHANGE: Action(change_order.change, Right.ORDER_CHANGE),
    Verb.ORDER_LINE: Action(change_order.order_line, Right.ORDER_CHANGE),
    Verb.SET_ORDER_LINE: Action(change_order.set_order_line, Right.ORDER_CHANGE),
    Verb.HAND_PRICE: Action(hand_price.ask, Right.ORDER_REPRICE),
    Verb.LIST_PRICE: Action(hand_price.price_again, Right.ORDER_REPRICE),
    Verb.ORDER_HAND_PRICE: Action(hand_price.ask_of_order, Right.ORDER_REPRICE),
    Verb.ORDER_LIST_PRICE: Action(hand_price.price_again_of_order, Right.ORDER_REPRICE),
    Verb.REFUSE_LINE: Action(refuse_line.ask, Right.ORDER_APPROVE),
    Verb.REFUSE_LINE_WHY: Action(refuse_line.why, Right.ORDER_APPROVE),
    Verb.ADD_ORDER_LINE: Action(change_order.add_order_line, Right.ORDER_CHANGE),
    Verb.UNDO_LINE: Action(change_order.undo_line, Right.ORDER_CHANGE),
    Verb.SWAP_LINE: Action(swap_goods.ask, Right.ORDER_APPROVE),
    Verb.SWAP_TO: Action(swap_goods.propose, Right.ORDER_APPROVE),
    Verb.AGREE_SWAP: Action(swap_goods.agree, Right.SWAP_ANSWER),
    Verb.DECLINE_SWAP: Action(swap_goods.decline, Right.SWAP_ANSWER),
    Verb.TAKE_SWAP_BACK: Action(swap_goods.take_back, Right.ORDER_APPROVE),
    Verb.CANCEL: Action(change_order.cancel, Right.ORDER_CANCEL),
    Verb.CANCEL_WHY: Action(change_order.cancel_why, Right.ORDER_CANCEL),
    Verb.AGAIN: Action(my_orders.again, Right.CART_CHANGE),
    Verb.RECEIVED: Action(tracking.received, Right.SHIPMENT_RECEIVE),
    Verb.RECEIVED_SHORT: Action(short_receipt.ask, Right.SHIPMENT_RECEIVE),
    Verb.RATE: Action(tracking.rate, Right.ORDER_RATE),
    Verb.SHARE: Action(my_orders.share, Right.ORDER_SHARE),
    Verb.WAITING: Action(approval.waiting, Right.ORDER_DECIDE),
    Verb.APPROVE: Action(approval.approve, Right.ORDER_DECIDE),
    Verb.APPROVE_SHORT: Action(back_orders.approve, Right.ORDER_DECIDE),
    Verb.CLOSE_SHORT: Action(back_orders.ask, Right.ORDER_CANCEL),
    Verb.CLOSE_SHORT_WHY: Action(back_orders.close_why, Right.ORDER_CANCEL),
    Verb.DECLINE_GOODS: Action(back_orders.decline, Right.ORDER_CANCEL),
    Verb.KEEP_WAITING: Action(back_orders.keep_waiting, Right.ORDER_CANCEL),
    Verb.RIDE: Action(back_orders.ride, Right.ORDER_CANCEL),
    Verb.ORDER_PAID: Action(approval.paid, Right.APPROVAL_FINANCE),
    Verb.REJECT: Action(approval.reject, Right.ORDER_DECIDE),
    Verb.REJECT_WHY: Action(approval.reject_why, Right.ORDER_DECIDE),
}

ANSWER_HANDLERS: Mapping[QuestionKind, AnswerHandler] = {
    QuestionKind.ORDER_LINE_QUANTITY: AnswerHandler(change_order.typed_quantity),
    QuestionKind.CLOSE_SHORT_REASON: AnswerHandler(back_orders.typed_reason),
    QuestionKind.HAND_PRICE: AnswerHandler(hand_price.typed),
    QuestionKind.ORDER_HAND_PRICE: AnswerHandler(hand_price.typed_of_order),
    QuestionKind.SWAP_GOODS: AnswerHandler(swap_goods.typed),
    QuestionKind.CANCEL_REASON: AnswerHandler(change_order.typed_reason),
    QuestionKind.RECEIPT_WORDS: AnswerHandler(short_receipt.typed),
    QuestionKind.RATING_WORDS: AnswerHandler(tracking.typed_rating),
    QuestionKind.REJECT_REASON: AnswerHandler(approval.typed_reason),
}
