"""Correcting the carrier or tracking number of a shipped parcel."""

from dataclasses import replace

from domain.fulfilment import shipments
from domain.language.tracking_numbers import any_waybill, carrier_named, means_none
from domain.orders.view import OrderView, Parcel, view_order
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts, Question, QuestionKind, Reply, Turn
from handlers.formatting import orders_text
from handlers.orders import order_buttons, order_card
from handlers.warehouse.shipping import AND, OWN


def ask(request: Request, *, shipment_id: Id, revision: int) -> Turn:
    """Ask for the right number."""
    shipment = shipments.correctable_parcel(request.actor, shipment_id, revision).shipment
    view = view_order(request.actor, shipment.order_id)
    facts: Facts = {
        "shipment": shipment.id,
        "revision": shipment.revision,
        "carrier": shipment.carrier,
        "number": shipment.tracking_number,
    }
    shown = Reply(
        title=request.say(
            "correct_tracking.ask_driver" if shipment.carrier == OWN else "correct_tracking.ask",
            number=view.order.number,
            parcel=orders_text.parcel_name(request, view, _parcel(view, shipment.id)),
            now=orders_text.waybill(request, shipment.carrier, shipment.tracking_number),
        ),
        note=request.say("correct_tracking.how"),
        buttons=((order_buttons.to_order(request, view), order_buttons.home(request)),),
        card=order_card.card(view),
    )
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.NEW_NUMBER, facts=facts))


def typed(request: Request, text: str, *, shipment_id: Id, revision: int, carrier: str = "", number: str = "") -> Turn:
    """The number, with or without its carrier, or the carrier alone."""
    now = _read(text, carrier, number)
    view = shipments.correct_tracking(request.actor, shipment_id, revision, *now)
    told = request.say(
        "correct_tracking.done",
        parcel=orders_text.parcel_name(request, view, _parcel(view, shipment_id)),
        before=orders_text.waybill(request, carrier, number),
        after=orders_text.waybill(request, *now),
    )
    card = order_card.draw(request, view)
    return Turn(replies=(replace(card, title=f"{told}\n\n{card.title}"),))


def _read(text: str, carrier: str, number: str) -> tuple[str, str]:
    """Carrier and number after the correction; what is not named stays."""
    if only := carrier_named(text):
        return only, number
    waybill = any_waybill(text)
    if waybill.numbers:
        return waybill.carrier or carrier, AND.join(waybill.numbers)
    return carrier, "" if means_none(text) else " ".join(text.split())


def _parcel(view: OrderView, shipment_id: int) -> Parcel:
    return next(each for each in view.parcels if each.shipment.id == shipment_id)
