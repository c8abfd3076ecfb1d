"""The card of a driver's stop: where to, whom to ask for, what is in the parcel, and what can be said of it."""

from decimal import Decimal

from domain.fulfilment.stops import Stop
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text
from handlers.shopping import expected_day


def draw(request: Request, stop: Stop, *, pushed: bool = False) -> Reply:
    """The card of a stop; ``pushed``: it is sent as a notice, from which it is opened before anything is said of it."""
    order, contents = stop.view.order, stop.parcel.contents
    packed = [row for row in stop.view.rows if contents.get(row.line.id)]
    goods = orders_text.as_many(request, packed, lambda row: orders_text.line(request, row, contents[row.line.id]))
    note = (request.say("picking.note", words=order.note),) if order.note else ()
    done = stop.shipment.carrier_delivered_at is not None
    look = button(request.say("stops.again"), Verb.STOP, stop.shipment.id)
    ways = ((look,),) if pushed else () if done else _done(request, stop)
    return Reply(
        title=request.say("stops.card", account=account(stop), number=order.number),
        lines=(*where(request, stop), *expected_day.of_order(request, order), *note, "", *goods),
        note=request.say("stops.done_already") if done else "",
        buttons=(*ways, _to_all(request)),
        card=f"stop:{stop.shipment.id}",
    )


def where(request: Request, stop: Stop) -> tuple[str, ...]:
    """Where to, whom to ask for, and what to collect."""
    order = stop.view.order
    receiver = orders_text.receiver(order)
    place = request.say("picking.address", words=order.address) if order.address else request.say("stops.no_address")
    whom = (request.say("picking.receiver", words=receiver),) if receiver else ()
    money = request.say.money(stop.collect, order.currency)
    return (place, *whom, *((request.say("stops.collect", money=money),) if stop.collect else ()))


def _done(request: Request, stop: Stop) -> tuple[Row, ...]:
    """Delivered; with the cash, where there is any to be taken."""
    seen = (stop.shipment.id, stop.shipment.revision)
    name = account(stop)
    if not stop.collect:
        say = request.say("stops.hand_over_say", account=name)
        return ((button(request.say("stops.hand_over"), Verb.STOP_DONE, *seen, Decimal(0), say=say),),)
    money = request.say.money(stop.collect, stop.view.order.currency)
    paid = request.say("stops.with_cash_say", account=name, money=money)
    unpaid = request.say("stops.no_cash_say", account=name)
    return (
        (button(request.say("stops.with_cash", money=money), Verb.STOP_DONE, *seen, stop.collect, say=paid),),
        (button(request.say("stops.no_cash"), Verb.STOP_DONE, *seen, Decimal(0), say=unpaid),),
    )


def account(stop: Stop) -> str:
    """Whose goods they are."""
    return stop.view.access.account.name


def _to_all(request: Request) -> Row:
    return (button(request.say("stops.back"), Verb.STOPS), button(request.say("button.menu"), Verb.MENU))
