"""A kind word for what we cannot read, with a way forward; what was asked stays asked."""

from collections.abc import Sequence
from typing import Any

from handlers.press import button
from handlers.turn import Question, Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: A paste longer than this is not an order; nothing of it is read.
LONGEST = 8_000


def word(visit: Visit, key: str, question: Question | None = None, lines: Sequence[str] = (), **facts: Any) -> Turn:
    """The text of a key, and the way home."""
    home = button(visit.say("button.menu"), Verb.MENU)
    shown = Reply(title=visit.say(key, **facts), lines=tuple(lines), buttons=((home,),))
    return Turn(replies=(shown,), question=question)


def too_long(visit: Visit) -> Turn:
    """Ask for less at once."""
    return word(visit, "unread.too_long")
