"""Stock: looking, counting, receiving."""

from handlers.press import Press
from handlers.turn import Facts, Turn
from handlers.visit import Visit


def list_(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def show(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def count(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def receive(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_count(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_receipt(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_search(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError


def undo(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError
