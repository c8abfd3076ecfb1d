"""The life cycle of a shipment as one table, and what its status means to orders and stock."""

from enum import StrEnum

from domain.rules.life import Life, Transition
from domain.rules.rights import Right


class ShipmentStatus(StrEnum):
    """Where a shipment is."""

    PICKING = "picking"
    """The warehouse is gathering the goods; stock is still allocated."""
    SHIPPED = "shipped"
    """On its way; stock has left."""
    DELIVERED = "delivered"
    """The receiver has it."""
    DROPPED = "dropped"
    """Picking was given up; nothing left the warehouse."""


class ShipmentStep(StrEnum):
    """What can be done to a shipment."""

    PACK = "pack"
    SHIP = "ship"
    DROP = "drop"
    CANCEL = "cancel"
    CORRECT_TRACKING = "correct_tracking"
    RECEIVE = "receive"
    RECEIVE_UNCONFIRMED = "receive_unconfirmed"


_S = ShipmentStatus
LIFE: Life[ShipmentStatus, ShipmentStep] = Life(
    _S.PICKING,
    (
        Transition(source=_S.PICKING, step=ShipmentStep.PACK, target=_S.PICKING, right=Right.SHIPMENT_PICK),
        Transition(source=_S.PICKING, step=ShipmentStep.SHIP, target=_S.SHIPPED, right=Right.SHIPMENT_PICK),
        Transition(source=_S.PICKING, step=ShipmentStep.DROP, target=_S.DROPPED, right=Right.SHIPMENT_PICK),
        Transition(source=_S.PICKING, step=ShipmentStep.CANCEL, target=_S.DROPPED, right=Right.ORDER_CANCEL_LATE),
        Transition(source=_S.SHIPPED, step=ShipmentStep.CORRECT_TRACKING, target=_S.SHIPPED, right=Right.SHIPMENT_PICK),
        Transition(source=_S.SHIPPED, step=ShipmentStep.RECEIVE, target=_S.DELIVERED, right=Right.SHIPMENT_RECEIVE),
        Transition(source=_S.SHIPPED, step=ShipmentStep.RECEIVE_UNCONFIRMED, target=_S.DELIVERED, right=None),
    ),
)

#: Its goods have left the warehouse.
LEFT = frozenset({_S.SHIPPED, _S.DELIVERED})
#: They are still there, and meant for it.
BEFORE_LEAVING = frozenset({_S.PICKING})
#: They are no longer meant for it.
VOID = frozenset({_S.DROPPED})
