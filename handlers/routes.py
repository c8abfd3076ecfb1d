"""One handler for every verb and every open question: a new one that nobody treats is a type error."""

from typing import assert_never

from handlers import (
    all_lines,
    approval,
    browse,
    cart,
    cart_line,
    checkout,
    correcting,
    delivery,
    figures,
    goods,
    invite_list,
    inviting,
    join,
    keepers,
    menu,
    nicknames,
    order_change,
    order_file,
    orders,
    people,
    people_undo,
    person,
    picking,
    product,
    quantity,
    renumbering,
    search,
    serving,
    shipping,
    short_receipt,
    stock,
    switching,
    teaching,
    tracking,
    unbinding,
    wording,
)
from handlers.press import Press
from handlers.turn import Facts, QuestionKind, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def tap(visit: Visit, press: Press) -> Turn:  # noqa: C901, PLR0911, PLR0912, PLR0915 - a table, one row a verb
    """What a pressed button does."""
    match press.verb:
        case Verb.MENU:
            return menu.show(visit, press)
        case Verb.HELP:
            return menu.help_(visit, press)
        case Verb.LANGUAGE:
            return menu.language(visit, press)
        case Verb.CONTACT:
            return menu.contact(visit, press)
        case Verb.JOIN:
            return join.ask(visit, press)
        case Verb.SEARCH:
            return search.ask(visit, press)
        case Verb.FOUND:
            return search.page(visit, press)
        case Verb.BROWSE:
            return browse.shelves(visit, press)
        case Verb.CATEGORY:
            return browse.shelf(visit, press)
        case Verb.PRODUCT:
            return product.show(visit, press)
        case Verb.TYPE_QUANTITY:
            return quantity.ask(visit, press)
        case Verb.PUT:
            return quantity.put(visit, press)
        case Verb.SETTLE:
            return wording.settle(visit, press)
        case Verb.DOUBTS:
            return wording.again(visit, press)
        case Verb.SHEET:
            return order_file.counted(visit, press)
        case Verb.NOT_RIGHT:
            return correcting.show(visit, press)
        case Verb.OTHER:
            return correcting.line(visit, press)
        case Verb.SWAP:
            return correcting.swap(visit, press)
        case Verb.NICKNAMES:
            return nicknames.show(visit, press)
        case Verb.NAME:
            return teaching.ask(visit, press)
        case Verb.TEACH:
            return teaching.chosen(visit, press)
        case Verb.FORGET:
            return nicknames.forget(visit, press)
        case Verb.TAKE_BACK:
            return nicknames.take_back(visit, press)
        case Verb.USUAL:
            return search.usual(visit, press)
        case Verb.SAME_AGAIN:
            return cart.same_again(visit, press)
        case Verb.CART:
            return cart.show(visit, press)
        case Verb.CART_LINE:
            return cart_line.show(visit, press)
        case Verb.FIT:
            return checkout.fit(visit, press)
        case Verb.CLEAR:
            return cart.clear(visit, press)
        case Verb.UNCLEAR:
            return cart.unclear(visit, press)
        case Verb.NOTE:
            return delivery.note(visit, press)
        case Verb.ADDRESSES:
            return delivery.addresses(visit, press)
        case Verb.ADDRESS:
            return delivery.address(visit, press)
        case Verb.NEW_ADDRESS:
            return delivery.new_address(visit, press)
        case Verb.DATES:
            return delivery.dates(visit, press)
        case Verb.DATE:
            return delivery.date(visit, press)
        case Verb.CHECKOUT:
            return checkout.show(visit, press)
        case Verb.SUBMIT:
            return checkout.submit(visit, press)
        case Verb.ORDERS:
            return orders.list_(visit, press)
        case Verb.TRANSIT:
            return orders.transit(visit, press)
        case Verb.ORDER:
            return orders.show(visit, press)
        case Verb.WITHDRAW:
            return order_change.withdraw(visit, press)
        case Verb.CHANGE:
            return order_change.change(visit, press)
        case Verb.ORDER_LINE:
            return order_change.order_line(visit, press)
        case Verb.SET_ORDER_LINE:
            return order_change.set_order_line(visit, press)
        case Verb.UNDO_LINE:
            return order_change.undo_line(visit, press)
        case Verb.CANCEL:
            return order_change.cancel(visit, press)
        case Verb.CANCEL_WHY:
            return order_change.cancel_why(visit, press)
        case Verb.AGAIN:
            return orders.again(visit, press)
        case Verb.TRACK:
            return tracking.show(visit, press)
        case Verb.RECEIVED:
            return tracking.received(visit, press)
        case Verb.RECEIVED_SHORT:
            return short_receipt.ask(visit, press)
        case Verb.RATE:
            return tracking.rate(visit, press)
        case Verb.SHARE:
            return orders.share(visit, press)
        case Verb.WAITING:
            return approval.waiting(visit, press)
        case Verb.APPROVE:
            return approval.approve(visit, press)
        case Verb.REJECT:
            return approval.reject(visit, press)
        case Verb.REJECT_WHY:
            return approval.reject_why(visit, press)
        case Verb.CARD:
            return approval.card(visit, press)
        case Verb.CARD_LINES:
            return all_lines.lines(visit, press)
        case Verb.ACCOUNTS:
            return serving.list_(visit, press)
        case Verb.SERVE:
            return serving.serve(visit, press)
        case Verb.STOP_SERVING:
            return serving.stop(visit, press)
        case Verb.QUEUE:
            return picking.queue(visit, press)
        case Verb.PICK:
            return picking.pick(visit, press)
        case Verb.PARCEL:
            return picking.show(visit, press)
        case Verb.PARCEL_LINE:
            return picking.parcel_line(visit, press)
        case Verb.SET_PARCEL_LINE:
            return picking.set_parcel_line(visit, press)
        case Verb.DROP:
            return picking.drop(visit, press)
        case Verb.SHIP:
            return shipping.choose_carrier(visit, press)
        case Verb.CARRIER:
            return shipping.carrier(visit, press)
        case Verb.NO_NUMBER:
            return shipping.no_number(visit, press)
        case Verb.OF_CARRIER:
            return shipping.of_carrier(visit, press)
        case Verb.RENUMBER:
            return renumbering.ask(visit, press)
        case Verb.STOCK:
            return stock.list_(visit, press)
        case Verb.STOCK_OF:
            return stock.show(visit, press)
        case Verb.COUNT:
            return stock.count(visit, press)
        case Verb.RECEIVE:
            return stock.receive(visit, press)
        case Verb.SET_COUNT:
            return stock.counted(visit, press)
        case Verb.TAKE_IN:
            return stock.taken_in(visit, press)
        case Verb.UNDO_MOVE:
            return stock.undo(visit, press)
        case Verb.PEOPLE:
            return people.show(visit, press)
        case Verb.PERSON:
            return person.show(visit, press)
        case Verb.SWITCH_OFF:
            return switching.ask(visit, press)
        case Verb.SWITCH_OFF_NOW:
            return switching.off(visit, press)
        case Verb.SWITCH_ON:
            return switching.on(visit, press)
        case Verb.KEEPS:
            return keepers.accounts(visit, press)
        case Verb.KEEPER:
            return keepers.ask(visit, press)
        case Verb.KEEP:
            return keepers.give(visit, press)
        case Verb.KEEP_ALL:
            return keepers.ask_all(visit, press)
        case Verb.KEEP_ALL_NOW:
            return keepers.give_all(visit, press)
        case Verb.UNBIND:
            return unbinding.ask(visit, press)
        case Verb.UNBIND_NOW:
            return unbinding.unbind(visit, press)
        case Verb.NEW_CHAT:
            return inviting.ask_chat(visit, press)
        case Verb.NEW_CHAT_NOW:
            return inviting.chat(visit, press)
        case Verb.UNDO_PEOPLE:
            return people_undo.undo(visit, press)
        case Verb.INVITE:
            return inviting.invite(visit, press)
        case Verb.INVITE_FOR:
            return inviting.invite_for(visit, press)
        case Verb.INVITES:
            return invite_list.list_(visit, press)
        case Verb.INVITE_OF:
            return invite_list.show(visit, press)
        case Verb.REVOKE:
            return invite_list.revoke(visit, press)
        case Verb.GOODS:
            return goods.ask(visit, press)
        case Verb.GOODS_OF:
            return goods.show(visit, press)
        case Verb.ON_SALE:
            return goods.on_sale(visit, press)
        case Verb.OFF_SALE:
            return goods.off_sale(visit, press)
        case Verb.PRICE:
            return goods.price(visit, press)
        case Verb.SET_PRICE:
            return goods.set_price(visit, press)
        case Verb.UNDO_PRICE:
            return goods.undo_price(visit, press)
        case Verb.FIGURES:
            return figures.show(visit, press)
        case Verb.MORE | Verb.MEANT:
            raise AssertionError("the front door answers these by itself")
        case _:
            assert_never(press.verb)


def answer(visit: Visit, kind: QuestionKind, facts: Facts, text: str) -> Turn:  # noqa: C901, PLR0911, PLR0912 - a table
    """What free text does while a question is open."""
    match kind:
        case QuestionKind.INVITE_CODE:
            return join.code(visit, facts, text)
        case QuestionKind.QUANTITY:
            return quantity.typed(visit, facts, text)
        case QuestionKind.LINE_QUANTITY:
            return cart_line.typed_quantity(visit, facts, text)
        case QuestionKind.ORDER_LINE_QUANTITY:
            return order_change.typed_quantity(visit, facts, text)
        case QuestionKind.CART_NOTE:
            return delivery.typed_note(visit, facts, text)
        case QuestionKind.NEW_ADDRESS:
            return delivery.typed_address(visit, facts, text)
        case QuestionKind.DATE_WANTED:
            return delivery.typed_date(visit, facts, text)
        case QuestionKind.CANCEL_REASON:
            return order_change.typed_reason(visit, facts, text)
        case QuestionKind.RECEIPT_WORDS:
            return short_receipt.typed(visit, facts, text)
        case QuestionKind.RATING_WORDS:
            return tracking.typed_rating(visit, facts, text)
        case QuestionKind.REJECT_REASON:
            return approval.typed_reason(visit, facts, text)
        case QuestionKind.TRACKING_NUMBER:
            return shipping.typed_number(visit, facts, text)
        case QuestionKind.CARRIER_NAME:
            return shipping.typed_carrier(visit, facts, text)
        case QuestionKind.NEW_NUMBER:
            return renumbering.typed(visit, facts, text)
        case QuestionKind.SHIP_QUANTITY:
            return picking.typed_quantity(visit, facts, text)
        case QuestionKind.COUNT_QUANTITY:
            return stock.typed_count(visit, facts, text)
        case QuestionKind.RECEIVE_QUANTITY:
            return stock.typed_receipt(visit, facts, text)
        case QuestionKind.NEW_PRICE:
            return goods.typed_price(visit, facts, text)
        case QuestionKind.INVITE_NAME:
            return inviting.typed_name(visit, facts, text)
        case QuestionKind.PERSON_SEARCH:
            return people.typed_search(visit, facts, text)
        case QuestionKind.STOCK_SEARCH:
            return stock.typed_search(visit, facts, text)
        case QuestionKind.GOODS_SEARCH:
            return goods.typed_search(visit, facts, text)
        case QuestionKind.ACCOUNT_SEARCH:
            return serving.typed_search(visit, facts, text)
        case QuestionKind.OTHER_GOODS:
            return correcting.typed(visit, facts, text)
        case QuestionKind.NICKNAME:
            return teaching.typed(visit, facts, text)
        case _:
            assert_never(kind)
