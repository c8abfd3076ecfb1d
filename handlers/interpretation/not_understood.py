"""The reply to text that is not understood, with what this person can do here."""

from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Turn
from handlers.entry import menu

#: How much of the words is said back.
_SAID_BACK = 40


def answer(request: Request, text: str) -> Turn:
    """An honest word, and the buttons of the role's own menu."""
    words = " ".join(text.split())
    words = words if len(words) <= _SAID_BACK else words[:_SAID_BACK] + "…"
    home = menu.home(request)
    reply = Reply(
        title=request.say("not_understood.nothing", words=words),
        note=request.say(f"not_understood.nothing_{request.person.role}"),
        buttons=home.buttons,
    )
    return Turn(replies=(reply,))
