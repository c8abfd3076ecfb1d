"""Goods on and off sale, and their prices."""

from handlers.press import Press
from handlers.turn import Facts, Turn
from handlers.visit import Visit


def ask(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def show(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def on_sale(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def off_sale(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def price(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_price(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError


def set_price(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_search(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError
