"""The warehouse queue, the pick list and what goes into a parcel."""

from dataclasses import replace

from sqlmodel import col, select

from domain import picking
from domain.picking import PackedRow, Packing, packing
from domain.queue import PAGE, QueueRow
from domain.queue import queue as orders_to_pick
from domain.refusals import NotFound, Refusal
from domain.tables.orders import Event
from domain.tables.people import Person
from domain.tables.shipments import Shipment, ShipmentStatus
from handlers import goods_words, order_card, order_words, parcel_words
from handlers.paging import page as page_of
from handlers.press import Press, button
from handlers.turn import Button, Facts, Question, QuestionKind, Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def queue(visit: Visit, press: Press) -> Turn:
    """The orders with something left to send, the oldest first."""
    page = press.number(0, 0)
    waiting = orders_to_pick(visit.by, page)
    if not waiting.rows and page:
        page, waiting = 0, orders_to_pick(visit.by)
    home = button(visit.say("button.menu"), Verb.MENU)
    if not waiting.rows:
        return Turn(replies=(Reply(title=visit.say("picking.queue_empty"), buttons=((home,),)),))
    part = page_of(page, PAGE, waiting.total)
    shown = Reply(
        title=part.head(visit, visit.say.count("picking.queue", waiting.total)),
        note=visit.say("picking.queue_hint"),
        buttons=(
            *((_queued(visit, row),) for row in waiting.rows),
            *part.turn(visit, Verb.QUEUE),
            (home,),
        ),
    )
    return Turn(replies=(shown,))


def pick(visit: Visit, press: Press) -> Turn:
    """Begin gathering an order, or go on with what was begun."""
    return Turn(replies=(parcel_words.pick_list(visit, picking.pick(visit.by, press.id(0))),))


def show(visit: Visit, press: Press) -> Turn:
    """The pick list of a parcel; what became of it where it is no longer being packed."""
    parcel = packing(visit.by, press.id(0))
    if parcel.shipment.status is not ShipmentStatus.PICKING:
        return order_card.moved(visit, parcel.order.id)
    return Turn(replies=(parcel_words.pick_list(visit, parcel, press.number(1, 0)),))


def parcel_line(visit: Visit, press: Press) -> Turn:
    """One line of a parcel, to send less of it."""
    parcel = picking.open_parcel(visit.by, press.id(0), press.number(1))
    return _line(visit, parcel, press.id(2))


def set_parcel_line(visit: Visit, press: Press) -> Turn:
    """So much of a line goes into the parcel."""
    line_id = press.id(2)
    parcel = picking.set_line(visit.by, press.id(0), press.number(1), line_id, press.quantity(3))
    return _line(visit, parcel, line_id)


