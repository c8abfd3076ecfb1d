"""Ordering on behalf of an account."""

from handlers.press import Press
from handlers.turn import Facts, Turn
from handlers.visit import Visit


def list_(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def serve(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def stop(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_search(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError
