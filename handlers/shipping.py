"""Sending a parcel: carrier and tracking number."""

from handlers.press import Press
from handlers.turn import Facts, Turn
from handlers.visit import Visit


def choose_carrier(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def carrier(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def no_number(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_number(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_carrier(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError
