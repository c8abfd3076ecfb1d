"""Free text when nothing was asked: commands, questions about orders, an order in words, or a search."""

from handlers.turn import Turn
from handlers.visit import Visit


def say(visit: Visit, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError
