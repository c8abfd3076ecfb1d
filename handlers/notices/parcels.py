"""Notices about parcels on their way: what their carriers say."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from domain.fulfilment import stops
from domain.orders.view import view_order
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.notices import Notice, NoticeKind
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text
from handlers.orders import order_card, stop_card


def _moved(request: Request, notice: Notice) -> Reply | None:
    """The newest step of a parcel; nothing once it was received, or its number was corrected."""
    view = view_order(request.actor, notice.order_id or 0)
    parcel = next((each for each in view.parcels if each.shipment.id == notice.facts["shipment"]), None)
    if parcel is None or parcel.shipment.status is not ShipmentStatus.SHIPPED:
        return None
    event = next((each for each in parcel.told if each.id == notice.facts["event"]), None)
    if event is None:
        return None
    title = request.say(
        "parcels.moved",
        number=view.order.number,
        parcel=orders_text.parcel_name(request, view, parcel),
        step=orders_text.step(request, event),
    )
    words = (event.words,) if event.words else ()
    shown = order_card.draw(request, view, pushed=True)
    lines = (request.say.moment(event.at, request.zone), *words, orders_text.parcel(request, view, parcel))
    return replace(shown, title=title, lines=lines, note="")


def _given(request: Request, notice: Notice) -> Reply | None:
    """The stop of a driver; nothing once somebody else has it, or it is done."""
    found = stops.stop(request.actor, int(notice.facts["shipment"]))
    if found.shipment.carrier_delivered_at is not None:
        return None
    drawn = stop_card.draw(request, found, pushed=True)
    return replace(drawn, title="\n".join((request.say("stops.given"), drawn.title)))


def _taken(request: Request, notice: Notice) -> Reply:
    """Somebody else brings it."""
    number = view_order(request.actor, notice.order_id or 0).order.number
    rows = ((button(request.say("menu.stops"), Verb.STOPS), button(request.say("button.menu"), Verb.MENU)),)
    return Reply(title=request.say("stops.taken", number=number), buttons=rows)


def _cash(request: Request, notice: Notice) -> Reply:
    """So much was paid to the driver, and finance has it not yet."""
    view = view_order(request.actor, notice.order_id or 0)
    money = request.say.money(Decimal(str(notice.facts["amount"])), view.order.currency)
    title = request.say("stops.cash_told", number=view.order.number, money=money, account=view.access.account.name)
    return replace(order_card.draw(request, view, pushed=True), title=title, note="")


WORDED: Mapping[NoticeKind, Callable[[Request, Notice], Reply | None]] = {
    NoticeKind.PARCEL_MOVED: _moved,
    NoticeKind.STOP_GIVEN: _given,
    NoticeKind.STOP_TAKEN: _taken,
    NoticeKind.CASH_TAKEN: _cash,
}