def typed_quantity(visit: Visit, facts: Facts, text: str) -> Turn:
    """So much of a line goes into the parcel, in the picker's words."""
    shipment_id, revision, line_id = (int(facts[key] or 0) for key in ("shipment", "revision", "line"))
    parcel = picking.open_parcel(visit.by, shipment_id, revision)
    row = _row(parcel, line_id)
    wanted = goods_words.read_quantity(row.goods, text, counted_in=facts.get("size"))
    if wanted is None:
        again = _line(visit, parcel, line_id)
        return replace(
            again,
            replies=(
                replace(
                    again.replies[0], note=visit.say("picking.unread", example=parcel_words.example(visit, row.goods))
                ),
            ),
        )
    parcel = picking.set_line(visit.by, shipment_id, revision, line_id, wanted)
    return Turn(replies=(parcel_words.pick_list(visit, parcel, parcel.rows.index(row) // parcel_words.PAGE),))


def drop(visit: Visit, press: Press) -> Turn:
    """Put everything back: the goods stay kept for the order."""
    parcel = picking.drop(visit.by, press.id(0), press.number(1))
    order = parcel.order
    again = button(visit.say("picking.again"), Verb.PICK, order.id, say=parcel_words.said(visit, "pick", parcel))
    shown = Reply(
        title=visit.say("picking.dropped", number=order.number),
        note=visit.say("picking.dropped_hint"),
        buttons=((again,), parcel_words.ways(visit)),
        card=parcel_words.card(parcel),
    )
    return Turn(replies=(shown,))


def moved(visit: Visit, order_id: int) -> Turn:
    """Somebody else was at the parcel: as it is now, with who changed it."""
    begun = visit.session.exec(
        select(Shipment.id).where(Shipment.order_id == order_id, Shipment.status == ShipmentStatus.PICKING)
    ).first()
    if begun is None:
        return order_card.moved(visit, order_id)
    last = visit.session.exec(
        select(Event.person_id, Person.name)
        .join(Person, col(Person.id) == Event.person_id)
        .where(Event.order_id == order_id, col(Event.subject) == f"shipment:{begun}")
        .order_by(col(Event.id).desc())
    ).first()
    shown = parcel_words.pick_list(visit, packing(visit.by, begun))
    if last is None or last[0] == visit.person.id:
        told = visit.say("picking.moved_you")
    else:
        told = visit.say("picking.moved", who=last[1])
    return Turn(replies=(replace(shown, title=f"{told}\n\n{shown.title}"),))


def shelf_short(visit: Visit, refusal: Refusal) -> Turn:
    """The shelf holds less than the parcel: count it, or send less."""
    parcel = packing(visit.by, refusal.facts["shipment_id"])
    row = next(row for row in parcel.rows if row.goods.sku.id == refusal.facts["sku_id"])
    goods = row.goods
    there = goods_words.quantity(visit, goods, row.on_shelf)
    less = button(
        visit.say("picking.send_there", amount=there),
        *(Verb.SET_PARCEL_LINE, parcel.id, parcel.revision, row.line.id, min(row.on_shelf, row.left)),
    )
    count = button(visit.say("picking.count_shelf", code=goods.sku.code), Verb.COUNT, goods.sku.id)
    told = visit.say(
        "refusal.ShelfShort",
        goods=goods_words.name(visit, goods),
        packed=goods_words.quantity(visit, goods, row.line.quantity),
        there=there,
    )
    rows = ((less,), (count,), (parcel_words.back(visit, parcel),))
    return Turn(replies=(Reply(title=told, buttons=rows, card=parcel_words.card(parcel)),))


def empty_parcel(visit: Visit, refusal: Refusal) -> Turn:
    """There is nothing to send: the pick list again."""
    shown = parcel_words.pick_list(visit, packing(visit.by, refusal.facts["shipment_id"]))
    return Turn(replies=(replace(shown, title=f"{visit.say('refusal.EmptyParcel')}\n\n{shown.title}"),))


def _queued(visit: Visit, row: QueueRow) -> Button:
    """A row only opens the order: who looks at it has not begun, and the dealer may still call it off."""
    order = row.order
    told = [order_words.short(order), row.account, visit.say.count("picking.kinds", row.lines)]
    if order.wanted_on:
        told.append(visit.say("picking.wanted", day=visit.say.day(order.wanted_on)))
    told.append(order_words.stage(visit, row.stage))
    return button(visit.say("picking.queued", words=" · ".join(told)), Verb.ORDER, order.id)


def _row(parcel: Packing, line_id: int) -> PackedRow:
    row = next((row for row in parcel.rows if row.line.id == line_id), None)
    if row is None:
        raise NotFound
    return row


def _line(visit: Visit, parcel: Packing, line_id: int) -> Turn:
    row = _row(parcel, line_id)
    counted = goods_words.counted(row.goods, row.line.quantity)
    facts = {**counted, "shipment": parcel.id, "revision": parcel.revision, "line": line_id}
    shown = parcel_words.line(visit, parcel, row)
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.SHIP_QUANTITY, facts=facts))
