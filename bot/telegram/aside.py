"""What the channel says by itself, without troubling the conversation."""

from dataclasses import dataclass
from enum import StrEnum

from handlers.turn import Reply
from locales.words import Words


class Remark(StrEnum):
    """The occasions."""

    EDITED = "edited"
    PRIVATE_ONLY = "private_only"


@dataclass(frozen=True, kw_only=True)
class Aside:
    """A remark for a chat; ``language`` is the platform's tag of whoever caused it."""

    chat: int
    remark: Remark
    language: str


def reply_for(remark: Remark, words: Words) -> Reply:
    """The remark in words."""
    match remark:
        case Remark.EDITED:
            return Reply(lines=(words("telegram.edited"),))
        case Remark.PRIVATE_ONLY:
            return Reply(lines=(words("telegram.private_only"),))
