"""Why something can no longer be undone: who changed what since, or that it is too late; and the way forward."""

from decimal import Decimal

from domain.catalogue import catalogue
from domain.events import journal
from domain.orders import line_change
from domain.orders.view import view_order
from domain.people.directory import name_of
from domain.refusals import LineChangedSince, PriceChangedSince, Refusal, StockMovedSince
from domain.stock import stock
from domain.tables.orders import Event
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text
from handlers.warehouse import stock_text


def word(request: Request, refusal: Refusal) -> Turn:
    """The refusal, with the way to what it is about."""
    rows = ((_way(request, refusal),), (button(request.say("button.menu"), Verb.MENU),))
    return Turn(replies=(Reply(title=_told(request, refusal), buttons=rows),))


def _told(request: Request, refusal: Refusal) -> str:
    facts = refusal.facts
    match refusal:
        case StockMovedSince():
            goods = catalogue.one(request.session, facts["sku_id"])
            move = stock.move_by_id(request.session, facts["move_id"])
            return stock_text.moved(request, goods, "refusal.StockMovedSince", move)
        case LineChangedSince():
            event = journal.by_id(request.session, facts["event_id"])
            line = line_change.line_of(request.session, event)
            goods = catalogue.one(request.session, line.sku_id)
            now = goods_text.quantity(request, goods, line.quantity)
            return _changed(request, refusal, event, goods=goods_text.name(request, goods), now=now)
        case PriceChangedSince():
            event = journal.by_id(request.session, facts["event_id"])
            price = request.say.price(Decimal(event.facts["after"]), request.currency)
            return _changed(request, refusal, event, now=price)
        case _:
            return request.say(f"refusal.{type(refusal).__name__}", **facts)


def _changed(request: Request, refusal: Refusal, event: Event, **said: str) -> str:
    who = orders_text.who(request, event, name_of(request.session, event.person_id))
    at = request.say.moment(event.at, request.zone)
    return request.say(f"refusal.{type(refusal).__name__}", who=who, at=at, **said)


def _way(request: Request, refusal: Refusal) -> Button:
    if "order_id" in refusal.facts:
        order = view_order(request.actor, refusal.facts["order_id"]).order
        return button(request.say("refusal.to_order", number=order.number), Verb.ORDER, order.id)
    sku_id = refusal.facts["sku_id"]
    if isinstance(refusal, StockMovedSince):
        return button(request.say("refusal.to_stock"), Verb.STOCK_OF, sku_id)
    return button(request.say("refusal.to_price"), Verb.GOODS_OF, sku_id)
