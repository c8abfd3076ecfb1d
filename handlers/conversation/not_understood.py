"""What we say to words that we make nothing of: that we do not, and what this person can do here."""

from handlers import menu
from handlers.turn import Reply, Turn
from handlers.visit import Visit

#: How much of the words is said back.
_SAID_BACK = 40


def answer(visit: Visit, text: str) -> Turn:
    """An honest word, and the buttons of the role's own menu."""
    words = " ".join(text.split())
    words = words if len(words) <= _SAID_BACK else words[:_SAID_BACK] + "…"
    home = menu.home(visit)
    reply = Reply(
        title=visit.say("unsure.nothing", words=words),
        note=visit.say(f"unsure.nothing_{visit.person.role}"),
        buttons=home.buttons,
    )
    return Turn(replies=(reply,))
