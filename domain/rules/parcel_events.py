"""What carriers tell of a parcel on its way, and which of it people are told at once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ParcelStep(StrEnum):
    """A step of a parcel, whatever its carrier calls it."""

    PICKED_UP = "picked_up"
    """The carrier has it."""
    MOVING = "moving"
    """It is on its way; not told by itself."""
    OUT_FOR_DELIVERY = "out_for_delivery"
    """Somebody brings it today."""
    WAITING = "waiting"
    """It lies in a locker or a shop, to be fetched."""
    DELIVERED = "delivered"
    """The carrier says that it was handed over."""
    TROUBLE = "trouble"
    """It cannot go on by itself."""
    RETURNING = "returning"
    """It is on its way back."""


#: What people care about.
TOLD = frozenset(set(ParcelStep) - {ParcelStep.MOVING})
#: What the salesperson hears as well.
WRONG = frozenset({ParcelStep.TROUBLE, ParcelStep.RETURNING})


@dataclass(frozen=True, kw_only=True)
class ParcelEvent:
    """One thing that a carrier told. ``words`` and ``place``: its own."""

    at: datetime
    step: ParcelStep
    words: str = ""
    place: str = ""
