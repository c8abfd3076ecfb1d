"""Correcting the carrier or tracking number of a shipped parcel."""

from dataclasses import replace

from domain.fulfilment import shipments, stops
from domain.fulfilment.stops import OWN
from domain.language.tracking_numbers import any_waybill, carrier_named, driver_in, means_none
from domain.orders.view import OrderView, Parcel, view_order
from domain.rules.carrier_numbers import numbers_in, replaced, together
from domain.tables.shipments import Shipment
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts, Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text
from handlers.orders import order_buttons, order_card
from handlers.warehouse import drivers


def ask(request: Request, *, shipment_id: Id, revision: int, place: int | None = None) -> Turn:
    """Ask for the right number; where a parcel has several, first which of them is wrong. ``place`` 0: all."""
    shipment = shipments.correctable_parcel(request.actor, shipment_id, revision).shipment
    view = view_order(request.actor, shipment.order_id)
    numbers = numbers_in(shipment.tracking_number)
    if len(numbers) > 1 and place is None:
        return _which(request, view, shipment, numbers)
    if place and place > len(numbers):
        raise StaleButton
    one = numbers[place - 1] if place else ""
    facts: Facts = {
        "one": one,
        "shipment": shipment.id,
        "revision": shipment.revision,
        "carrier": shipment.carrier,
        "number": shipment.tracking_number,
    }
    key = "ask_one" if one else "ask_driver" if shipment.carrier == OWN else "ask"
    shown = Reply(
        title=request.say(
            f"correct_tracking.{key}",
            number=view.order.number,
            parcel=orders_text.parcel_name(request, view, _parcel(view, shipment.id)),
            now=one or orders_text.waybill(request, shipment.carrier, shipment.tracking_number),
        ),
        note=request.say("correct_tracking.how"),
        buttons=(
            *(drivers.to_change(request, view, shipment) if shipment.carrier == OWN else ()),
            (order_buttons.to_order(request, view), order_buttons.home(request)),
        ),
        card=order_card.card(view),
    )
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.NEW_NUMBER, facts=facts))


def _which(request: Request, view: OrderView, shipment: Shipment, numbers: tuple[str, ...]) -> Turn:
    """A button for each number, and one for all of them."""
    parcel = orders_text.parcel_name(request, view, _parcel(view, shipment.id))
    rows = [
        (
            button(
                request.say("correct_tracking.one", one=one),
                *(Verb.CORRECT_TRACKING, shipment.id, shipment.revision, at),
                say=request.say("correct_tracking.one_say", one=one),
            ),
        )
        for at, one in enumerate(numbers, 1)
    ]
    say = request.say("correct_tracking.all_say", order=orders_text.short(view.order), parcel=parcel)
    every = button(
        request.say("correct_tracking.all"), Verb.CORRECT_TRACKING, shipment.id, shipment.revision, 0, say=say
    )
    shown = Reply(
        title=request.say("correct_tracking.which", number=view.order.number, parcel=parcel),
        buttons=(*rows, (every,), (order_buttons.to_order(request, view), order_buttons.home(request))),
        card=order_card.card(view),
    )
    return Turn(replies=(shown,))


def typed(
    request: Request,
    text: str,
    *,
    shipment_id: Id,
    revision: int,
    carrier: str = "",
    number: str = "",
    one: str = "",
) -> Turn:
    """The number, with or without its carrier, or the carrier alone; ``one``: of several, the one that is wrong."""
    ours = stops.driver_named(request.actor, driver_in(text) or text) if carrier == OWN else None
    if ours is not None:
        return drivers.assign(request, shipment_id=Id(shipment_id), revision=revision, person_id=Id(ours.id))
    now = _read(text, carrier, one or number)
    if one:
        now = now[0], replaced(number, one, now[1])
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
        return waybill.carrier or carrier, together(waybill.numbers)
    return carrier, "" if means_none(text) else " ".join(text.split())


def _parcel(view: OrderView, shipment_id: int) -> Parcel:
    return view.parcel(shipment_id)
