"""The cart: lines, clearing with a way back, the same as last time."""

from handlers.press import Press
from handlers.turn import Facts, Turn
from handlers.visit import Visit


def show(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def line(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def clear(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def unclear(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def same_again(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_quantity(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError
