"""The product card, and choosing how much."""

from handlers.press import Press
from handlers.turn import Facts, Turn
from handlers.visit import Visit


def show(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def ask_quantity(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def put(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_quantity(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError
