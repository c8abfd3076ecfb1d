"""An invite as a message of its own, ready to be forwarded: words, the code, and the link where a platform has one."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from domain.tables.people import Invite
from handlers.stored import dump_reply
from handlers.turn import Reply
from handlers.visit import Visit
from locales import words_for
from storage import inbox

_CARD = "invite:"


def to_forward(visit: Visit, words: str, code: str, invite: Invite) -> Reply:
    """The words to send with a code; they stay in the chat, whatever is pressed below them."""
    link = visit.invite_link(code)
    return Reply(title=words, lines=(visit.say("people.link", link=link),) if link else (), card=f"{_CARD}{invite.id}")


def forget_codes(session: Session, now: datetime) -> None:
    """Take codes out of answers that are kept for repeats: they are ways in, and stand in every backup."""
    for delivery in inbox.with_codes(session, now):
        delivery.answer = _without_codes(delivery.answer)


def _without_codes(answer: dict[str, Any]) -> dict[str, Any]:
    gone = words_for(answer["language"])("people.code_gone")
    replies = [
        dump_reply(Reply(title=gone, card=reply["card"])) if str(reply["card"]).startswith(_CARD) else reply
        for reply in answer["replies"]
    ]
    return {**answer, "replies": replies}
