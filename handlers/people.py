"""Inviting people."""

from handlers.press import Press
from handlers.turn import Facts, Turn
from handlers.visit import Visit


def show(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def invite(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def invite_for(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_name(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError
