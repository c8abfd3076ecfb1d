"""What can no longer be taken back: what was changed since and by whom, or that it is too long ago; and the way on."""

from decimal import Decimal

from domain import catalogue
from domain.order_view import view
from domain.refusals import LineChangedSince, PriceChangedSince, Refusal, StockMovedSince
from domain.tables.catalogue import Sku
from domain.tables.orders import Event, OrderLine
from domain.tables.people import Person
from domain.tables.stock import StockMove
from handlers import goods_words, order_words, stock_words
from handlers.press import button
from handlers.turn import Button, Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def word(visit: Visit, refusal: Refusal) -> Turn:
    """The refusal, with the way to what it is about."""
    rows = ((_way(visit, refusal),), (button(visit.say("button.menu"), Verb.MENU),))
    return Turn(replies=(Reply(title=_told(visit, refusal), buttons=rows),))


def _told(visit: Visit, refusal: Refusal) -> str:
    facts = refusal.facts
    match refusal:
        case StockMovedSince():
            goods = catalogue.one(visit.session, facts["sku_id"])
            move = visit.session.get_one(StockMove, facts["move_id"])
            return stock_words.moved(visit, goods, "refusal.StockMovedSince", move)
        case LineChangedSince():
            event = visit.session.get_one(Event, facts["event_id"])
            line = visit.session.get_one(OrderLine, int(event.facts["line"]))
            goods = catalogue.one(visit.session, line.sku_id)
            now = goods_words.quantity(visit, goods, line.quantity)
            return _changed(visit, refusal, event, goods=goods_words.name(visit, goods), now=now)
        case PriceChangedSince():
            event = visit.session.get_one(Event, facts["event_id"])
            price = visit.say.price(Decimal(event.facts["after"]), visit.currency)
            return _changed(visit, refusal, event, now=price)
        case _:
            return visit.say(f"refusal.{type(refusal).__name__}", **facts)


def _changed(visit: Visit, refusal: Refusal, event: Event, **said: str) -> str:
    person = visit.session.get(Person, event.person_id) if event.person_id else None
    who = order_words.who(visit, event, person.name if person else "")
    at = visit.say.moment(event.at, visit.zone)
    return visit.say(f"refusal.{type(refusal).__name__}", who=who, at=at, **said)


def _way(visit: Visit, refusal: Refusal) -> Button:
    if "order_id" in refusal.facts:
        order = view(visit.by, refusal.facts["order_id"]).order
        return button(visit.say("refusal.to_order", number=order.number), Verb.ORDER, order.id)
    sku = visit.session.get_one(Sku, refusal.facts["sku_id"])
    if isinstance(refusal, StockMovedSince):
        return button(visit.say("refusal.to_stock"), Verb.STOCK_OF, sku.id)
    return button(visit.say("refusal.to_price"), Verb.GOODS_OF, sku.id)
