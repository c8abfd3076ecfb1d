"""What is on a phone's screen: messages as displayed now, with their buttons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.servers.telegram.bot_api_chats import Posted


@dataclass(frozen=True, kw_only=True)
class Button:
    """A button under a message."""

    text: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A message as it is displayed now."""

    message_id: int
    chat_id: int
    mine: bool
    text: str
    photo: bytes | None
    document: bytes | None
    document_name: str
    rows: tuple[tuple[Button, ...], ...]
    entities: tuple[dict[str, Any], ...]
    earlier: tuple[str, ...]  # its texts before each edit, oldest first
    album: str
    reply_to: int
    topic: int

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All its buttons, row after row."""
        return tuple(button for row in self.rows for button in row)

    @property
    def labels(self) -> tuple[str, ...]:
        """What is written on them."""
        return tuple(button.text for button in self.buttons)

    def button(self, wanted: str) -> Button | None:
        """The button with this label or data, whole or from the start; whole ones first."""
        pressable = [button for button in self.buttons if button.data]
        whole = [button for button in pressable if wanted in {button.text, button.data}]
        begun = [button for button in pressable if button.text.startswith(wanted) or button.data.startswith(wanted)]
        return next(iter(whole + begun), None)


def shown_now(posted: Posted) -> Shown:
    """A message as its reader sees it."""
    content = posted.content
    return Shown(
        message_id=posted.message_id,
        chat_id=posted.person.id,
        mine=not posted.from_bot,
        text=content.text,
        photo=content.photo.content if content.photo else None,
        document=content.document.content if content.document else None,
        document_name=content.document.name if content.document else "",
        rows=tuple(tuple(_buttons(row)) for row in posted.inline_rows),
        entities=content.entities,
        earlier=tuple(before.text for before in posted.history),
        album=posted.group,
        reply_to=posted.reply_to,
        topic=posted.topic,
    )


def _buttons(row: list[dict[str, Any]]) -> Iterator[Button]:
    for button in row:
        yield Button(text=button["text"], data=button.get("callback_data", ""), url=button.get("url", ""))
