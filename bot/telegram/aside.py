"""What the channel says by itself, without troubling the conversation."""

from dataclasses import dataclass
from enum import StrEnum

from handlers.turn import Reply
from locales.words import Words


class Remark(StrEnum):
    """The occasions."""

    EDITED = "edited"
    PRIVATE_ONLY = "private_only"
    TOO_FAST = "too_fast"


@dataclass(frozen=True, kw_only=True)
class Aside:
    """A remark for a chat; ``identity`` and ``language``, the platform's tag, are those of whoever caused it."""

    chat: int
    identity: str
    remark: Remark
    language: str
    topic: str = ""


def reply_for(remark: Remark, words: Words) -> Reply:
    """The remark in words."""
    match remark:
        case Remark.EDITED:
            return Reply(lines=(words("telegram.edited"),))
        case Remark.PRIVATE_ONLY:
            return Reply(lines=(words("telegram.private_only"),))
        case Remark.TOO_FAST:
            return Reply(lines=(words("refusal.TooFast"),))
