"""Shipping a parcel: carrier and tracking number."""

from collections.abc import Callable
from decimal import Decimal

from domain.fulfilment import picking, shipments, stops
from domain.fulfilment.picking import PackedRow, WarehouseParcel, ready, unsent
from domain.fulfilment.stops import OWN
from domain.language.tracking_numbers import carrier_and_numbers, driver_in, means_none
from domain.refusals import BadWords, EmptyParcel
from domain.rules.carrier_numbers import is_misread, numbers_in, together
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Facts, Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text
from handlers.orders import order_buttons
from handlers.warehouse import drivers, parcel_text

#: Common carriers by the key they are kept under; each has its name in the locales.
CARRIERS = ("sf", "jd", "zto", "yto", "yunda", "deppon")
KNOWN = (*CARRIERS, "sto", "jt", "ems", "ups", OWN)
#: A carrier that is typed.
OTHER = "other"
_IN_A_ROW = 3
#: Where the typed carrier and its parcel wait until its number is known.
_MEMORY, _MEMORY_OF, _NUMBERS = "carrier", "carrier_of", "numbers"


def choose_carrier(request: Request, *, shipment_id: Id, revision: int) -> Turn:
    """Ask who takes the parcel."""
    parcel = picking.open_parcel(request.actor, shipment_id, revision)
    if parcel.empty:
        raise EmptyParcel(shipment_id=parcel.id)
    names = [_carrier_button(request, parcel, key) for key in (*CARRIERS, OWN)]
    other = button(request.say("shipping.other"), Verb.CARRIER, parcel.id, parcel.revision, OTHER)
    shown = Reply(
        title=request.say("shipping.who", number=parcel.order.number),
        buttons=(
            *(tuple(names[at : at + _IN_A_ROW]) for at in range(0, len(names), _IN_A_ROW)),
            (other,),
            (parcel_text.back(request, parcel),),
        ),
        card=parcel_text.card(parcel),
    )
    return Turn(replies=(shown,))


def question_of(shipment_id: int, revision: int, text: str) -> Question | None:
    """The question that a carrier and a number typed together answer, of this parcel."""
    waybill = carrier_and_numbers(text)
    carrier = OWN if driver_in(text) else waybill.carrier if waybill.numbers else ""
    if not carrier:
        return None
    facts: Facts = {"shipment": shipment_id, "revision": revision, "carrier": carrier}
    return Question(kind=QuestionKind.TRACKING_NUMBER, facts=facts)


def carrier(request: Request, *, shipment_id: Id, revision: int, chosen: str) -> Turn:
    """Ask for the tracking number, or for the name of a carrier we do not know."""
    parcel = picking.open_parcel(request.actor, shipment_id, revision)
    if chosen == OTHER:
        facts = {"shipment": parcel.id, "revision": parcel.revision}
        shown = Reply(
            title=request.say("shipping.name"),
            buttons=((parcel_text.back(request, parcel),),),
            card=parcel_text.card(parcel),
        )
        return Turn(replies=(shown,), question=Question(kind=QuestionKind.CARRIER_NAME, facts=facts))
    if chosen not in KNOWN:
        raise StaleButton
    return _ask_number(request, parcel, chosen)


def typed_carrier(request: Request, text: str, *, shipment_id: Id, revision: int) -> Turn:
    """The carrier's name; then its number, unless both were typed together."""
    waybill = carrier_and_numbers(text)
    parcel = picking.open_parcel(request.actor, shipment_id, revision)
    if waybill.numbers and waybill.carrier:
        return typed_number(request, text, shipment_id=shipment_id, revision=revision, carrier=waybill.carrier)
    name = waybill.carrier or " ".join(text.split())
    if waybill.numbers or not 0 < len(name) <= shipments.CARRIER_MOST:
        raise BadWords(most=shipments.CARRIER_MOST)
    return _ask_number(request, parcel, name) if name in KNOWN else _ask_number(request, parcel, OTHER, name)


def typed_number(
    request: Request, text: str, *, shipment_id: Id, revision: int, carrier: str, sure: bool = False
) -> Turn:
    """Send the parcel under this number, or under several. One of another carrier is asked about first."""
    if carrier == OWN and (name := driver_in(text)):
        return _ship(request, shipment_id, revision, OWN, name)
    waybill = carrier_and_numbers(text)
    numbers = together(waybill.numbers) or ("" if means_none(text) else " ".join(text.split()))
    shown = waybill.carrier if waybill.numbers and waybill.carrier in KNOWN else carrier
    if waybill.at_odds or waybill.misread or (shown != carrier and not sure):
        return _whose(request, shipment_id, revision, (carrier, shown), numbers)
    return _ship(request, shipment_id, revision, shown, numbers)


def of_carrier(request: Request, *, shipment_id: Id, revision: int, chosen: str) -> Turn:
    """Whose number it is was asked: send it so. Raises StaleButton: another number was typed since."""
    waiting = str(request.memory.get(_NUMBERS) or "")
    if not waiting or request.memory.get(_MEMORY_OF) != shipment_id:
        raise StaleButton
    name = chosen if chosen != OTHER else str(request.memory.get(_MEMORY) or "")
    return _ship(request, shipment_id, revision, name, waiting)


