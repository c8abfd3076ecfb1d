"""The main menu, help, language, and a human to talk to."""

from handlers.press import Press
from handlers.turn import Turn
from handlers.visit import Visit


def show(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def help_(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def language(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def contact(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError
