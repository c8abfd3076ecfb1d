"""Private chats between people and the bot: who, what was posted, what it looks like now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.servers.telegram.bot_api_files import StoredFile
from tests.servers.telegram.bot_api_keyboard import Markup
from tests.servers.telegram.bot_api_markup import Entity


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone with a phone."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""

    def as_sender(self) -> dict[str, Any]:
        """As `from` of an update."""
        language = {"language_code": self.language_code} if self.language_code else {}
        return {"id": self.id, "is_bot": False, **self._names(), **language}

    def as_chat(self) -> dict[str, Any]:
        """A private chat bears its person's id and names."""
        return {"id": self.id, "type": "private", **self._names()}

    def _names(self) -> dict[str, str]:
        names = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        return {key: name for key, name in names.items() if name}


#: Kinds of messages with room for words below them.
CAPTIONED = frozenset({"video", "voice", "audio", "animation"})


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a message says; equal contents look the same. ``other``: its kind and what Telegram tells of it."""

    text: str = ""
    entities: tuple[Entity, ...] = ()
    photo: StoredFile | None = None
    document: StoredFile | None = None
    location: tuple[float, float] | None = None
    contact: str = ""
    other: tuple[str, dict[str, Any]] | None = None

    @property
    def has_media(self) -> bool:
        """Its text is then a caption."""
        media = self.other is not None and self.other[0] in CAPTIONED
        return self.photo is not None or self.document is not None or media

    def as_json(self) -> dict[str, Any]:
        """The fields of a Message."""
        fields: dict[str, Any] = {}
        words = ("caption", "caption_entities") if self.has_media else ("text", "entities")
        fields |= {key: value for key, value in zip(words, (self.text, list(self.entities)), strict=True) if value}
        if self.photo:
            fields["photo"] = self.photo.as_photo()
        if self.document:
            fields["document"] = self.document.as_document()
        if self.location:
            fields["location"] = {"latitude": self.location[0], "longitude": self.location[1]}
        if self.contact:
            fields["contact"] = {"phone_number": self.contact, "first_name": "-"}
        if self.other:
            fields[self.other[0]] = self.other[1]
        return fields


@dataclass(kw_only=True)
class Posted:
    """A message in a chat, with what it was before."""

    message_id: int
    person: Person
    sender: dict[str, Any]
    date: int
    content: Content
    markup: Markup | None = None
    topic: int = 0
    group: str = ""
    reply_to: int = 0
    edited: int = 0
    deleted: bool = False
    history: list[Content] = field(default_factory=list)

    @property
    def from_bot(self) -> bool:
        """Only these can be edited by the bot."""
        return bool(self.sender["is_bot"])

    @property
    def inline_rows(self) -> list[list[dict[str, Any]]]:
        """Its buttons."""
        return [] if self.markup is None else self.markup.get("inline_keyboard", [])

    def as_json(self) -> dict[str, Any]:
        """A Message."""
        head = {"message_id": self.message_id, "from": self.sender, "chat": self.person.as_chat(), "date": self.date}
        more: dict[str, Any] = {"edit_date": self.edited} if self.edited else {}
        if self.topic:
            more |= {"message_thread_id": self.topic, "is_topic_message": True}
        if self.group:
            more["media_group_id"] = self.group
        if self.inline_rows:
            more["reply_markup"] = {"inline_keyboard": self.inline_rows}
        return head | more | self.content.as_json()

    def as_inaccessible(self) -> dict[str, Any]:
        """What a press on a deleted message carries."""
        return {"message_id": self.message_id, "chat": self.person.as_chat(), "date": 0}


@dataclass(kw_only=True)
class Chat:
    """One person's chat with the bot."""

    person: Person
    started: bool = False
    blocked: bool = False
    messages: dict[int, Posted] = field(default_factory=dict)
    bot_changes: list[int] = field(default_factory=list)
    topics: set[int] = field(default_factory=set)
    actions: list[str] = field(default_factory=list)
    keyboard: list[list[dict[str, Any]]] = field(default_factory=list)

    @property
    def shown(self) -> list[Posted]:
        """The messages still there, oldest first."""
        return [posted for posted in self.messages.values() if not posted.deleted]

    def find(self, message_id: int) -> Posted | None:
        """A message that is still there."""
        posted = self.messages.get(message_id)
        return None if posted is None or posted.deleted else posted
