"""The reply to a kind of message we cannot read; an open question stays open."""

from collections.abc import Sequence
from typing import Any

from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Question, Reply, Turn
from handlers.conversation.verbs import Verb

#: A paste longer than this is not an order; nothing of it is read.
LONGEST = 8_000


def word(request: Request, key: str, question: Question | None = None, lines: Sequence[str] = (), **facts: Any) -> Turn:
    """The text of a key, and the way home."""
    home = button(request.say("button.menu"), Verb.MENU)
    shown = Reply(title=request.say(key, **facts), lines=tuple(lines), buttons=((home,),))
    return Turn(replies=(shown,), question=question)


def too_long(request: Request) -> Turn:
    """Ask for less at once."""
    return word(request, "unsupported.too_long")
