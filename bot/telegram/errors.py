"""Telegram's errors by what we do about them, and their texts without secrets."""

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


class ErrorKind(Enum):
    """The kinds of errors that are handled differently."""

    SAME = auto()
    """The message shows this already: all is well."""
    GONE = auto()
    """The message is no longer there, or closed to us: a new one is sent."""
    UNFIT = auto()
    """A text cannot become a picture, nor a picture a text: a new one is sent and the old one removed."""
    LATE = auto()
    """The press was acknowledged too late, which does no harm."""
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
    "message is not modified": ErrorKind.SAME,
    "message to edit not found": ErrorKind.GONE,
    "message can't be edited": ErrorKind.GONE,
    "message_id_invalid": ErrorKind.GONE,
    "message identifier is not specified": ErrorKind.GONE,
    "no text in the message": ErrorKind.UNFIT,
    "no caption in the message": ErrorKind.UNFIT,
    "no media in the message": ErrorKind.UNFIT,
    "message to delete not found": ErrorKind.GONE,
    "message can't be deleted": ErrorKind.GONE,
    "query is too old": ErrorKind.LATE,
    "query id is invalid": ErrorKind.LATE,
    "wrong file": ErrorKind.PICTURE,
    "wrong remote file": ErrorKind.PICTURE,
    "file reference": ErrorKind.PICTURE,
    "invalid file_id": ErrorKind.PICTURE,
    "can't use file of type": ErrorKind.PICTURE,
    "message thread not found": ErrorKind.TOPIC,
    "topic_deleted": ErrorKind.TOPIC,
    "topic_closed": ErrorKind.TOPIC,
    "chat not found": ErrorKind.AWAY,
    "user not found": ErrorKind.AWAY,
    "peer_id_invalid": ErrorKind.AWAY,
}


def classify(error: TelegramError) -> ErrorKind:
    """The kind of an error."""
    match error:
        case RetryAfter():
            return ErrorKind.WAIT
        case Forbidden():
            return ErrorKind.AWAY
        case BadRequest():
            words = error.message.lower()
            return next((kind for sign, kind in _SIGNS.items() if sign in words), ErrorKind.REFUSED)
        case _:
            return ErrorKind.AGAIN


def retry_after(error: RetryAfter) -> float:
    """The seconds Telegram asks us to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def reason(error: BaseException) -> str:
    """An error for the log: its class and text, without a token."""
    if isinstance(error, InvalidToken):
        return "InvalidToken"
    return without_tokens(f"{type(error).__name__}: {error}")


def traced(error: BaseException) -> str:
    """An unexpected error with its traceback, for the log."""
    return without_tokens("".join(traceback.format_exception(error)))


def without_tokens(text: str) -> str:
    """The text with every bot token replaced."""
    return _TOKEN.sub("[token]", text)


def quiet_libraries() -> None:
    """Raise these loggers' level: they print whole URLs, and with them the token and the webhook's secret."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
