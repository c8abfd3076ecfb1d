"""The warehouse queue, the pick list and what goes into a parcel."""

from handlers.press import Press
from handlers.turn import Facts, Turn
from handlers.visit import Visit


def queue(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def pick(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def show(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def parcel_line(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def set_parcel_line(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def drop(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_quantity(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError
