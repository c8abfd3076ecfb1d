"""The order card of an approver, and the decision."""

from handlers.press import Press
from handlers.turn import Facts, Turn
from handlers.visit import Visit


def waiting(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def approve(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def reject(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def reject_why(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def card(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def lines(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_reason(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError
