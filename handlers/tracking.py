"""Where is my order: line by line with the timeline; receipt and rating."""

from handlers.press import Press
from handlers.turn import Facts, Turn
from handlers.visit import Visit


def show(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def received(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def rate(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_rating(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError
