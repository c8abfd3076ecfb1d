"""Coming in by invite: link, scan or typed code."""

from domain import invites
from domain.refusals import InviteUnknown, Refusal
from handlers.press import Press
from handlers.turn import Body, Facts, Turn
from handlers.visit import Visit


def ask(visit: Visit, press: Press) -> Turn:
    """TODO."""
    raise NotImplementedError


def code(visit: Visit, facts: Facts, text: str) -> Turn:
    """TODO."""
    raise NotImplementedError


def stranger(visit: Visit, body: Body, data: str | None) -> Turn:
    """Whoever we do not know is asked for an invite, whatever they do."""
    raise NotImplementedError


def again(visit: Visit, code: str | None) -> Turn:
    """Somebody we know follows a link: welcome back, or one more shared order."""
    raise NotImplementedError


def count_wrong_code(visit: Visit, refusal: Refusal) -> None:
    """Remember a wrong code; called after the refusal undid the try itself."""
    if isinstance(refusal, InviteUnknown):
        invites.count_try(visit.by, visit.identity)
