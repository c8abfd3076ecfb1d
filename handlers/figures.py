"""Today's figures."""

from handlers.press import Press
from handlers.turn import Turn
from handlers.visit import Visit


def show(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError
