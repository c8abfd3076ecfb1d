"""Browsing the catalogue by category, page by page."""

from handlers.press import Press
from handlers.turn import Turn
from handlers.visit import Visit


def shelves(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def shelf(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError
