"""A parcel is here, and something in it is missing or broken: what, in the receiver's own words."""

from dataclasses import replace

from domain import shipments
from domain.order_access import may
from domain.order_view import OrderView, Parcel
from domain.records import with_role
from domain.rules.order_life import Step
from domain.rules.plain_words import one_line
from domain.rules.rights import Role
from handlers import order_buttons, order_card, order_words, tracking
from handlers.press import Press
from handlers.turn import Facts, Question, QuestionKind, Reply, Turn
from handlers.visit import Visit


def ask(visit: Visit, press: Press) -> Turn:
    """What is missing or broken?"""
    seen = shipments.to_receive_short(visit.by, press.id(0))
    shown = Reply(
        title=visit.say(
            "short_receipt.ask", order=order_words.short(seen.order), parcel=_name(visit, seen, press.id(0))
        ),
        note=visit.say("short_receipt.how"),
        buttons=((order_buttons.to_order(visit, seen), order_buttons.home(visit)),),
        card=order_card.card(seen),
    )
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.RECEIPT_WORDS, facts={"shipment": press.id(0)}))


def typed(visit: Visit, facts: Facts, text: str) -> Turn:
    """Received so: the words are said back, with who was told."""
    shipment_id, words = int(facts["shipment"] or 0), one_line(text)
    seen = shipments.receive_short(visit.by, shipment_id, words)
    told = visit.say("short_receipt.done", parcel=_name(visit, seen, shipment_id), words=words, who=_told(visit, seen))
    drawn = tracking.draw(visit, seen)
    ask_stars = visit.say("order_card.rate") if may(visit.by, seen.held, Step.RATE) else ""
    return Turn(replies=(replace(drawn, title=f"{told}\n\n{drawn.title}", note=ask_stars),))


def _told(visit: Visit, seen: OrderView) -> str:
    """Who looks after the account, and the warehouse if anybody works there."""
    warehouse = set(with_role(visit.by, Role.WAREHOUSE)) - {visit.person.id}
    names = order_words.deciders(visit, seen)
    return visit.say("contact.and").join((*names, *((visit.say("short_receipt.warehouse"),) if warehouse else ())))


def _name(visit: Visit, seen: OrderView, shipment_id: int) -> str:
    parcel: Parcel = next(each for each in seen.parcels if each.shipment.id == shipment_id)
    return order_words.parcel_name(visit, seen, parcel)
