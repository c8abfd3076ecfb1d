"""Template messages: a short text that says something is waiting; the notice itself follows in the chat."""

import re
from collections.abc import Iterator
from datetime import datetime

from bot.wechat.markup import clean_line
from handlers.conversation.turn import Reply
from locales import Words

FIELD_LETTERS = 20
PHRASE_LETTERS = 5
#: The fields of the templates of old, where WeChat does not tell us ours.
USUAL_FIELDS = ("first", "keyword1", "keyword2", "remark")

_FIELD = re.compile(r"\{\{\s*(\w+)\.DATA\s*\}\}")
_ORDER_NUMBER = re.compile(r"D\d{8}-\d+")


def field_names(content: str) -> tuple[str, ...]:
    """The fields of a template, from its text at WeChat, in reading order."""
    return tuple(dict.fromkeys(_FIELD.findall(content)))


def filled(names: tuple[str, ...], reply: Reply, words: Words, at: datetime) -> dict[str, dict[str, str]]:
    """A value for every field; the kind of a field is in its name, such as ``thing1``."""
    said = _said(reply)
    return {name: {"value": _value(name, reply, said, words, at)} for name in names}


def _said(reply: Reply) -> Iterator[str]:
    """The reply's words, a line for each field."""
    lines = (clean_line(line) for line in (reply.title, *reply.lines, reply.note))
    return (line for line in lines if line)


def _value(name: str, reply: Reply, said: Iterator[str], words: Words, at: datetime) -> str:
    match name.rstrip("0123456789"):
        case "time" | "date":
            return at.strftime("%Y-%m-%d %H:%M")
        case "character_string" | "number" | "letter":
            found = _ORDER_NUMBER.search(reply.text())
            return found[0] if found else "1"
        case "phrase":
            return words("wechat.news")[:PHRASE_LETTERS]
        case _:
            return _short(next(said, words("wechat.open_chat")))


def _short(line: str) -> str:
    return line if len(line) <= FIELD_LETTERS else line[: FIELD_LETTERS - 1] + "…"
