"""Putting the carrier or tracking number of a parcel right after it left."""

from dataclasses import replace

from domain import shipments
from domain.order_view import OrderView, Parcel, view
from domain.rules.tracking_numbers import any_waybill, carrier_named, means_none
from handlers import order_buttons, order_card, order_words
from handlers.press import Press
from handlers.shipping import AND, OWN
from handlers.turn import Facts, Question, QuestionKind, Reply, Turn
from handlers.visit import Visit


def ask(visit: Visit, press: Press) -> Turn:
    """Ask for the right number."""
    shipment = shipments.to_renumber(visit.by, press.id(0), press.number(1)).shipment
    seen = view(visit.by, shipment.order_id)
    facts: Facts = {
        "shipment": shipment.id,
        "revision": shipment.revision,
        "carrier": shipment.carrier,
        "number": shipment.tracking_number,
    }
    shown = Reply(
        title=visit.say(
            "renumbering.ask_driver" if shipment.carrier == OWN else "renumbering.ask",
            number=seen.order.number,
            parcel=order_words.parcel_name(visit, seen, _parcel(seen, shipment.id)),
            now=order_words.waybill(visit, shipment.carrier, shipment.tracking_number),
        ),
        note=visit.say("renumbering.how"),
        buttons=((order_buttons.to_order(visit, seen), order_buttons.home(visit)),),
        card=order_card.card(seen),
    )
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.NEW_NUMBER, facts=facts))


def typed(visit: Visit, facts: Facts, text: str) -> Turn:
    """The number, with or without its carrier, or the carrier alone."""
    carrier, number = _read(text, str(facts.get("carrier") or ""), str(facts.get("number") or ""))
    shipment_id = int(facts["shipment"] or 0)
    seen = shipments.renumber(visit.by, shipment_id, int(facts["revision"] or 0), carrier, number)
    told = visit.say(
        "renumbering.done",
        parcel=order_words.parcel_name(visit, seen, _parcel(seen, shipment_id)),
        before=order_words.waybill(visit, str(facts.get("carrier") or ""), str(facts.get("number") or "")),
        after=order_words.waybill(visit, carrier, number),
    )
    card = order_card.draw(visit, seen)
    return Turn(replies=(replace(card, title=f"{told}\n\n{card.title}"),))


def _read(text: str, carrier: str, number: str) -> tuple[str, str]:
    """Carrier and number after the correction; what is not named stays."""
    if only := carrier_named(text):
        return only, number
    waybill = any_waybill(text)
    if waybill.numbers:
        return waybill.carrier or carrier, AND.join(waybill.numbers)
    return carrier, "" if means_none(text) else " ".join(text.split())


def _parcel(seen: OrderView, shipment_id: int) -> Parcel:
    return next(each for each in seen.parcels if each.shipment.id == shipment_id)
