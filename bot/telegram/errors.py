"""What Telegram's errors mean for us, and their words without any secret."""

import logging
import os
import re
import traceback
from datetime import timedelta
from enum import Enum, auto

from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

# The library's way to choose its coming type for spans of time; without it every 429 also gives a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")

_TOKEN = re.compile(r"\b\d+:[A-Za-z0-9_-]{6,}")
_TALKATIVE = ("httpx", "httpcore", "telegram")


class Trouble(Enum):
    """The kinds that are treated differently."""

    SAME = auto()
    """The message shows this already: all is well."""
    GONE = auto()
    """The message is no longer there, or closed to us: a new one is sent."""
    UNFIT = auto()
    """A text cannot become a picture, nor a picture a text: a new one is sent and the old one removed."""
    LATE = auto()
    """The press was acknowledged too late: nobody minds."""
    PICTURE = auto()
    """Telegram does not know the picture by this name any more."""
    TOPIC = auto()
    """The topic of the chat is gone or closed: the chat itself is still there."""
    AWAY = auto()
    """The person blocked us or never wrote."""
    WAIT = auto()
    """Too fast for this chat."""
    AGAIN = auto()
    """Network or server: worth another try."""
    REFUSED = auto()
    """Telegram will never take this; the fault is ours."""


_SIGNS = {
    "message is not modified": Trouble.SAME,
    "message to edit not found": Trouble.GONE,
    "message can't be edited": Trouble.GONE,
    "message_id_invalid": Trouble.GONE,
    "message identifier is not specified": Trouble.GONE,
    "no text in the message": Trouble.UNFIT,
    "no caption in the message": Trouble.UNFIT,
    "no media in the message": Trouble.UNFIT,
    "message to delete not found": Trouble.GONE,
    "message can't be deleted": Trouble.GONE,
    "query is too old": Trouble.LATE,
    "query id is invalid": Trouble.LATE,
    "wrong file": Trouble.PICTURE,
    "wrong remote file": Trouble.PICTURE,
    "file reference": Trouble.PICTURE,
    "invalid file_id": Trouble.PICTURE,
    "can't use file of type": Trouble.PICTURE,
    "message thread not found": Trouble.TOPIC,
    "topic_deleted": Trouble.TOPIC,
    "topic_closed": Trouble.TOPIC,
    "chat not found": Trouble.AWAY,
    "user not found": Trouble.AWAY,
    "peer_id_invalid": Trouble.AWAY,
}


def trouble(error: TelegramError) -> Trouble:
    """The kind of an error."""
    match error:
        case RetryAfter():
            return Trouble.WAIT
        case Forbidden():
            return Trouble.AWAY
        case BadRequest():
            words = error.message.lower()
            return next((kind for sign, kind in _SIGNS.items() if sign in words), Trouble.REFUSED)
        case _:
            return Trouble.AGAIN


def wait_of(error: RetryAfter) -> float:
    """The seconds Telegram asks for."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def reason(error: BaseException) -> str:
    """An error for the log: its kind and words, without a token."""
    if isinstance(error, InvalidToken):
        return "InvalidToken"
    return without_tokens(f"{type(error).__name__}: {error}")


def traced(error: BaseException) -> str:
    """An unexpected error with its way, for the log."""
    return without_tokens("".join(traceback.format_exception(error)))


def without_tokens(text: str) -> str:
    """The text with every bot token blacked out."""
    return _TOKEN.sub("[token]", text)


def hush_libraries() -> None:
    """These loggers print whole URLs and parameters, and with them the token and the webhook's secret."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
