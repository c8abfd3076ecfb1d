"""Changing, withdrawing or cancelling an order."""

from handlers.press import Press
from handlers.turn import Facts, Turn
from handlers.visit import Visit


def withdraw(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def change(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def order_line(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def set_order_line(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def cancel(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def cancel_why(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_quantity(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_reason(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError
