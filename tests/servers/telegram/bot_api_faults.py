"""Faults a test switches on: the platform answers wrongly, late or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field

ANY_METHOD = "*"


@dataclass(kw_only=True)
class Fault:
    """What goes wrong with the next calls of a method."""

    method: str
    times: int = 1
    status: int = 0  # an error answer; 0: hang up instead
    retry_after: int | None = None
    hang: float = 0.0  # seconds before whatever follows
    after_doing: bool = False  # the call takes effect, only its answer is lost
    slow: float = 0.0  # seconds before the call takes effect and is answered as it should be
    met: int = 0  # how often it struck

    def concerns(self, method: str) -> bool:
        """Is it this method's turn."""
        return self.times > 0 and self.method.lower() in {ANY_METHOD, method.lower()}


@dataclass(kw_only=True)
class Faults:
    """Those still to come, in the order they were switched on."""

    waiting: list[Fault] = field(default_factory=list)

    def take(self, method: str) -> Fault | None:
        """The fault that hits this call."""
        fault = next((fault for fault in self.waiting if fault.concerns(method)), None)
        if fault is not None:
            fault.times -= 1
            fault.met += 1
        return fault
