"""What the loopback Bot API server lets a bot write and edit, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.servers.telegram.bare_bot import ALICE, Bot, keyboard, picture, send_picture
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import TelegramPhone
from tests.servers.telegram.bot_api_screen import Shown

# Writing


def test_a_stranger_cannot_be_written_to(server: BotApiServer, bot: Bot) -> None:
    server.person(id=42, first_name="Silent")
    assert bot.refused("sendMessage", chat_id=42, text="hi") == "Bad Request: chat not found"
    assert bot.refused("sendMessage", chat_id=999, text="hi") == "Bad Request: chat not found"
    assert bot.refused("sendMessage", text="hi") == "Bad Request: chat_id is empty"


def test_text_has_its_limits(bot: Bot, alice: TelegramPhone) -> None:
    assert bot.refused("sendMessage", chat_id=ALICE) == "Bad Request: message text is empty"
    assert bot.refused("sendMessage", chat_id=ALICE, text=" \n") == "Bad Request: text must be non-empty"
    assert bot.refused("sendMessage", chat_id=ALICE, text="字" * 4097) == "Bad Request: message is too long"
    bot.do("sendMessage", chat_id=ALICE, text="字" * 4096)


def test_markup_does_not_count_towards_the_length(bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text=f"<b>{'&lt;' * 4096}</b>", parse_mode="HTML")
    assert alice.last.text == "<" * 4096


def test_html_becomes_text_and_entities(bot: Bot, alice: TelegramPhone) -> None:
    text = '<b>🛒 A</b> <a href="https://x.test/?a=1&amp;b=2">link</a> <code>1 &gt; 0</code> &copy; a & b'
    bot.do("sendMessage", chat_id=ALICE, text=text, parse_mode="HTML")
    assert alice.last.text == "🛒 A link 1 > 0 &copy; a & b"
    assert alice.last.entities == (
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "text_link", "url": "https://x.test/?a=1&b=2", "offset": 5, "length": 4},
        {"type": "code", "offset": 10, "length": 5},
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("价<blink>x</blink>", 'Unsupported start tag "blink" at byte offset 3'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_with_the_place(bot: Bot, alice: TelegramPhone, text: str, words: str) -> None:
    said = bot.refused("sendMessage", chat_id=ALICE, text=text, parse_mode="HTML")
    assert said == f"Bad Request: can't parse entities: {words}"


def test_a_reply_needs_the_message_it_answers(bot: Bot, alice: TelegramPhone) -> None:
    asked = alice.type("how much?")
    bot.do("sendMessage", chat_id=ALICE, text="5", reply_parameters={"message_id": asked.message_id})
    assert alice.last.reply_to == asked.message_id
    said = bot.refused("sendMessage", chat_id=ALICE, text="5", reply_parameters={"message_id": 777})
    assert said == "Bad Request: message to be replied not found"


def test_someone_who_blocked_the_bot_hears_nothing(bot: Bot, alice: TelegramPhone) -> None:
    alice.block_bot()
    answer = bot.ask("sendMessage", chat_id=ALICE, text="hi")
    assert (answer["error_code"], answer["description"]) == (403, "Forbidden: bot was blocked by the user")
    alice.start()
    bot.do("sendMessage", chat_id=ALICE, text="welcome back")
    kinds = [
        update["my_chat_member"]["new_chat_member"]["status"] for update in bot.updates() if "my_chat_member" in update
    ]
    assert kinds == ["kicked", "member"]


def shown(phone: TelegramPhone, message: dict[str, Any]) -> Shown:
    return next(seen for seen in phone.chat if seen.message_id == message["message_id"])


# Editing


def test_an_edit_changes_what_is_on_the_screen(bot: Bot, alice: TelegramPhone) -> None:
    message = bot.do("sendMessage", chat_id=ALICE, text="one", reply_markup=keyboard(["OK"]))
    edit = {"chat_id": ALICE, "message_id": message["message_id"]}
    bot.do("editMessageText", **edit, text="two", reply_markup=keyboard(["next"]))
    assert (alice.last.text, alice.last.labels, alice.last.earlier) == ("two", ("next",), ("one",))
    said = bot.refused("editMessageText", **edit, text=" two ", reply_markup=keyboard(["next"]))
    assert said.startswith("Bad Request: message is not modified: ")
    bot.do("editMessageText", **edit, text="two")
    assert alice.last.labels == ()
    bot.do("editMessageReplyMarkup", **edit, reply_markup=keyboard(["again"]))
    assert "not modified" in bot.refused("editMessageReplyMarkup", **edit, reply_markup=keyboard(["again"]))


def test_what_is_not_there_cannot_be_edited(bot: Bot, alice: TelegramPhone) -> None:
    mine = alice.type("my words")
    assert bot.refused("editMessageText", chat_id=ALICE, message_id=99, text="x").endswith("message to edit not found")
    said = bot.refused("editMessageText", chat_id=ALICE, message_id=mine.message_id, text="x")
    assert said == "Bad Request: message can't be edited"
    assert bot.refused("deleteMessage", chat_id=ALICE, message_id=99) == "Bad Request: message to delete not found"
    sent = bot.do("sendMessage", chat_id=ALICE, text="x")["message_id"]
    bot.do("deleteMessage", chat_id=ALICE, message_id=sent)
    assert bot.refused("editMessageText", chat_id=ALICE, message_id=sent, text="y").endswith("to edit not found")


def test_a_picture_is_edited_by_caption_and_media_a_text_only_by_text(bot: Bot, alice: TelegramPhone) -> None:
    photo = send_picture(bot, caption="old")
    edit = {"chat_id": ALICE, "message_id": photo["message_id"]}
    assert bot.refused("editMessageText", **edit, text="x").endswith("there is no text in the message to edit")
    bot.do("editMessageCaption", **edit, caption="new")
    assert (alice.last.text, alice.last.earlier) == ("new", ("old",))
    other = send_picture(bot, colour="blue")["photo"][-1]["file_id"]
    bot.do("editMessageMedia", **edit, media={"type": "photo", "media": other, "caption": "blue"})
    assert shown(alice, photo).text == "blue"
    assert shown(alice, photo).photo == picture(colour="blue")
    text = bot.do("sendMessage", chat_id=ALICE, text="plain")["message_id"]
    media = {"type": "photo", "media": other}
    assert "no caption" in bot.refused("editMessageCaption", chat_id=ALICE, message_id=text, caption="x")
    assert "no media" in bot.refused("editMessageMedia", chat_id=ALICE, message_id=text, media=media)
