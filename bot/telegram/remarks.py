"""Replies that the channel gives by itself, without the conversation."""

from dataclasses import dataclass
from enum import StrEnum

from handlers.conversation.turn import Reply
from locales.words import Words


class Occasion(StrEnum):
    """The occasions."""

    EDITED = "edited"
    PRIVATE_ONLY = "private_only"
    TOO_FAST = "too_fast"


@dataclass(frozen=True, kw_only=True)
class ChannelRemarks:
    """A remark for a chat; ``identity`` and ``language`` (the platform's tag) are of whoever caused it."""

    chat: int
    identity: str
    remark: Occasion
    language: str
    topic: str = ""


def reply_for(remark: Occasion, words: Words) -> Reply:
    """The reply for a remark."""
    key = "refusal.TooFast" if remark is Occasion.TOO_FAST else f"telegram.{remark}"
    return Reply(lines=(words(key),))
