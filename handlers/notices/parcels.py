"""Notices about parcels on their way: what their carriers say."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.orders.view import view_order
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.notices import Notice, NoticeKind
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply
from handlers.formatting import orders_text
from handlers.orders import order_card


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


WORDED: Mapping[NoticeKind, Callable[[Request, Notice], Reply | None]] = {NoticeKind.PARCEL_MOVED: _moved}
