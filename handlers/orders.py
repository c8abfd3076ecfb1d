"""My orders: list, detail, order again, share with a customer."""

from handlers.press import Press
from handlers.turn import Turn
from handlers.visit import Visit


def list_(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def transit(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def show(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def again(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def share(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError
