"""Search by typing anything, and what this account buys most."""

from handlers.press import Press
from handlers.turn import Facts, Turn
from handlers.visit import Visit


def ask(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def page(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def usual(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError
