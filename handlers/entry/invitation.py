"""An invite as a message ready to be forwarded: words, the code, and the link where a platform has one."""

from datetime import datetime
from typing import Any

from domain.db.session import Session
from domain.tables.people import Invite
from handlers.conversation.request import Request
from handlers.conversation.serialisation import dump_reply
from handlers.conversation.turn import Reply
from locales import words_for
from storage import inbox

_CARD = "invite:"


def to_forward(request: Request, words: str, code: str, invite: Invite) -> Reply:
    """The words to send with a code; they stay in the chat, whatever is pressed below them."""
    link = request.invite_link(code)
    return Reply(
        title=words, lines=(request.say("people.link", link=link),) if link else (), card=f"{_CARD}{invite.id}"
    )


def forget_codes(session: Session, now: datetime) -> None:
    """Remove codes from stored answers: they grant access, and would be in every backup."""
    for delivery in inbox.with_invite_codes(session, now):
        delivery.answer = _without_codes(delivery.answer)


def _without_codes(answer: dict[str, Any]) -> dict[str, Any]:
    gone = words_for(answer["language"])("people.code_gone")
    replies = [
        dump_reply(Reply(title=gone, card=reply["card"])) if str(reply["card"]).startswith(_CARD) else reply
        for reply in answer["replies"]
    ]
    return {**answer, "replies": replies}
