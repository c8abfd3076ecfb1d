"""What we cannot read: pictures, voice, files and pastes that are far too long, each answered kindly."""

from handlers.press import button
from handlers.turn import Reply, Sent, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: A paste longer than this is not an order; nothing of it is read.
LONGEST = 8_000


def sent(visit: Visit, body: Sent) -> Turn:
    """Say what to do instead."""
    return _reply(visit, f"unread.{body.kind}")


def too_long(visit: Visit) -> Turn:
    """Ask for less at once."""
    return _reply(visit, "unread.too_long")


def _reply(visit: Visit, key: str) -> Turn:
    home = button(visit.say("button.menu"), Verb.MENU)
    return Turn(replies=(Reply(title=visit.say(key), buttons=((home,),)),))
