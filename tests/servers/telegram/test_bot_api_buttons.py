"""Keyboards and presses on the loopback Bot API server."""

from __future__ import annotations

from typing import Any

import pytest

from tests.servers.telegram.bare_bot import ALICE, Bot, keyboard
from tests.servers.telegram.bot_api_limits import Clock
from tests.servers.telegram.bot_api_phone import NoSuchButtonError, TelegramPhone


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (keyboard(["x" * 62]), "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": ""}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "字" * 22}]]}, "BUTTON_DATA_INVALID"),
        (keyboard(*[["a"]] * 101), "reply markup is too long"),
        (keyboard(["a"] * 9), "reply markup is too long"),
        ({"inline_keyboard": [[{"text": "a"}]]}, "Text buttons are unallowed in the inline keyboard"),
        ({"inline_keyboard": [[{"text": " ", "callback_data": "a"}]]}, "button text must be non-empty"),
        ({"inline_keyboard": [[{"text": "a", "url": "nowhere"}]]}, "Wrong HTTP URL"),
        ({"inline_keyboard": [{"text": "a"}]}, "expected an Array of Arrays"),
        ("{broken", "can't parse reply markup JSON object"),
    ],
)
def test_wrong_keyboards_are_refused(bot: Bot, alice: TelegramPhone, markup: Any, words: str) -> None:
    assert words in bot.refused("sendMessage", chat_id=ALICE, text="hi", reply_markup=markup)


def test_the_largest_keyboard_goes_through(bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text="hi", reply_markup=keyboard(*[["a"] * 4] * 25))
    assert len(alice.last.buttons) == 100
    bot.do("sendMessage", chat_id=ALICE, text="hi", reply_markup=keyboard(["b" * 61]))


def test_a_press_finds_the_newest_message_with_that_button(bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text="first", reply_markup=keyboard(["🛒 cart", "🏠 menu"]))
    second = bot.do("sendMessage", chat_id=ALICE, text="second", reply_markup=keyboard(["🛒 cart"]))
    alice.press("🛒")
    alice.press("do:🏠")
    pressed = [update["callback_query"] for update in bot.updates() if "callback_query" in update]
    assert [query["data"] for query in pressed] == ["do:🛒 cart", "do:🏠 menu"]
    assert pressed[0]["message"]["message_id"] == second["message_id"]
    assert pressed[0]["from"] == {"id": ALICE, "is_bot": False, "first_name": "Alice", "language_code": "en"}


def test_a_missing_button_names_those_on_the_screen(bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text="hi", reply_markup=keyboard(["✅ yes", "❌ no"]))
    with pytest.raises(NoSuchButtonError, match=r"✅ yes.*❌ no"):
        alice.press("perhaps")


def test_a_press_is_answered_once_and_in_time(bot: Bot, alice: TelegramPhone, clock: Clock) -> None:
    message = bot.do("sendMessage", chat_id=ALICE, text="hi", reply_markup=keyboard(["OK"]))
    press = alice.press("OK")
    assert bot.refused("answerCallbackQuery", callback_query_id=press.query_id, text="x" * 201).endswith("TOO_LONG")
    assert bot.server.unanswered == [press]
    bot.do("answerCallbackQuery", callback_query_id=press.query_id, text="done", show_alert=True)
    assert (press.answered, press.answer, press.alert) == (True, "done", True)
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert bot.refused("answerCallbackQuery", callback_query_id=press.query_id) == too_old
    assert bot.refused("answerCallbackQuery", callback_query_id="1") == too_old
    late = alice.press_stale(message["message_id"], "gone")
    clock.advance(16)
    assert bot.refused("answerCallbackQuery", callback_query_id=late.query_id) == too_old


def test_a_press_on_a_deleted_message_carries_only_its_number(bot: Bot, alice: TelegramPhone) -> None:
    message = bot.do("sendMessage", chat_id=ALICE, text="hi", reply_markup=keyboard(["OK"]))
    bot.do("deleteMessage", chat_id=ALICE, message_id=message["message_id"])
    alice.press_stale(message["message_id"], "do:OK")
    assert bot.updates()[-1]["callback_query"]["message"]["date"] == 0


def test_keys_below_the_text_field_send_their_words(bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text="menu", reply_markup={"keyboard": [["🔍 search", "🛒 cart"]]})
    alice.tap("🛒 cart")
    assert bot.updates()[-1]["message"]["text"] == "🛒 cart"
    bot.do("sendMessage", chat_id=ALICE, text="bye", reply_markup={"remove_keyboard": True})
    with pytest.raises(NoSuchButtonError):
        alice.tap("🛒 cart")
