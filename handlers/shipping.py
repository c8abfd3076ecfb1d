"""Sending a parcel: carrier and tracking number."""

from collections.abc import Callable
from decimal import Decimal

from domain import picking, shipments
from domain.picking import PackedRow, Packing, unsent
from domain.refusals import BadWords, EmptyParcel
from domain.rules.tracking_numbers import carrier_and_numbers, means_none
from handlers import goods_words, order_buttons, order_words, parcel_words
from handlers.press import Press, StaleButton, button
from handlers.turn import Button, Facts, Question, QuestionKind, Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Common carriers by the key they are kept under; each has its name in the locales.
CARRIERS = ("sf", "jd", "zto", "yto", "yunda", "deppon")
#: The house's own truck: it has a driver, not a tracking number.
OWN = "own"
KNOWN = (*CARRIERS, OWN)
#: A carrier that is typed.
OTHER = "other"
#: What stands between two numbers of one parcel.
AND = " / "
_IN_A_ROW = 3
#: Where the typed carrier and its parcel wait until its number is known.
_MEMORY, _MEMORY_OF, _NUMBERS = "carrier", "carrier_of", "numbers"


def choose_carrier(visit: Visit, press: Press) -> Turn:
    """Ask who takes the parcel."""
    parcel = picking.open_parcel(visit.by, press.id(0), press.number(1))
    if parcel.empty:
        raise EmptyParcel(shipment_id=parcel.id)
    names = [_carrier_button(visit, parcel, key) for key in KNOWN]
    other = button(visit.say("shipping.other"), Verb.CARRIER, parcel.id, parcel.revision, OTHER)
    shown = Reply(
        title=visit.say("shipping.who", number=parcel.order.number),
        buttons=(
            *(tuple(names[at : at + _IN_A_ROW]) for at in range(0, len(names), _IN_A_ROW)),
            (other,),
            (parcel_words.back(visit, parcel),),
        ),
        card=parcel_words.card(parcel),
    )
    return Turn(replies=(shown,))


def question_of(press: Press, text: str) -> Question | None:
    """The question that a carrier and a number typed together answer, of the parcel that a button is about."""
    waybill = carrier_and_numbers(text)
    if not waybill.numbers or not waybill.carrier:
        return None
    facts: Facts = {"shipment": press.id(0), "revision": press.number(1), "carrier": waybill.carrier}
    return Question(kind=QuestionKind.TRACKING_NUMBER, facts=facts)


def carrier(visit: Visit, press: Press) -> Turn:
    """Ask for the tracking number, or for the name of a carrier we do not know."""
    parcel = picking.open_parcel(visit.by, press.id(0), press.number(1))
    chosen = press.text(2)
    if chosen == OTHER:
        facts = {"shipment": parcel.id, "revision": parcel.revision}
        shown = Reply(
            title=visit.say("shipping.name"),
            buttons=((parcel_words.back(visit, parcel),),),
            card=parcel_words.card(parcel),
        )
        return Turn(replies=(shown,), question=Question(kind=QuestionKind.CARRIER_NAME, facts=facts))
    if chosen not in KNOWN:
        raise StaleButton
    return _ask_number(visit, parcel, chosen)


def typed_carrier(visit: Visit, facts: Facts, text: str) -> Turn:
    """The carrier's name; then its number, unless both were typed together."""
    waybill = carrier_and_numbers(text)
    parcel = picking.open_parcel(visit.by, int(facts["shipment"] or 0), int(facts["revision"] or 0))
    if waybill.numbers and waybill.carrier:
        return typed_number(visit, {**facts, "carrier": waybill.carrier}, text)
    name = waybill.carrier or " ".join(text.split())
    if waybill.numbers or not 0 < len(name) <= shipments.CARRIER_MOST:
        raise BadWords(most=shipments.CARRIER_MOST)
    return _ask_number(visit, parcel, name) if name in KNOWN else _ask_number(visit, parcel, OTHER, name)


def typed_number(visit: Visit, facts: Facts, text: str) -> Turn:
    """Send the parcel under this number, or under several. One of another carrier is asked about first."""
    waybill = carrier_and_numbers(text)
    chosen = str(facts["carrier"])
    numbers = AND.join(waybill.numbers) or ("" if means_none(text) else " ".join(text.split()))
    shown = waybill.carrier if waybill.numbers and waybill.carrier in KNOWN else chosen
    shipment_id, revision = int(facts["shipment"] or 0), int(facts["revision"] or 0)
    if waybill.at_odds or (shown != chosen and not facts.get("sure")):
        return _whose(visit, shipment_id, revision, (chosen, shown), numbers)
    return _ship(visit, shipment_id, revision, shown, numbers)


def of_carrier(visit: Visit, press: Press) -> Turn:
    """Whose number it is was asked: send it so.

    Raises:
        StaleButton: another number was typed since.
    """
    waiting = str(visit.memory.get(_NUMBERS) or "")
    chosen = press.text(2)
    if not waiting or visit.memory.get(_MEMORY_OF) != press.id(0):
        raise StaleButton
    name = chosen if chosen != OTHER else str(visit.memory.get(_MEMORY) or "")
    return _ship(visit, press.id(0), press.number(1), name, waiting)


def _whose(visit: Visit, shipment_id: int, revision: int, carriers: tuple[str, str], numbers: str) -> Turn:
    """The number looks like another carrier's: which of the two?"""
    parcel = picking.open_parcel(visit.by, shipment_id, revision)
    known = [each if each in KNOWN else OTHER for each in carriers]
    rows = tuple(
        (
            button(
                visit.say("shipping.with", carrier=order_words.carrier(visit, each), number=numbers),
                *(Verb.OF_CARRIER, parcel.id, parcel.revision, key),
                say=visit.say(
                    "shipping.with_say",
                    carrier=order_words.carrier(visit, each),
                    number=numbers,
                    order=order_words.short(parcel.order),
                ),
            ),
        )
        for each, key in zip(carriers, known, strict=True)
    )
    shown = Reply(
        title=visit.say("shipping.whose", number=numbers, carrier=order_words.carrier(visit, carriers[1])),
        buttons=(*rows, (parcel_words.back(visit, parcel),)),
        card=parcel_words.card(parcel),
    )
    other = carriers[0] if OTHER in known else ""
    memory = {**visit.memory, _NUMBERS: numbers, _MEMORY: other, _MEMORY_OF: parcel.id}
    return Turn(replies=(shown,), memory=memory)


def no_number(visit: Visit, press: Press) -> Turn:
    """Send the parcel without a number."""
    chosen = press.text(2)
    if chosen == OTHER and visit.memory.get(_MEMORY_OF) == press.id(0):
        chosen = str(visit.memory.get(_MEMORY) or "")
    elif chosen not in KNOWN:
        raise StaleButton
    return _ship(visit, press.id(0), press.number(1), chosen, "")


def _ask_number(visit: Visit, parcel: Packing, chosen: str, name: str = "") -> Turn:
    say = visit.say("shipping.no_number_say", order=order_words.short(parcel.order))
    none = button(visit.say("shipping.no_number"), Verb.NO_NUMBER, parcel.id, parcel.revision, chosen, say=say)
    told = name or visit.say(f"carrier.{chosen}")
    shown = Reply(
        title=visit.say("shipping.driver" if chosen == OWN else "shipping.number", carrier=told),
        buttons=((none,), (parcel_words.back(visit, parcel),)),
        card=parcel_words.card(parcel),
    )
    facts: Facts = {"shipment": parcel.id, "revision": parcel.revision, "carrier": name or chosen}
    return Turn(
        replies=(shown,),
        question=Question(kind=QuestionKind.TRACKING_NUMBER, facts=facts),
        memory={**visit.memory, _MEMORY: name, _MEMORY_OF: parcel.id} if name else None,
    )


def _ship(visit: Visit, shipment_id: int, revision: int, chosen: str, number: str) -> Turn:
    parcel = shipments.ship(visit.by, shipment_id, revision, chosen, number)
    return Turn(replies=(_shipped(visit, parcel),))


def _shipped(visit: Visit, parcel: Packing) -> Reply:
    """What left, and what is still to be sent."""
    shipment = parcel.shipment
    how = order_words.waybill(visit, shipment.carrier, shipment.tracking_number)
    sent = _told(visit, parcel, lambda row: row.line.quantity)
    rest = _told(visit, parcel, lambda row: unsent(row.ordered))
    more = (
        button(visit.say("shipping.rest"), Verb.PICK, parcel.order.id, say=parcel_words.said(visit, "pick", parcel)),
    )
    renumber = order_buttons.renumber(visit, parcel.order, shipment)
    return Reply(
        title=visit.say("shipping.sent", number=parcel.order.number, carrier=how),
        lines=(*sent, *((visit.say("shipping.still"), *rest) if rest else ())),
        note=visit.say("shipping.part" if rest else "shipping.all"),
        buttons=(*((more,) if rest else ()), (renumber,), parcel_words.ways(visit)),
        card=parcel_words.card(parcel),
    )


def _told(visit: Visit, parcel: Packing, much: Callable[[PackedRow], Decimal]) -> tuple[str, ...]:
    """The lines of which there is anything."""

    def told(row: PackedRow) -> str:
        return goods_words.line(visit, row.goods, much(row))

    return order_words.as_many(visit, [row for row in parcel.rows if much(row) > 0], told)


def _carrier_button(visit: Visit, parcel: Packing, key: str) -> Button:
    label = visit.say("shipping.carrier", carrier=visit.say(f"carrier.{key}"))
    return button(label, Verb.CARRIER, parcel.id, parcel.revision, key)
