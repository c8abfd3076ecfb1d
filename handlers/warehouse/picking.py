"""The warehouse queue, the pick list, and the content of a parcel."""

from dataclasses import replace
from decimal import Decimal

from domain.fulfilment import picking
from domain.fulfilment.picking import PackedRow, WarehouseParcel, view_parcel
from domain.fulfilment.queue import QueueRow
from domain.fulfilment.queue import queue as orders_to_pick
from domain.refusals import NotFound, Refusal
from domain.rules.shipment_life import ShipmentStatus
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import of_page
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text
from handlers.orders import order_card
from handlers.warehouse import parcel_text


def queue(request: Request, *, page: int = 0) -> Turn:
    """The orders with something left to send, the oldest first."""
    waiting = orders_to_pick(request.actor, page)
    home = button(request.say("button.menu"), Verb.MENU)
    if not waiting.rows:
        return Turn(replies=(Reply(title=request.say("picking.queue_empty"), buttons=((home,),)),))
    part = of_page(waiting)
    shown = Reply(
        title=part.head(request, request.say.count("picking.queue", waiting.total)),
        note=request.say("picking.queue_hint"),
        buttons=(
            *((_queued(request, row),) for row in waiting.rows),
            *part.turn(request, Verb.QUEUE),
            (button(request.say("papers.queue"), Verb.QUEUE_PAPER), home),
        ),
    )
    return Turn(replies=(shown,))


def pick(request: Request, *, order_id: Id) -> Turn:
    """Begin gathering an order, or go on with what was begun."""
    return Turn(replies=(parcel_text.pick_list(request, picking.pick(request.actor, order_id)),))


def show(request: Request, *, shipment_id: Id, page: int = 0) -> Turn:
    """The pick list of a parcel; what became of it where it is no longer being packed."""
    parcel = view_parcel(request.actor, shipment_id)
    if parcel.shipment.status is not ShipmentStatus.PICKING:
        return order_card.moved(request, parcel.order.id)
    return Turn(replies=(parcel_text.pick_list(request, parcel, page),))


def parcel_line(request: Request, *, shipment_id: Id, revision: int, shipment_line_id: Id) -> Turn:
    """One line of a parcel, to send less of it."""
    parcel = picking.open_parcel(request.actor, shipment_id, revision)
    return _line(request, parcel, shipment_line_id)


def set_parcel_line(
    request: Request, *, shipment_id: Id, revision: int, shipment_line_id: Id, quantity: Decimal
) -> Turn:
    """Set how much of a line goes into the parcel."""
    parcel = picking.set_line(request.actor, shipment_id, revision, shipment_line_id, quantity)
    return _line(request, parcel, shipment_line_id)


def typed_quantity(
    request: Request, text: str, *, shipment_id: Id, revision: int, line_id: Id, size: int | None = None
) -> Turn:
    """The same, as the picker typed it."""
    parcel = picking.open_parcel(request.actor, shipment_id, revision)
    row = _row(parcel, line_id)
    wanted = goods_text.read_quantity(request, row.goods, text, counted_in=size)
    if wanted is None:
        again = _line(request, parcel, line_id)
        note = request.say("picking.unread", example=parcel_text.example(request, row.goods))
        return replace(again, replies=(replace(again.replies[0], note=note),))
    parcel = picking.set_line(request.actor, shipment_id, revision, line_id, wanted)
    return Turn(replies=(parcel_text.pick_list(request, parcel, parcel.rows.index(row) // parcel_text.PAGE),))


def drop(request: Request, *, shipment_id: Id, revision: int) -> Turn:
    """Put everything back: the goods stay kept for the order."""
    parcel = picking.drop(request.actor, shipment_id, revision)
    order = parcel.order
    again = button(request.say("picking.again"), Verb.PICK, order.id, say=parcel_text.said(request, "pick", parcel))
    shown = Reply(
        title=request.say("picking.dropped", number=order.number),
        note=request.say("picking.dropped_hint"),
        buttons=((again,), parcel_text.ways(request)),
        card=parcel_text.card(parcel),
    )
    return Turn(replies=(shown,))


def moved(request: Request, order_id: int) -> Turn:
    """Somebody else was at the parcel: as it is now, with who changed it."""
    begun = picking.open_shipment(request.session, order_id)
    if begun is None:
        return order_card.moved(request, order_id)
    who = picking.changed_last_by(request.session, order_id, begun)
    shown = parcel_text.pick_list(request, view_parcel(request.actor, begun))
    if who is None or who.id == request.person.id:
        told = request.say("picking.moved_you")
    else:
        told = request.say("picking.moved", who=who.name)
    return Turn(replies=(replace(shown, title=f"{told}\n\n{shown.title}"),))


def shelf_short(request: Request, refusal: Refusal) -> Turn:
    """The shelf holds less than the parcel: count it, or send less."""
    parcel = view_parcel(request.actor, refusal.facts["shipment_id"])
    rows = [row for row in parcel.rows if row.goods.sku.id == refusal.facts["sku_id"]]
    row = next((row for row in rows if row.line.quantity > row.left), rows[0])
    goods = row.goods
    there = goods_text.quantity(request, goods, row.left)
    less = button(
        request.say("picking.send_there", amount=there),
        *(Verb.SET_PARCEL_LINE, parcel.id, parcel.revision, row.line.id, row.left),
    )
    count = button(request.say("picking.count_shelf", code=goods.sku.code), Verb.COUNT, goods.sku.id)
    told = request.say(
        "refusal.ShelfShort",
        goods=goods_text.name(request, goods),
        packed=goods_text.quantity(request, goods, row.line.quantity),
        there=there,
    )
    ways = ((less,), (count,), (parcel_text.back(request, parcel),))
    return Turn(replies=(Reply(title=told, buttons=ways, card=parcel_text.card(parcel)),))


def empty_parcel(request: Request, refusal: Refusal) -> Turn:
    """There is nothing to send: the pick list again."""
    shown = parcel_text.pick_list(request, view_parcel(request.actor, refusal.facts["shipment_id"]))
    return Turn(replies=(replace(shown, title=f"{request.say('refusal.EmptyParcel')}\n\n{shown.title}"),))


def _queued(request: Request, row: QueueRow) -> Button:
    """A row only opens the order: who looks at it has not begun, and the dealer may still call it off."""
    order = row.order
    told = [orders_text.short(order), row.account, request.say.count("picking.kinds", row.lines)]
    if order.wanted_on:
        told.append(request.say("picking.wanted", day=request.say.day(order.wanted_on)))
    told.append(orders_text.stage(request, row.stage))
    return button(request.say("picking.queued", words=" · ".join(told)), Verb.ORDER, order.id)


def _row(parcel: WarehouseParcel, line_id: int) -> PackedRow:
    row = next((row for row in parcel.rows if row.line.id == line_id), None)
    if row is None:
        raise NotFound
    return row


def _line(request: Request, parcel: WarehouseParcel, line_id: int) -> Turn:
    row = _row(parcel, line_id)
    counted = goods_text.counted(row.goods, row.line.quantity)
    facts = {**counted, "shipment": parcel.id, "revision": parcel.revision, "line": line_id}
    shown = parcel_text.line(request, parcel, row)
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.SHIP_QUANTITY, facts=facts))
