"""Telegram's updates in the conversation's words; nothing is decided here."""

from dataclasses import dataclass
from typing import TypeAlias

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update, User
from telegram.helpers import effective_message_type

from bot.contents import Enclosed, kind_of
from bot.telegram.aside import Aside, Remark
from domain.tables.people import Channel
from handlers.turn import Body, Incoming, Left, Sent, SentKind, Started, Tapped, Typed

#: What we ask Telegram to tell us about; whatever else happens in a chat is no business of ours.
ALLOWED_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)

_GONE = (ChatMember.BANNED, ChatMember.LEFT)

Read: TypeAlias = Incoming | Aside | None


class MalformedUpdateError(ValueError):
    """What arrived is not an update as Telegram writes them."""


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """The message whose button was pressed; ``picture`` is None where Telegram no longer tells."""

    message: int
    picture: bool | None


def parse(data: object) -> Update:
    """An update from decoded JSON; whatever is odd about it is one kind of error."""
    if not isinstance(data, dict) or type(data.get("update_id")) is not int:
        raise MalformedUpdateError("no update_id")
    try:
        update = Update.de_json(data)
        _ = read(update), chat_of(update), pressed(update)
    except Exception as error:  # noqa: BLE001 - the library checks no types: odd input fails in many ways, some later
        raise MalformedUpdateError(type(error).__name__) from None
    return update


def read(update: Update) -> Read:
    """What a person did, a remark the channel makes by itself, or nothing that concerns us.

    An edited text must not be ordered twice and must not be passed over in silence either: the person is told that
    only a new message counts. Groups are told once, when we are added, that we talk in private only.
    """
    if update.callback_query is not None:
        return _press(update, update.callback_query)
    if update.message is not None:
        return _message(update, update.message)
    if update.edited_message is not None:
        return _edited(update.edited_message)
    if update.my_chat_member is not None:
        return _membership(update, update.my_chat_member)
    return None


def pressed(update: Update) -> Pressed | None:
    """The message to edit, where a button of it was pressed."""
    message = update.callback_query.message if update.callback_query else None
    if message is None:
        return None
    picture = bool(message.photo) if isinstance(message, Message) and message.is_accessible else None
    return Pressed(message=message.message_id, picture=picture)


def chat_of(update: Update) -> int:
    """The chat an update belongs to; 0 for what belongs to none."""
    return int(update.effective_chat.id) if update.effective_chat else 0


def query_of(update: Update) -> str | None:
    """The press that waits to be acknowledged; its button shows a spinner until then."""
    return update.callback_query.id if update.callback_query else None


def clean(text: str) -> str:
    """Without what no database keeps: NUL and half characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _private(chat: Chat) -> bool:
    return chat.type == Chat.PRIVATE


def _person(person: User) -> tuple[str, str, str]:
    name = " ".join(part for part in (person.first_name, person.last_name) if part)
    return str(int(person.id)), clean(name), clean(person.language_code or "")


def _incoming(update: Update, person: User, body: Body, message: str | None = None) -> Incoming:
    identity, name, language = _person(person)
    return Incoming(
        channel=Channel.TELEGRAM,
        identity=identity,
        key=str(update.update_id),
        body=body,
        name=name,
        language=language,
        message=message,
    )


def _press(update: Update, query: CallbackQuery) -> Incoming | None:
    if query.message is None or not _private(query.message.chat) or not query.data:
        return None
    return _incoming(update, query.from_user, Tapped(data=clean(query.data)), str(query.message.message_id))


def _message(update: Update, message: Message) -> Incoming | None:
    if not _private(message.chat) or message.from_user is None:
        return None
    body = _body(message)
    return None if body is None else _incoming(update, message.from_user, body)


def _body(message: Message) -> Body | None:
    if message.text is not None:
        return _typed(clean(message.text))
    kind = _kind(message)
    return None if kind is None else Sent(kind=kind, text=clean(_words(message)), name=clean(_name(message)))


def _typed(text: str) -> Typed | Started:
    if not text.startswith("/"):
        return Typed(text=text)
    command, _, rest = text.partition(" ")
    command = command.partition("@")[0]
    if command == "/start":
        return Started(code=rest.strip() or None)
    return Typed(text=f"{command} {rest}".strip())


def _kind(message: Message) -> SentKind | None:
    """Notices of the platform itself (a pinned message, a new background) are nothing that a person sent."""
    if message.photo:
        return SentKind.PICTURE
    if message.location or message.venue:
        return SentKind.LOCATION
    if message.voice:
        return SentKind.VOICE
    if message.document and not message.animation:
        return kind_of(enclosed_in(message))
    is_notice = message.effective_attachment is None and effective_message_type(message) is not None
    return None if is_notice else SentKind.OTHER


def _words(message: Message) -> str:
    if message.caption:
        return message.caption
    if message.venue:
        return f"{message.venue.title}, {message.venue.address}"
    if message.location:
        return f"{message.location.latitude},{message.location.longitude}"
    return message.contact.phone_number if message.contact else ""


def _name(message: Message) -> str:
    return (message.document.file_name or "") if message.document else ""


def enclosed_in(message: Message) -> Enclosed:
    """What Telegram says of the picture or the file in a message."""
    if message.photo:
        return Enclosed(mime="image/jpeg", size=message.photo[-1].file_size or 0)
    document = message.document
    if document is None:
        return Enclosed()
    return Enclosed(name=_name(message), mime=document.mime_type or "", size=document.file_size or 0)


def _edited(message: Message) -> Aside | None:
    """A shared live location is 'edited' every few seconds: only changed words are answered."""
    words = message.text or message.caption
    if not words or message.from_user is None or not _private(message.chat):
        return None
    return Aside(chat=message.chat.id, remark=Remark.EDITED, language=message.from_user.language_code or "")


def _membership(update: Update, change: ChatMemberUpdated) -> Read:
    now, before = change.new_chat_member.status, change.old_chat_member.status
    if _private(change.chat):
        return _incoming(update, change.from_user, Left()) if now in _GONE else None
    if change.chat.type == Chat.CHANNEL or now in _GONE or before not in _GONE:
        return None
    return Aside(chat=change.chat.id, remark=Remark.PRIVATE_ONLY, language=change.from_user.language_code or "")
