"""Renders replies for Telegram: text with a bold title and a keyboard, in several parts where one is too small."""

from dataclasses import dataclass
from typing import Any

from bot.telegram.split_text import split, units
from domain.language.sanitise import one_line, plain
from handlers.conversation.turn import Button, Reply, Row
from locales.words import words_for

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
BUTTONS = 100
BUTTONS_IN_ROW = 8
#: Shown where a reply has buttons and no words at all: Telegram takes no empty message.
NO_WORDS = "👇"


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """One message to send: ``bold`` is the length of the title at its start, in UTF-16 units."""

    text: str
    bold: int = 0
    keyboard: tuple[Row, ...] = ()
    picture: str | None = None

    def entities(self) -> list[dict[str, Any]]:
        """The title as an entity beside the text, so that nothing needs escaping."""
        return [{"type": "bold", "offset": 0, "length": self.bold}] if self.bold else []

    def markup(self) -> dict[str, Any] | None:
        """The keyboard in Telegram's form."""
        if not self.keyboard:
            return None
        rows = [[{"text": one_line(b.label) or b.data, "callback_data": b.data} for b in row] for row in self.keyboard]
        return {"inline_keyboard": rows}


def draw(reply: Reply, language: str) -> Drawing:
    """The open part of the reply, with a button to the next; after the last comes the first."""
    texts, keyboards = _texts(reply), _keyboards(reply)
    parts = max(len(texts), len(keyboards))
    part = min(max(reply.part, 0), parts - 1)
    keyboard = keyboards[min(part, len(keyboards) - 1)]
    if parts > 1:
        keyboard = (*keyboard, (_more(part, parts, language),))
    return _drawing(reply, texts, min(part, len(texts) - 1), keyboard)


def draw_all(reply: Reply) -> tuple[Drawing, ...]:
    """Every part as a message of its own, for what cannot be paged later; the last ones have the buttons."""
    texts, keyboards = _texts(reply), _keyboards(reply)
    last = len(texts) - 1
    before = (_drawing(reply, texts, part, ()) for part in range(last))
    further = (Drawing(text=NO_WORDS, keyboard=keyboard) for keyboard in keyboards[1:])
    return (*before, _drawing(reply, texts, last, keyboards[0]), *further)


def _texts(reply: Reply) -> tuple[str, ...]:
    return split(plain(reply.text()).strip(), CAPTION_UNITS if reply.picture else TEXT_UNITS)


def _drawing(reply: Reply, texts: tuple[str, ...], part: int, keyboard: tuple[Row, ...]) -> Drawing:
    text = texts[part] or ("" if reply.picture else NO_WORDS)
    title = plain(reply.title).strip()
    bold = units(title) if part == 0 and text.startswith(title) else 0
    return Drawing(text=text, bold=bold, keyboard=keyboard, picture=reply.picture)


def _more(part: int, parts: int, language: str) -> Button:
    following = (part + 1) % parts
    return Button(label=words_for(language)("channel.more", part=following + 1, parts=parts), data=f"more:{following}")


def _keyboards(reply: Reply) -> list[tuple[Row, ...]]:
    """Split the rows into keyboards that Telegram allows; one place is kept for the `more` button."""
    keyboards: list[tuple[Row, ...]] = [()]
    for row in _narrow(reply.buttons):
        if sum(map(len, keyboards[-1])) + len(row) >= BUTTONS:
            keyboards.append(())
        keyboards[-1] = (*keyboards[-1], row)
    return keyboards


def _narrow(rows: tuple[Row, ...]) -> list[Row]:
    return [row[at : at + BUTTONS_IN_ROW] for row in rows for at in range(0, len(row), BUTTONS_IN_ROW)]
