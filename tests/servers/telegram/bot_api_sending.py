"""Methods that put something new into a chat."""

from __future__ import annotations

from typing import Any

from tests.servers.telegram.bot_api_chats import Chat, Content, Posted
from tests.servers.telegram.bot_api_errors import bad_request
from tests.servers.telegram.bot_api_keyboard import Markup, checked_markup
from tests.servers.telegram.bot_api_markup import Marked, read_marked, utf16_length
from tests.servers.telegram.bot_api_params import Params
from tests.servers.telegram.bot_api_platform import Platform

MAX_TEXT = 4096
MAX_CAPTION = 1024
ALBUM = range(2, 11)
ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


def text_of(params: Params) -> Marked:
    """The text of a message, within its limits."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    marked = read_marked(params.text("text"), params.text("parse_mode"), params.structure("entities"))
    if not marked.text:
        raise bad_request("text must be non-empty")
    if utf16_length(marked.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return marked


def caption_of(params: Params) -> Marked:
    """The words under a picture or file; there may be none."""
    marked = read_marked(params.text("caption"), params.text("parse_mode"), params.structure("caption_entities"))
    if utf16_length(marked.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return marked


def send_message(platform: Platform, params: Params) -> dict[str, Any]:
    """`sendMessage`."""
    chat = platform.chat_to_write(params)
    marked = text_of(params)
    content = Content(text=marked.text, entities=marked.entities)
    return _sent(platform, params, chat, content)


def send_photo(platform: Platform, params: Params) -> dict[str, Any]:
    """`sendPhoto`: uploaded, attached or by file id."""
    chat = platform.chat_to_write(params)
    marked = caption_of(params)
    photo = platform.files.from_call(params, "photo", "photo")
    return _sent(platform, params, chat, Content(text=marked.text, entities=marked.entities, photo=photo))


def send_document(platform: Platform, params: Params) -> dict[str, Any]:
    """`sendDocument`."""
    chat = platform.chat_to_write(params)
    marked = caption_of(params)
    document = platform.files.from_call(params, "document", "document")
    return _sent(platform, params, chat, Content(text=marked.text, entities=marked.entities, document=document))


def send_media_group(platform: Platform, params: Params) -> list[dict[str, Any]]:
    """`sendMediaGroup`: an album of 2 to 10, all pictures or all files, without buttons."""
    chat = platform.chat_to_write(params)
    media = params.structure("media")
    if not isinstance(media, list) or len(media) not in ALBUM:
        raise bad_request("expected an Array of 2-10 InputMedia")
    if params.has("reply_markup"):
        raise bad_request("reply markup is not supported in albums")
    if len({entry.get("type") for entry in media}) > 1:
        raise bad_request("media of different types can't be mixed in an album")
    contents = [input_media(platform, params, entry) for entry in media]
    _check_reply(params, chat)
    platform.spend(chat, len(contents))
    album = [platform.post(chat, platform.bot, content) for content in contents]
    for posted in album:
        posted.group = str(album[0].message_id)
    return [posted.as_json() for posted in album]


def input_media(platform: Platform, params: Params, media: Any) -> Content:
    """An InputMedia of type photo or document."""
    if not isinstance(media, dict) or not media.get("media"):
        raise bad_request("can't parse InputMedia: media not found")
    words = Params(values={key: value for key, value in media.items() if key not in {"type", "media"}})
    marked = caption_of(words)
    match media.get("type"):
        case "photo":
            photo = platform.files.named(params, media["media"], "photo")
            return Content(text=marked.text, entities=marked.entities, photo=photo)
        case "document":
            document = platform.files.named(params, media["media"], "document")
            return Content(text=marked.text, entities=marked.entities, document=document)
    raise bad_request("type must be one of photo, document")


def send_chat_action(platform: Platform, params: Params) -> bool:
    """`sendChatAction`: typing…"""
    chat = platform.chat_to_write(params)
    _check_topic(params, chat)
    if params.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append(params.text("action"))
    return True


def _sent(platform: Platform, params: Params, chat: Chat, content: Content) -> dict[str, Any]:
    markup: Markup | None = checked_markup(params.structure("reply_markup"))
    reply_to, topic = _check_reply(params, chat), _check_topic(params, chat)
    platform.spend(chat)
    posted: Posted = platform.post(chat, platform.bot, content, markup, topic)
    posted.reply_to = reply_to
    return posted.as_json()


def _check_topic(params: Params, chat: Chat) -> int:
    """A topic of this chat that is still there; none where none is named."""
    topic = params.integer("message_thread_id")
    if topic and topic not in chat.topics:
        raise bad_request("message thread not found")
    return topic


def _check_reply(params: Params, chat: Chat) -> int:
    reply = params.structure("reply_parameters") or {}
    answered = int(reply.get("message_id") or params.integer("reply_to_message_id"))
    if not answered or chat.find(answered):
        return answered
    if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return 0
    raise bad_request("message to be replied not found")
