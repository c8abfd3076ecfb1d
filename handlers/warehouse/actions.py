"""Picking, shipping and stock."""

from collections.abc import Mapping

from domain.rules.rights import Right
from handlers.conversation.dispatch import Action, AnswerHandler
from handlers.conversation.turn import QuestionKind
from handlers.conversation.verbs import Verb
from handlers.orders import papers
from handlers.warehouse import correct_tracking, drivers, expected, picking, shipping, stock, stops

ACTIONS: Mapping[Verb, Action] = {
    Verb.QUEUE: Action(picking.queue, Right.SHIPMENT_PICK),
    Verb.PICK: Action(picking.pick, Right.SHIPMENT_PICK),
    Verb.PARCEL: Action(picking.show, Right.SHIPMENT_PICK),
    Verb.PARCEL_LINE: Action(picking.parcel_line, Right.SHIPMENT_PICK),
    Verb.SET_PARCEL_LINE: Action(picking.set_parcel_line, Right.SHIPMENT_PICK),
    Verb.DROP: Action(picking.drop, Right.SHIPMENT_PICK),
    Verb.SHIP: Action(shipping.choose_carrier, Right.SHIPMENT_PICK),
    Verb.CARRIER: Action(shipping.carrier, Right.SHIPMENT_PICK),
    Verb.NO_NUMBER: Action(shipping.no_number, Right.SHIPMENT_PICK),
    Verb.OF_CARRIER: Action(shipping.of_carrier, Right.SHIPMENT_PICK),
    Verb.CORRECT_TRACKING: Action(correct_tracking.ask, Right.SHIPMENT_PICK),
    Verb.PARCEL_PAPER: Action(papers.of_parcel, Right.SHIPMENT_PICK),
    Verb.QUEUE_PAPER: Action(papers.of_queue, Right.SHIPMENT_PICK),
    Verb.DRIVER: Action(shipping.with_driver, Right.SHIPMENT_PICK),
    Verb.REASSIGN: Action(drivers.assign, Right.SHIPMENT_PICK),
    Verb.STOPS: Action(stops.show, Right.STOP_DELIVER),
    Verb.STOP: Action(stops.card, Right.STOP_DELIVER),
    Verb.STOP_DONE: Action(stops.done, Right.STOP_DELIVER),
    Verb.STOCK: Action(stock.list_, Right.STOCK_READ),
    Verb.STOCK_OF: Action(stock.show, Right.STOCK_READ),
    Verb.COUNT: Action(stock.count, Right.STOCK_CHANGE),
    Verb.RECEIVE: Action(stock.receive, Right.STOCK_CHANGE),
    Verb.SET_COUNT: Action(stock.counted, Right.STOCK_CHANGE),
    Verb.TAKE_IN: Action(stock.taken_in, Right.STOCK_CHANGE),
    Verb.EXPECT: Action(expected.expect, Right.STOCK_EXPECT),
    Verb.NOT_EXPECTED: Action(expected.not_expected, Right.STOCK_EXPECT),
    Verb.WANTED: Action(expected.wanted, Right.STOCK_READ),
    Verb.UNDO_MOVE: Action(stock.undo, Right.STOCK_CHANGE),
}

ANSWER_HANDLERS: Mapping[QuestionKind, AnswerHandler] = {
    QuestionKind.TRACKING_NUMBER: AnswerHandler(shipping.typed_number),
    QuestionKind.CARRIER_NAME: AnswerHandler(shipping.typed_carrier),
    QuestionKind.NEW_NUMBER: AnswerHandler(correct_tracking.typed),
    QuestionKind.SHIP_QUANTITY: AnswerHandler(picking.typed_quantity),
    QuestionKind.COUNT_QUANTITY: AnswerHandler(stock.typed_count),
    QuestionKind.RECEIVE_QUANTITY: AnswerHandler(stock.typed_receipt),
    QuestionKind.EXPECTED_DAY: AnswerHandler(expected.typed_day),
    QuestionKind.STOCK_SEARCH: AnswerHandler(stock.typed_search),
}
