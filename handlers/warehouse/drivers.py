"""Our own drivers: who takes a parcel, and who takes it instead."""

from domain.fulfilment import stops
from domain.fulfilment.picking import WarehouseParcel
from domain.orders.view import OrderView
from domain.tables.shipments import Shipment
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text
from handlers.orders import order_card

#: So many drivers are offered; others are typed.
_MOST = 8


def to_ship(request: Request, parcel: WarehouseParcel) -> tuple[Row, ...]:
    """A button for each driver who may take a parcel that is packed."""
    number = orders_text.short(parcel.order)
    return tuple(
        (
            button(
                request.say("drivers.one", name=each.name),
                *(Verb.DRIVER, parcel.id, parcel.revision, each.id),
                say=request.say("drivers.one_say", name=each.name, order=number),
            ),
        )
        for each in stops.drivers(request.actor)[:_MOST]
    )


def to_change(request: Request, view: OrderView, shipment: Shipment) -> tuple[Row, ...]:
    """A button for each other driver of a parcel that is on its way with one of ours."""
    number = orders_text.short(view.order)
    others = [each for each in stops.drivers(request.actor) if each.id != shipment.driver_id]
    return tuple(
        (
            button(
                request.say("drivers.instead", name=each.name),
                *(Verb.REASSIGN, shipment.id, shipment.revision, each.id),
                say=request.say("drivers.instead_say", name=each.name, order=number),
            ),
        )
        for each in others[:_MOST]
    )


def assign(request: Request, *, shipment_id: Id, revision: int, person_id: Id | None = None) -> Turn:
    """Another driver takes it, or nobody of ours; the way back stands below."""
    before = next((each for each in stops.drivers(request.actor) if each.id == _driver_of(request, shipment_id)), None)
    view = stops.assign(request.actor, shipment_id, revision, person_id)
    shipment = view.parcel(shipment_id).shipment
    told = request.say("drivers.assigned" if person_id else "drivers.nobody", name=shipment.tracking_number)
    if before is not None:
        label = request.say("drivers.undo", name=before.name)
        undo = button(label, Verb.REASSIGN, shipment.id, shipment.revision, before.id)
    else:
        undo = button(request.say("drivers.undo_nobody"), Verb.REASSIGN, shipment.id, shipment.revision)
    return order_card.after(request, view, told, undo)


def _driver_of(request: Request, shipment_id: int) -> int | None:
    return stops.driver_id_of(request.actor, shipment_id)