def _whose(request: Request, shipment_id: int, revision: int, carriers: tuple[str, str], numbers: str) -> Turn:
    """The number looks like another carrier's: which of the two?"""
    parcel = picking.open_parcel(request.actor, shipment_id, revision)
    known = [each if each in KNOWN else OTHER for each in carriers]
    rows = tuple(
        (
            button(
                request.say("shipping.with", carrier=orders_text.carrier(request, each), number=numbers),
                *(Verb.OF_CARRIER, parcel.id, parcel.revision, key),
                say=request.say(
                    "shipping.with_say",
                    carrier=orders_text.carrier(request, each),
                    number=numbers,
                    order=orders_text.short(parcel.order),
                ),
            ),
        )
        for each, key in dict(zip(carriers, known, strict=True)).items()
    )
    shown = Reply(
        title=_doubt(request, carriers[1], numbers),
        buttons=(*rows, (parcel_text.back(request, parcel),)),
        card=parcel_text.card(parcel),
    )
    other = carriers[0] if OTHER in known else ""
    memory = {**request.memory, _NUMBERS: numbers, _MEMORY: other, _MEMORY_OF: parcel.id}
    return Turn(replies=(shown,), memory=memory)


def _doubt(request: Request, shown: str, numbers: str) -> str:
    """What is odd about a number: a sign of it, or whose it is."""
    if any(map(is_misread, numbers_in(numbers))):
        return request.say("shipping.misread", number=numbers)
    return request.say("shipping.whose", number=numbers, carrier=orders_text.carrier(request, shown))


def no_number(request: Request, *, shipment_id: Id, revision: int, chosen: str) -> Turn:
    """Send the parcel without a number."""
    if chosen == OTHER and request.memory.get(_MEMORY_OF) == shipment_id:
        chosen = str(request.memory.get(_MEMORY) or "")
    elif chosen not in KNOWN:
        raise StaleButton
    return _ship(request, shipment_id, revision, chosen, "")


def with_driver(request: Request, *, shipment_id: Id, revision: int, person_id: Id) -> Turn:
    """Send the parcel with one of our drivers."""
    chosen = stops.driver(request.actor, person_id)
    parcel = shipments.ship(request.actor, shipment_id, revision, OWN, chosen.name, driver_id=chosen.id)
    return Turn(replies=(_shipped(request, parcel),))


def _ask_number(request: Request, parcel: WarehouseParcel, chosen: str, name: str = "") -> Turn:
    say = request.say("shipping.no_number_say", order=orders_text.short(parcel.order))
    none = button(request.say("shipping.no_number"), Verb.NO_NUMBER, parcel.id, parcel.revision, chosen, say=say)
    told = name or request.say(f"carrier.{chosen}")
    shown = Reply(
        title=request.say("shipping.driver" if chosen == OWN else "shipping.number", carrier=told),
        buttons=(
            *(drivers.to_ship(request, parcel) if chosen == OWN else ()),
            (none,),
            (parcel_text.back(request, parcel),),
        ),
        card=parcel_text.card(parcel),
    )
    facts: Facts = {"shipment": parcel.id, "revision": parcel.revision, "carrier": name or chosen}
    return Turn(
        replies=(shown,),
        question=Question(kind=QuestionKind.TRACKING_NUMBER, facts=facts),
        memory={**request.memory, _MEMORY: name, _MEMORY_OF: parcel.id} if name else None,
    )


def _ship(request: Request, shipment_id: int, revision: int, chosen: str, number: str) -> Turn:
    ours = stops.driver_named(request.actor, number) if chosen == OWN and number else None
    driver_id = ours.id if ours else None
    parcel = shipments.ship(request.actor, shipment_id, revision, chosen, number, driver_id=driver_id)
    return Turn(replies=(_shipped(request, parcel),))


def _shipped(request: Request, parcel: WarehouseParcel) -> Reply:
    """What left, and what is still to be sent."""
    shipment = parcel.shipment
    how = orders_text.waybill(request, shipment.carrier, shipment.tracking_number)
    sent = _told(request, parcel, lambda row: row.line.quantity)
    rest = _told(request, parcel, lambda row: unsent(row.ordered))
    more = (
        button(request.say("shipping.rest"), Verb.PICK, parcel.order.id, say=parcel_text.said(request, "pick", parcel)),
    )
    there = any(ready(row.ordered) > 0 for row in parcel.rows)
    along = tuple((each,) for each in parcel_text.riders(request, parcel))
    correct_tracking = order_buttons.correct_tracking(request, parcel.order, shipment)
    return Reply(
        title=request.say("shipping.sent", number=parcel.order.number, carrier=how),
        lines=(*sent, *((request.say("shipping.still"), *rest) if rest else ())),
        note=request.say("shipping.part" if there else "shipping.waits" if rest else "shipping.all"),
        buttons=(*along, *((more,) if there else ()), (correct_tracking,), parcel_text.ways(request)),
        card=parcel_text.card(parcel),
    )


def _told(request: Request, parcel: WarehouseParcel, much: Callable[[PackedRow], Decimal]) -> tuple[str, ...]:
    """The lines of which there is anything."""

    def told(row: PackedRow) -> str:
        return goods_text.line(request, row.goods, much(row))

    return orders_text.as_many(request, [row for row in parcel.rows if much(row) > 0], told)


def _carrier_button(request: Request, parcel: WarehouseParcel, key: str) -> Button:
    label = request.say("shipping.carrier", carrier=request.say(f"carrier.{key}"))
    return button(label, Verb.CARRIER, parcel.id, parcel.revision, key)
