"""Translates Telegram's updates into ``Incoming``; nothing is decided here.

Read from the JSON itself: the library's objects cost as much as everything else between the web and the conversation.
What kinds of messages there are is still the library's to know.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson
from telegram.constants import ChatMemberStatus, ChatType, MessageAttachmentType, MessageType, UpdateType

from bot.attachments import MOST_BYTES, Attachment, kind_of
from bot.telegram.remarks import ChannelRemarks, Occasion
from domain.tables.people import Channel
from handlers.conversation.turn import Body, Incoming, Left, Sent, SentKind, Source, Started, Tapped, Typed

#: The kinds of updates we ask Telegram for.
ALLOWED_UPDATES = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
)

_GONE = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
#: What a person sends, though the library does not count it among the attachments.
_SENT = frozenset(each.value for each in MessageAttachmentType) | {
    MessageType.CHECKLIST,
    MessageType.GIFT,
    MessageType.UNIQUE_GIFT,
    MessageType.GIVEAWAY,
    MessageType.USERS_SHARED,
    MessageType.CHAT_SHARED,
    MessageType.WEB_APP_DATA,
}
#: What may stand beside anything that was sent.
_BESIDE = {
    MessageType.BUSINESS_CONNECTION_ID,
    MessageType.EFFECT_ID,
    MessageType.REPLY_TO_STORY,
    MessageType.SENDER_BOOST_COUNT,
    MessageType.SENDER_BUSINESS_BOT,
    MessageType.SUGGESTED_POST_INFO,
}
#: Notices of the platform itself (a pinned message, a new background) are nothing that a person sent.
_NOTICES = frozenset(each.value for each in MessageType) - _SENT - _BESIDE
#: Where these were edited, the person may think that we follow.
_CHANGED_WORDS = ("text", "caption", "checklist", "checklist_tasks_added")
#: Content we cannot read; only the caption is read.
_UNSEEN = (SentKind.VOICE, SentKind.OTHER)

#: A part of an update as Telegram wrote it.
_Told: TypeAlias = Mapping[str, Any]
Read: TypeAlias = Incoming | ChannelRemarks | None


class MalformedUpdateError(ValueError):
    """The data are not an update as Telegram writes them."""


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """The message whose button was pressed; ``picture`` is None where Telegram no longer tells."""

    message: int
    picture: bool | None


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A picture or file in a message: Telegram's file id, and what Telegram says about it."""

    file_id: str
    attachment: Attachment


@dataclass(frozen=True, kw_only=True)
class Update:
    """A parsed update. ``chat`` is 0 where it belongs to none.

    ``key``: Telegram's number of the update with what it is about: numbers may begin anew and be used again.
    ``said``: what a person did, a remark the channel makes by itself, or nothing that concerns us.
    ``pressed``: the message to edit, where a button of it was pressed. ``query``: the press that waits to be
    acknowledged; its button shows a spinner until then.
    """

    key: str
    chat: int = 0
    said: Read = None
    pressed: Pressed | None = None
    query: str | None = None
    attached: Attached | None = None


def parse(data: object) -> Update:
    """Parse decoded JSON; every malformation raises the same error."""
    if not isinstance(data, dict) or type(data.get("update_id")) is not int:
        raise MalformedUpdateError("no update_id")
    try:
        orjson.dumps(data)  # half characters and numbers no database keeps, wherever they are
        return _read(f"{data['update_id']}-{_about(data)}", data)
    except Exception as error:  # noqa: BLE001 - types are not checked first: odd input fails in many ways
        raise MalformedUpdateError(type(error).__name__) from None


def _about(data: _Told) -> str:
    """The id of the press, or the message's id with the time of its edit."""
    if (query := data.get("callback_query")) is not None:
        return str(query["id"])[:64]
    told = data.get("message") or data.get("edited_message") or data.get("my_chat_member") or {}
    return f"{told.get('message_id', '')}.{told.get('edit_date') or told.get('date', '')}"[:64]


def _read(key: str, data: _Told) -> Update:
    """The update by its kind.

    An edited text must not be ordered twice and must not be passed over in silence either: the person is told that
    only a new message counts. Groups are told once, when we are added, that we talk in private only.
    """
    if (query := data.get("callback_query")) is not None:
        return _press(key, query)
    if (message := data.get("message")) is not None:
        return _message(key, message)
    if (edited := data.get("edited_message")) is not None:
        return Update(key=key, chat=_chat_of(edited), said=_edited(edited))
    if (change := data.get("my_chat_member")) is not None:
        return Update(key=key, chat=_chat_of(change), said=_membership(key, change))
    return Update(key=key)


def clean(text: str) -> str:
    """The text without NUL, which no database stores."""
    return text.replace("\0", "")


def _chat_of(told: _Told) -> int:
    return int(told["chat"]["id"])


def _private(told: _Told) -> bool:
    return bool(told["chat"]["type"] == ChatType.PRIVATE)


def _topic(message: _Told) -> str:
    """The topic of a private chat; in other messages the same number only names what was replied to."""
    return str(int(message["message_thread_id"])) if message.get("is_topic_message") else ""


