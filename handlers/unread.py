"""What is not text: scanned codes are looked up; pictures, voice, files and endless pastes get a kind word."""

from domain.rules.rights import Right
from handlers import search
from handlers.press import button
from handlers.turn import Reply, Sent, SentKind, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: A paste longer than this is not an order; nothing of it is read.
LONGEST = 8_000


def sent(visit: Visit, body: Sent) -> Turn:
    """Look a scanned code up, or say what to do instead."""
    if body.kind is SentKind.SCAN and body.text and visit.by.may(Right.CATALOGUE_READ):
        return search.find(visit, body.text)
    return _reply(visit, f"unread.{body.kind}")


def too_long(visit: Visit) -> Turn:
    """Ask for less at once."""
    return _reply(visit, "unread.too_long")


def _reply(visit: Visit, key: str) -> Turn:
    home = button(visit.say("button.menu"), Verb.MENU)
    return Turn(replies=(Reply(title=visit.say(key), buttons=((home,),)),))
