"""What a service that knows where parcels are offers us. Without one, numbers are followed by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.rules.parcel_events import ParcelEvent


class ServiceAwayError(Exception):
    """It does not answer, or answers nonsense: it is asked again soon."""


class NumberRefusedError(Exception):
    """It does not follow this number, or not for us; its words say why."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What it knows of a number, in any order. ``ended``: it will learn no more."""

    events: Sequence[ParcelEvent]
    ended: bool = False


class CarrierService(Protocol):
    """Asked in a thread, outside of any transaction. Raises ServiceAwayError, NumberRefusedError."""

    @property
    def carriers(self) -> frozenset[str]:
        """The carriers that it knows, by the keys they are kept under."""
        ...

    @property
    def calls_back(self) -> bool:
        """Whether it can tell us by itself."""
        ...

    def subscribe(self, carrier: str, number: str) -> None:
        """Let it tell us by itself from now on."""
        ...

    def ask(self, carrier: str, number: str) -> Report:
        """What it knows now."""
        ...
