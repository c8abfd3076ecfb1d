"""Every notice in its receiver's words."""

from domain.tables.notices import Notice
from handlers.turn import Reply
from handlers.visit import Visit


def word(visit: Visit, notice: Notice) -> Reply | None:
    """The notice as a reply for the person of this visit; nothing when it no longer matters to them."""
    raise NotImplementedError
