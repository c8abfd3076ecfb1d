"""Shipping by a list: the order is named, and whatever of it is there leaves in one parcel."""

from domain.actor import Actor
from domain.finance import credit
from domain.fulfilment import picking, shipments, stops
from domain.fulfilment.picking import WarehouseParcel
from domain.fulfilment.stops import OWN
from domain.orders import order_lists
from domain.refusals import NotFound
from domain.rules.order_life import OrderStatus


def order_named(actor: Actor, text: str) -> int:
    """The id of the one order that a written number means. Raises NotFound: it means none, or several.

    The day may be left out: then it is the one that can be sent, where only one can.
    """
    found = [each.order for each in order_lists.by_number(actor, text)]
    meant = found if len(found) == 1 else [each for each in found if each.status is OrderStatus.APPROVED]
    if len(meant) != 1:
        raise NotFound
    return meant[0].id


def ship(actor: Actor, order_id: int, carrier: str, number: str) -> WarehouseParcel:
    """Send the parcel that is picked, or else all that is there. Raises what ``pick`` and ``shipments.ship`` do.

    ``number``: of the parcel, or the name of our own driver.
    """
    credit.lock_for(actor, order_id=order_id)
    parcel = picking.pick(actor, order_id)
    ours = stops.driver_named(actor, number) if carrier == OWN and number else None
    return shipments.ship(actor, parcel.id, parcel.revision, carrier, number, driver_id=ours.id if ours else None)
