"""Each kind of message and event, read."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.wechat.read import MalformedError, WeChatMessage, read
from handlers.conversation.turn import Body, Left, Sent, SentKind, Source, Started, Tapped, Typed
from storage.files.unreadable import UnreadableReason
from storage.wechat_quota import Contact
from tests.servers.wechat.wechat_xml import write


def letter(**fields: str | int) -> WeChatMessage:
    address: dict[str, Any] = {"ToUserName": "gh", "FromUserName": "o1", "CreateTime": 1_700_000_000}
    return read(write({**address, **fields}))


def event(name: str, **fields: str | int) -> WeChatMessage:
    return letter(MsgType="event", Event=name, **fields)


@pytest.mark.parametrize(
    ("message", "body"),
    [
        ({"MsgType": "text", "Content": "可乐"}, Typed(text="可乐")),
        ({"MsgType": "text", "Content": "1"}, Typed(text="1")),
        ({"MsgType": "text", "Content": ""}, Typed(text="")),
        ({"MsgType": "text", "Content": "买", "bizmsgmenuid": "add:1"}, Typed(text="买", button="add:1")),
        ({"MsgType": "text", "Content": "买", "bizmsgmenuid": "x" * 65}, Typed(text="买")),
        ({"MsgType": "image", "PicUrl": "http://x", "MediaId": "m"}, Sent(kind=SentKind.PICTURE)),
        ({"MsgType": "voice", "MediaId": "m"}, Sent(kind=SentKind.VOICE)),
        ({"MsgType": "voice", "MediaId": "m", "Recognition": "。"}, Sent(kind=SentKind.VOICE)),
        ({"MsgType": "voice", "MediaId": "m", "Recognition": "可乐。"}, Typed(text="可乐", source=Source.HEARD)),
        ({"MsgType": "text", "Content": "【收到不支持的消息类型，暂无法显示】"}, Sent(kind=SentKind.WITHHELD)),
        (
            {"MsgType": "file", "Title": "订单.xlsx"},
            Sent(kind=SentKind.FILE, name="订单.xlsx", fault=UnreadableReason.WITHHELD),
        ),
        ({"MsgType": "link", "Title": "看", "Url": "http://x"}, Sent(kind=SentKind.OTHER, text="看 http://x")),
        ({"MsgType": "location", "Location_X": "1", "Location_Y": "2"}, Sent(kind=SentKind.LOCATION, text="1,2")),
        ({"MsgType": "shortvideo", "MediaId": "m"}, Sent(kind=SentKind.OTHER)),
        ({"MsgType": "something new"}, Sent(kind=SentKind.OTHER)),
    ],
)
def test_messages_are_read(message: dict[str, str], body: Body) -> None:
    incoming = letter(**message, MsgId=7).incoming
    assert incoming is not None
    assert (incoming.body, incoming.key, incoming.identity) == (body, "7", "o1")


@pytest.mark.parametrize(
    ("name", "key", "body"),
    [
        ("subscribe", "", Started()),
        ("subscribe", "qrscene_CODE", Started(code="CODE")),
        ("subscribe", "last_trade_no_1", Started()),
        ("SCAN", "CODE", Started(code="CODE")),
        ("unsubscribe", "", Left()),
        ("CLICK", "cart", Tapped(data="cart")),
    ],
)
def test_events_that_people_cause_are_read(name: str, key: str, body: Body) -> None:
    incoming = event(name, EventKey=key).incoming
    assert incoming is not None
    assert incoming.body == body


@pytest.mark.parametrize(
    ("name", "key"),
    [("VIEW", "http://x"), ("TEMPLATESENDJOBFINISH", ""), ("LOCATION", ""), ("CLICK", ""), ("CLICK", "x" * 65)],
)
def test_events_of_wechat_itself_are_not(name: str, key: str) -> None:
    assert event(name, EventKey=key).incoming is None


def test_a_code_scanned_from_the_menu_is_read() -> None:
    scanned = "<ScanCodeInfo><ScanType>barcode</ScanType><ScanResult>EAN_13,690</ScanResult></ScanCodeInfo>"
    fields: dict[str, str | int] = {
        "ToUserName": "gh",
        "FromUserName": "o1",
        "CreateTime": 1,
        "MsgType": "event",
        "Event": "scancode_waitmsg",
    }
    incoming = read(write(fields).replace("</xml>", scanned + "</xml>")).incoming
    assert incoming is not None
    assert incoming.body == Sent(kind=SentKind.SCAN, text="690")


def test_an_event_delivered_again_has_the_same_key_and_another_has_not() -> None:
    keys = [
        event("CLICK", EventKey=key, CreateTime=second).incoming
        for key, second in [("a", 1), ("a", 1), ("a", 2), ("b", 1)]
    ]
    first, again, later, other = (incoming.key for incoming in keys if incoming)
    assert first == again
    assert len({first, later, other}) == 3
    assert len(first) <= 64


def test_an_invite_code_is_not_kept_in_a_key() -> None:
    incoming = event("SCAN", EventKey="SECRETCODE").incoming
    assert incoming is not None
    assert "SECRETCODE" not in incoming.key


@pytest.mark.parametrize(
    ("read_letter", "contact"),
    [
        (letter(MsgType="text", Content="可乐", MsgId=1), Contact.WROTE),
        (letter(MsgType="image", MediaId="m", MsgId=1), Contact.WROTE),
        (letter(MsgType="text", Content="买", bizmsgmenuid="add:1", MsgId=1), None),
        (event("CLICK", EventKey="cart"), Contact.ACTED),
        (event("subscribe", EventKey=""), Contact.ACTED),
        (event("SCAN", EventKey="CODE"), Contact.ACTED),
        (event("unsubscribe", EventKey=""), None),
        (event("VIEW", EventKey="http://x"), None),
    ],
)
def test_what_opens_a_window_is_known(read_letter: WeChatMessage, contact: Contact | None) -> None:
    assert (read_letter.contact, read_letter.at) == (contact, datetime.fromtimestamp(1_700_000_000, UTC))


@pytest.mark.parametrize(
    "xml", ["", "text", "<xml/>", "<xml>text</xml>", "<a><b/></a>", "<xml><MsgType><x/></MsgType></xml>"]
)
def test_everything_else_is_malformed(xml: str) -> None:
    with pytest.raises(MalformedError):
        read(xml)
