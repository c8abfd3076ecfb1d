"""An invite as a message of its own, ready to be forwarded: words, the code, and the link where a platform has one."""

from handlers.turn import Reply
from handlers.visit import Visit


def to_forward(visit: Visit, words: str, code: str, card: str) -> Reply:
    """The words to send with a code; they stay in the chat, whatever is pressed below them."""
    link = visit.invite_link(code)
    return Reply(title=words, lines=(visit.say("people.link", link=link),) if link else (), card=card)
