"""Telegram's updates in the conversation's words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.read import MalformedUpdateError, Pressed, Read, parse
from bot.telegram.remarks import ChannelRemarks, Occasion
from handlers.conversation.turn import Incoming, Left, Sent, SentKind, Source, Started, Tapped, Typed

WANG = {"id": 7, "is_bot": False, "first_name": "Wang", "last_name": "Fang", "language_code": "zh-hans"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Wang"}
GROUP = {"id": -50, "type": "group", "title": "Dealers"}
BOT = {"id": 1, "is_bot": True, "first_name": "Dinghuo"}
FIELDS = ("message_id", "date", "chat", "from", "id", "type", "text", "caption", "data", "message", "photo", "venue")
PHOTO = [{"file_id": "p", "file_unique_id": "u", "width": 9, "height": 9}]


def message(chat: dict[str, Any] = PRIVATE, **fields: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_700_000_000, "chat": chat, "from": WANG, **fields}


def seen(kind: str, body: Any) -> Read:
    return parse({"update_id": 99, kind: body}).said


def body_of(**fields: Any) -> Any:
    found = seen("message", message(**fields))
    return found.body if isinstance(found, Incoming) else found


def test_a_text_keeps_who_wrote_it_and_which_delivery_it_was() -> None:
    found = seen("message", message(text="可乐 10箱"))
    assert isinstance(found, Incoming)
    assert (found.identity, found.key, found.name, found.language) == ("7", "99-5.1700000000", "Wang Fang", "zh-hans")
    assert found.body == Typed(text="可乐 10箱")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("/start", Started()),
        ("/start AbC_9-", Started(code="AbC_9-")),
        ("/start@our_bot XYZ", Started(code="XYZ")),
        ("/menu", Typed(text="/menu")),
        ("/cart@our_bot", Typed(text="/cart")),
        ("/startle", Typed(text="/startle")),
        ("a\0bc", Typed(text="abc")),
    ],
)
def test_commands_and_odd_texts(text: str, body: object) -> None:
    assert body_of(text=text) == body


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ({"photo": PHOTO, "caption": "这个"}, Sent(kind=SentKind.PICTURE, text="这个")),
        (
            {"document": {"file_id": "d", "file_unique_id": "u", "file_name": "order.xlsx"}},
            Sent(kind=SentKind.FILE, name="order.xlsx"),
        ),
        (
            {
                "document": {
                    "file_id": "d",
                    "file_unique_id": "u",
                    "file_name": "shelf.jpg",
                    "mime_type": "image/jpeg",
                },
                "caption": "5箱",
            },
            Sent(kind=SentKind.PICTURE, text="5箱", name="shelf.jpg"),
        ),
        (
            {"document": {"file_id": "d", "file_unique_id": "u", "file_name": "shelf.PNG"}},
            Sent(kind=SentKind.PICTURE, name="shelf.PNG"),
        ),
        ({"location": {"latitude": 31.2, "longitude": 121.5}}, Sent(kind=SentKind.LOCATION, text="31.2,121.5")),
        ({"voice": {"file_id": "v", "file_unique_id": "u", "duration": 3}}, Sent(kind=SentKind.VOICE)),
        (
            {"contact": {"phone_number": "+8613800000000", "first_name": "W"}},
            Sent(kind=SentKind.OTHER, text="+8613800000000"),
        ),
        ({"dice": {"emoji": "🎲", "value": 3}}, Sent(kind=SentKind.OTHER)),
        ({"something_telegram_adds_next_year": {}}, Sent(kind=SentKind.OTHER)),
        ({"something_telegram_adds_next_year": {}, "effect_id": "1"}, Sent(kind=SentKind.OTHER)),
        ({"sticker": {"file_id": "s", "emoji": "👍"}}, Sent(kind=SentKind.STICKER)),
        ({"gift": {"gift": {}}}, Sent(kind=SentKind.OTHER)),
        ({"video": {"file_id": "v"}}, Sent(kind=SentKind.OTHER)),
        ({"video": {"file_id": "v"}, "caption": "红牛 1箱"}, Typed(text="红牛 1箱", source=Source.CAPTION)),
        ({"voice": {"file_id": "v"}, "caption": "红牛 1箱"}, Typed(text="红牛 1箱", source=Source.CAPTION)),
        (
            {"animation": {"file_id": "d"}, "document": {"file_id": "d"}, "caption": "a"},
            Typed(text="a", source=Source.CAPTION),
        ),
        (
            {"checklist": {"title": "周二", "tasks": [{"id": 1, "text": "可乐 1箱"}, {"id": 2, "text": "红牛 2箱"}]}},
            Typed(text="周二\n可乐 1箱\n红牛 2箱"),
        ),
        ({"checklist_tasks_done": {"marked_as_done_task_ids": [1]}}, None),
        ({"group_chat_created": True}, None),
        ({"write_access_allowed": {}}, None),
    ],
)
def test_what_is_sent_beside_text(fields: dict[str, Any], body: object) -> None:
    assert body_of(**fields) == body


def press(**fields: Any) -> dict[str, Any]:
    return {"id": "55", "from": WANG, "chat_instance": "1", "data": "add:3", "message": message(), **fields}


def test_a_press_names_its_message_and_whether_it_shows_a_picture() -> None:
    found = seen("callback_query", press())
    assert isinstance(found, Incoming)
    assert (found.body, found.message) == (Tapped(data="add:3"), "5")
    update = parse({"update_id": 1, "callback_query": press(message=message(photo=PHOTO))})
    assert (update.pressed, update.query) == (Pressed(message=5, picture=True), "55")


def test_a_press_on_a_message_that_is_gone_is_still_a_press() -> None:
    update = parse({"update_id": 1, "callback_query": press(message={"message_id": 5, "chat": PRIVATE, "date": 0})})
    assert update.pressed == Pressed(message=5, picture=None)
    assert isinstance(update.said, Incoming)


def test_a_press_in_a_group_or_without_data_is_none_of_ours() -> None:
    assert seen("callback_query", press(message=message(chat=GROUP))) is None
    assert seen("callback_query", press(data=None)) is None


def test_edited_words_get_a_remark_and_never_reach_the_conversation() -> None:
    remark = ChannelRemarks(chat=7, identity="7", remark=Occasion.EDITED, language="zh-hans")
    assert seen("edited_message", message(text="可乐 20箱")) == remark
    assert seen("edited_message", message(location={"latitude": 1.0, "longitude": 2.0})) is None
    in_topic = seen("edited_message", message(text="a", message_thread_id=9, is_topic_message=True))
    assert isinstance(in_topic, ChannelRemarks)
    assert in_topic.topic == "9"
    assert seen("edited_message", message(checklist={"title": "a", "tasks": []})) == remark
    assert seen("message", message(checklist_tasks_added={"tasks": [{"id": 3, "text": "可乐"}]})) == remark


def test_a_number_that_is_used_again_for_something_else_is_another_delivery() -> None:
    updates = [
        {"update_id": 7, "message": message(text="a")},
        {"update_id": 7, "message": message(text="b") | {"message_id": 6}},
        {"update_id": 7, "callback_query": press()},
        {"update_id": 7, "callback_query": press(id="56")},
        {"update_id": 8, "callback_query": press(id="56")},
    ]
    assert len({parse(update).key for update in updates}) == len(updates)
    assert parse(updates[0]).key == parse(updates[0]).key


def membership(chat: dict[str, Any], before: str, now: str) -> dict[str, Any]:
    def status(word: str) -> dict[str, Any]:
        return {"status": word, "user": BOT, "until_date": 0}

    return {
        "chat": chat,
        "from": WANG,
        "date": 0,
        "old_chat_member": status(before),
        "new_chat_member": status(now),
    }


def test_blocking_the_bot_is_leaving() -> None:
    found = seen("my_chat_member", membership(PRIVATE, "member", "kicked"))
    assert isinstance(found, Incoming)
    assert found.body == Left()
    assert seen("my_chat_member", membership(PRIVATE, "kicked", "member")) is None


def test_a_group_is_told_once_and_then_left_in_peace() -> None:
    remark = ChannelRemarks(chat=-50, identity="7", remark=Occasion.PRIVATE_ONLY, language="zh-hans")
    assert seen("my_chat_member", membership(GROUP, "left", "member")) == remark
    assert seen("my_chat_member", membership(GROUP, "member", "left")) is None
    assert seen("message", message(chat=GROUP, text="/start CODE")) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6),
    max_leaves=20,
)


@given(st.sampled_from(("message", "edited_message", "callback_query", "my_chat_member")), JSON)
def test_nothing_odd_gets_past_the_reader(kind: str, body: object) -> None:
    try:
        update = parse({"update_id": 1, kind: body})
    except MalformedUpdateError:
        return
    assert isinstance(update.chat, int)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"update_id": "7"},
        {"update_id": True},
        {"update_id": 7, "message": 5},
        {"update_id": 7, "message": {"message_id": 1}},
        {"update_id": 7, "message": message(text=5)},
        {"update_id": 7, "message": message(document={"file_id": "d", "file_unique_id": "u", "file_name": 5})},
        {"update_id": 7, "callback_query": press(data=["x"])},
        {"update_id": 7, "message": {**message(text="x"), "from": {**WANG, "id": "seven"}}},
    ],
)
def test_whatever_is_no_update_is_one_kind_of_error(data: object) -> None:
    with pytest.raises(MalformedUpdateError):
        parse(data)