def _incoming(key: str, told: _Told, body: Body, message: str | None = None) -> Incoming:
    """``told``: the message, or the press with its message, or the change; each says who did it."""
    person = told["from"]
    name = " ".join(part for part in (person["first_name"], person.get("last_name")) if part)
    return Incoming(
        channel=Channel.TELEGRAM,
        identity=str(int(person["id"])),
        key=key,
        body=body,
        name=clean(name),
        language=_language(person),
        message=message,
        topic=_topic(told.get("message") or told),
    )


def _language(person: _Told) -> str:
    return clean(person.get("language_code") or "")


def _press(key: str, query: _Told) -> Update:
    acknowledged, message = str(query["id"]), query.get("message")
    if message is None:
        return Update(key=key, query=acknowledged)
    number, is_there = int(message["message_id"]), message["date"] != 0
    pressed = Pressed(message=number, picture=bool(message.get("photo")) if is_there else None)
    data, said = query.get("data"), None
    if data and _private(message):
        said = _incoming(key, query, Tapped(data=clean(data)), str(number))
    return Update(key=key, chat=_chat_of(message), said=said, pressed=pressed, query=acknowledged)


def _message(key: str, message: _Told) -> Update:
    person, chat = message.get("from"), _chat_of(message)
    if person is None or not _private(message):
        return Update(key=key, chat=chat)
    text = message.get("text")
    if text is not None:
        return Update(key=key, chat=chat, said=_incoming(key, message, _typed(clean(text))))
    if checklist := message.get("checklist"):
        return Update(key=key, chat=chat, said=_incoming(key, message, Typed(text=clean(_lines(checklist)))))
    if message.get("checklist_tasks_added"):
        return Update(key=key, chat=chat, said=_edited(message))
    attached = _attached(message)
    kind = _kind(message, attached)
    if kind is None:
        return Update(key=key, chat=chat)
    if kind in _UNSEEN and (caption := message.get("caption")):
        words = Typed(text=clean(caption), source=Source.CAPTION)
        return Update(key=key, chat=chat, said=_incoming(key, message, words))
    name = attached.attachment.name if attached else ""
    said = _incoming(key, message, Sent(kind=kind, text=clean(_words(message)), name=clean(name)))
    return Update(key=key, chat=chat, said=said, attached=attached)


def _typed(text: str) -> Typed | Started:
    if not text.startswith("/"):
        return Typed(text=text)
    command, _, rest = text.partition(" ")
    command = command.partition("@")[0]
    if command == "/start":
        return Started(code=rest.strip() or None)
    return Typed(text=f"{command} {rest}".strip())


def _lines(checklist: _Told) -> str:
    """A checklist as its title and tasks, one per line."""
    return "\n".join(part for part in (checklist["title"], *(task["text"] for task in checklist["tasks"])) if part)


def _kind(message: _Told, attached: Attached | None) -> SentKind | None:
    if message.get("photo"):
        return SentKind.PICTURE
    if message.get("location") or message.get("venue"):
        return SentKind.LOCATION
    if message.get("voice"):
        return SentKind.VOICE
    if message.get("sticker"):
        return SentKind.STICKER
    if attached is not None:
        return kind_of(attached.attachment)
    told = {name for name, each in message.items() if each is not None}
    is_notice = _NOTICES & told and not _SENT & told
    return None if is_notice else SentKind.OTHER


def _words(message: _Told) -> str:
    if caption := message.get("caption"):
        return str(caption)
    if venue := message.get("venue"):
        return f"{venue['title']}, {venue['address']}"
    if location := message.get("location"):
        return f"{location['latitude']},{location['longitude']}"
    contact = message.get("contact")
    return str(contact["phone_number"]) if contact else ""


def _attached(message: _Told) -> Attached | None:
    """The picture in the largest size that we read, or the file; an animation is neither."""
    if photo := message.get("photo"):
        sizes = [size for size in photo if _size(size) <= MOST_BYTES[SentKind.PICTURE]]
        attachment = Attachment(mime="image/jpeg", size=_size(photo[-1]))
        return Attached(file_id=str((sizes or photo)[-1]["file_id"]), attachment=attachment)
    document = message.get("document")
    if not document or message.get("animation"):
        return None
    name, mime = clean(document.get("file_name") or ""), clean(document.get("mime_type") or "")
    return Attached(file_id=str(document["file_id"]), attachment=Attachment(name=name, mime=mime, size=_size(document)))


def _size(file: _Told) -> int:
    return int(file.get("file_size") or 0)


def _edited(message: _Told) -> ChannelRemarks | None:
    """A live location is "edited" every few seconds: only changed words are answered."""
    person = message.get("from")
    if not any(message.get(each) for each in _CHANGED_WORDS) or person is None or not _private(message):
        return None
    return _remark(message, Occasion.EDITED, person)


def _remark(told: _Told, remark: Occasion, person: _Told) -> ChannelRemarks:
    return ChannelRemarks(
        chat=_chat_of(told),
        identity=str(int(person["id"])),
        remark=remark,
        language=_language(person),
        topic=_topic(told),
    )


def _membership(key: str, change: _Told) -> Read:
    now, before = change["new_chat_member"]["status"], change["old_chat_member"]["status"]
    if _private(change):
        return _incoming(key, change, Left()) if now in _GONE else None
    if change["chat"]["type"] == ChatType.CHANNEL or now in _GONE or before not in _GONE:
        return None
    return _remark(change, Occasion.PRIVATE_ONLY, change["from"])
