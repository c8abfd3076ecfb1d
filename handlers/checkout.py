"""From cart to order: address, note, date, a summary that names what it confirms."""

from handlers.press import Press
from handlers.turn import Facts, Turn
from handlers.visit import Visit


def note(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def addresses(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def address(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def new_address(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def dates(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def date(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def show(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def submit(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_note(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_address(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError


def typed_date(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError
