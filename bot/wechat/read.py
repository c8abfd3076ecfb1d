"""Translates WeChat's messages into ``Incoming``; nothing is decided here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from wechatpy import parse_message

from domain.tables.people import Channel
from handlers.conversation.turn import (
    BUTTON_BYTES,
    Body,
    Incoming,
    Left,
    Sent,
    SentKind,
    Source,
    Started,
    Tapped,
    Typed,
)
from storage.files.unreadable import UnreadableReason
from storage.wechat_quota import Contact

#: WeChat's placeholder for content it does not deliver: shop stickers, mini programs, video channels.
_WITHHELD = re.compile(r"^[【\[]收到不支持的消息类型[，,]\s*暂无法显示[】\]]$")
_KINDS = {"image": SentKind.PICTURE, "voice": SentKind.VOICE}
#: WeChat's scanner names the kind of code before what it says: ``EAN_13,6901234567892``.
_CODE_KIND = re.compile(r"^[A-Z]+(?:_[A-Z0-9]+)*,")


class MalformedError(Exception):
    """The body is no message as WeChat writes them."""


@dataclass(frozen=True, kw_only=True)
class WeChatMessage:
    """One delivery. ``picture``: the media id; the picture's address is not read, as anybody could write one."""

    sender: str
    account: str
    at: datetime
    contact: Contact | None
    incoming: Incoming | None
    picture: str = ""


def read(xml: str) -> WeChatMessage:
    """Parse one message; every malformation raises the same error."""
    try:
        return _message(parse_message(xml)._data)  # noqa: SLF001 - some fields are only there
    except Exception as problem:
        raise MalformedError(type(problem).__name__) from problem


def _message(fields: Mapping[str, Any]) -> WeChatMessage:
    sender, account = _required(fields, "FromUserName"), _required(fields, "ToUserName")
    at = datetime.fromtimestamp(int(_required(fields, "CreateTime")), UTC)
    body = _body(fields)
    message = WeChatMessage(sender=sender, account=account, at=at, contact=_contact(body, fields), incoming=None)
    if body is None:
        return message
    is_picture = isinstance(body, Sent) and body.kind is SentKind.PICTURE
    return replace(
        message,
        incoming=Incoming(channel=Channel.WECHAT, identity=sender, key=_key(fields), body=body),
        picture=_text(fields, "MediaId") if is_picture else "",
    )


def _body(fields: Mapping[str, Any]) -> Body | None:
    kind = _required(fields, "MsgType").lower()
    match kind:
        case "event":
            return _event(fields)
        case "text" if _WITHHELD.match(_text(fields, "Content").strip()):
            return Sent(kind=SentKind.WITHHELD)
        case "voice" if recognised := _text(fields, "Recognition").strip(" 。.，,？?！!"):
            return Typed(text=recognised, source=Source.HEARD)
        case "text":
            return Typed(text=_text(fields, "Content"), button=_button(fields))
        case "location":
            place = f"{_text(fields, 'Location_X')},{_text(fields, 'Location_Y')}"
            return Sent(kind=SentKind.LOCATION, text=_text(fields, "Label") or place)
        case "link":
            return Sent(kind=SentKind.OTHER, text=f"{_text(fields, 'Title')} {_text(fields, 'Url')}".strip())
        case "file":
            return Sent(kind=SentKind.FILE, name=_text(fields, "Title"), fault=UnreadableReason.WITHHELD)
        case _:
            return Sent(kind=_KINDS.get(kind, SentKind.OTHER), text=_text(fields, "Title"))


def _event(fields: Mapping[str, Any]) -> Body | None:
    """The events that people cause on purpose; WeChat's own need no answer.

    wechatpy has taken ``qrscene_`` off by now and calls the event after it.
    """
    key = _text(fields, "EventKey")
    match _required(fields, "Event").lower():
        case "subscribe" | "subscribe_scan_product":
            return Started()
        case "subscribe_scan" | "scan":
            return Started(code=key or None)
        case "unsubscribe":
            return Left()
        case "click" if 1 <= len(key.encode()) <= BUTTON_BYTES:
            return Tapped(data=key)
        case "scancode_push" | "scancode_waitmsg":
            scanned = _text(fields.get("ScanCodeInfo") or {}, "ScanResult")
            return Sent(kind=SentKind.SCAN, text=_CODE_KIND.sub("", scanned))
        case _:
            return None


def _contact(body: Body | None, fields: Mapping[str, Any]) -> Contact | None:
    """Whether this lets us write to the person: a tap on one of our links does not."""
    if body is None or isinstance(body, Left) or (isinstance(body, Typed) and body.button):
        return None
    return Contact.ACTED if "Event" in fields else Contact.WROTE


def _key(fields: Mapping[str, Any]) -> str:
    """Events have no id; their fields are hashed, as one may hold an invite code."""
    if number := _text(fields, "MsgId"):
        return number[:64]
    facts = [_text(fields, name) for name in ("FromUserName", "CreateTime", "Event", "EventKey")]
    return "event-" + sha256("\n".join(facts).encode()).hexdigest()[:40]


def _button(fields: Mapping[str, Any]) -> str | None:
    data = unquote(_text(fields, "bizmsgmenuid"))
    return data if 1 <= len(data.encode()) <= BUTTON_BYTES else None


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _required(fields: Mapping[str, Any], name: str) -> str:
    if not (value := _text(fields, name)):
        raise KeyError(name)
    return value
