"""A person and the channel, over a Bot API server, by webhook and by polling."""

import logging
import random
import re

import pytest

from domain.tables.people import Channel
from handlers.conversation.turn import Incoming, Left
from storage import card_messages
from storage.engine import Database
from tests.bot.telegram.conftest import Run
from tests.bot.telegram.running import Running
from tests.bot.telegram.script import LONG, Script
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import TelegramPhone

WRITING = ("sendMessage", "sendPhoto", "editMessageText", "editMessageMedia", "deleteMessage")


def answered(platform: BotApiServer) -> None:
    platform.wait_until(lambda: not platform.unanswered and platform.all_delivered)


def test_a_link_with_a_code_starts_the_conversation(running: Running, wang: TelegramPhone) -> None:
    assert running.channel.invite_link("AbC_1-") == "https://t.me/dinghuo_test_bot?start=AbC_1-"
    wang.start("AbC_1-")
    wang.wait_for("Pressed 0 times")
    assert [shown.text for shown in wang.from_bot] == ["welcome Wang AbC_1-", "Menu\n\nPressed 0 times"]


def test_a_press_edits_its_message_and_is_acknowledged(
    running: Running, platform: BotApiServer, wang: TelegramPhone
) -> None:
    wang.type("menu")
    wang.reply()
    wang.press("➕")
    assert wang.reply().text == "Menu\n\nPressed 1 times"
    answered(platform)
    assert len(wang.from_bot) == 1
    assert platform.refusals == []


def test_a_press_costs_one_call_by_webhook(run: Run, platform: BotApiServer, wang: TelegramPhone) -> None:
    run()
    wang.type("menu")
    wang.reply()
    before = len(platform.calls)
    wang.press("➕")
    answered(platform)
    calls = platform.calls[before:]
    assert [(call.method, call.in_webhook_reply) for call in calls] == [
        ("editMessageText", False),
        ("answerCallbackQuery", True),
    ]


def test_a_screen_that_does_not_change_is_no_trouble(
    running: Running, platform: BotApiServer, wang: TelegramPhone
) -> None:
    shown = wang.type("menu") and wang.reply()
    wang.press_stale(shown, "same")
    answered(platform)
    assert len(wang.from_bot) == 1


def test_a_press_on_a_message_that_is_gone_is_answered_with_a_new_one(
    running: Running, platform: BotApiServer, wang: TelegramPhone
) -> None:
    wang.type("menu")
    wang.press_stale(wang.reply().message_id + 700, "add:1")
    wang.wait_for("Pressed 1 times")
    answered(platform)
    assert len(wang.from_bot) == 2


def test_a_picture_is_uploaded_once_and_then_called_by_its_name(
    running: Running, platform: BotApiServer, wang: TelegramPhone, li: TelegramPhone
) -> None:
    wang.type("photo")
    assert wang.reply().photo
    answered(platform)
    li.type("photo")
    assert li.reply().photo == wang.last.photo
    first, second = platform.calls_of("sendPhoto")
    assert "<" in str(first.params["photo"]) or not str(first.params["photo"]).startswith("AgACAgI")
    assert str(second.params["photo"]).startswith("AgACAgI")


def test_a_picture_is_edited_in_place(running: Running, platform: BotApiServer, wang: TelegramPhone) -> None:
    wang.type("photo")
    wang.reply()
    wang.press("🔁")
    assert wang.reply().text == "Cola\n\nanother look"
    answered(platform)
    assert len(wang.from_bot) == 1
    assert platform.refusals == []


def test_a_text_becomes_a_picture_and_a_text_again(
    running: Running, platform: BotApiServer, wang: TelegramPhone
) -> None:
    wang.type("menu")
    wang.reply()
    wang.press("📷")
    wang.wait_for("a picture")
    answered(platform)
    assert [bool(shown.photo) for shown in wang.from_bot] == [True]
    wang.press("⬅️")
    wang.wait_for("Menu")
    answered(platform)
    assert [bool(shown.photo) for shown in wang.from_bot] == [False]
    assert platform.refusals == []


def test_a_picture_whose_name_telegram_forgot_is_uploaded_again(
    running: Running, platform: BotApiServer, wang: TelegramPhone
) -> None:
    wang.type("photo")
    wang.reply()
    with platform.platform.condition:
        platform.platform.files._by_id.clear()
    wang.type("photo")
    assert wang.reply().photo
    wang.type("photo")
    assert wang.reply().photo
    assert [call.status for call in platform.calls_of("sendPhoto")] == [200, 400, 200, 200]


def test_a_picture_that_telegram_refuses_is_left_out(
    running: Running, platform: BotApiServer, wang: TelegramPhone
) -> None:
    platform.fail("sendPhoto", status=400)
    wang.type("photo")
    assert wang.reply().text == "Cola\n\na picture"


def test_a_long_text_is_shown_whole_part_by_part(running: Running, platform: BotApiServer, wang: TelegramPhone) -> None:
    wang.type("long")
    seen = wang.reply().text
    while "more:0" not in (button.data for button in wang.last.buttons):
        wang.press("▶️")
        seen += wang.reply().text
        answered(platform)
    assert "".join(seen.split()) == "Long" + "".join(LONG.split())
    assert len(wang.from_bot) == 1


@pytest.mark.parametrize("parallel", [False, True], ids=["in turn", "at once"])
def test_the_same_delivery_again_is_answered_once(
    running: Running, platform: BotApiServer, wang: TelegramPhone, script: Script, *, parallel: bool
) -> None:
    platform.repeat_updates(3, parallel=parallel)
    wang.type("hello")
    wang.type("goodbye")
    platform.wait_until(lambda: platform.all_delivered)
    assert [shown.text for shown in wang.from_bot] == ["you said hello", "you said goodbye"]
    assert len({incoming.key for incoming in script.asked}) == 2


def test_a_message_is_delivered_again_while_the_conversation_cannot_work(
    running: Running, wang: TelegramPhone, script: Script
) -> None:
    script.away = 2
    wang.type("hello")
    wang.wait_for("you said hello", 20)
    assert len(script.asked) == 3


def test_messages_of_one_chat_stay_in_order_while_chats_go_side_by_side(
    running: Running, platform: BotApiServer, wang: TelegramPhone, li: TelegramPhone, script: Script
) -> None:
    script.broken = 1
    with platform.updates_held(shuffle=random.Random(7)):
        for number in range(3):
            wang.type(f"w{number}")
            li.type(f"l{number}")
    wang.wait_for("w2")
    li.wait_for("l2")
    assert [shown.text[-2:] for shown in wang.from_bot] == ["w0", "w1", "w2"]
    assert [shown.text[-2:] for shown in li.from_bot] == ["l0", "l1", "l2"]


def test_a_chat_that_must_wait_does_not_hold_up_another(
    running: Running, platform: BotApiServer, wang: TelegramPhone, li: TelegramPhone
) -> None:
    platform.fail("sendMessage", status=429, retry_after=2)
    wang.type("slow")
    platform.wait_until(lambda: bool(platform.calls_of("sendMessage", chat_id=1001)))
    li.type("quick")
    assert li.reply().text == "you said quick"
    assert wang.reply().text == "you said slow"
    first, second = platform.calls_of("sendMessage", chat_id=1001)
    assert second.at - first.at >= 2
    assert platform.calls_of("sendMessage", chat_id=1002)[0].at < second.at


def test_a_long_wait_goes_to_the_outbox(running: Running, platform: BotApiServer, wang: TelegramPhone) -> None:
    platform.fail("sendMessage", status=429, retry_after=300)
    wang.start()
    platform.wait_until(lambda: platform.all_delivered and len(running.outbox.kept) == 2)
    kept = [(channel, external, reply.text()) for channel, external, reply, _ in running.outbox.kept]
    assert kept[0] == (Channel.TELEGRAM, "1001", "welcome Wang")
    assert kept[1][2].startswith("Menu")


@pytest.mark.parametrize("after_doing", [False, True])
def test_a_broken_connection_is_tried_again(
    running: Running, platform: BotApiServer, wang: TelegramPhone, *, after_doing: bool
) -> None:
    platform.drop("editMessageText", after_doing=after_doing)
    wang.type("menu")
    wang.reply()
    wang.press("➕")
    wang.wait_for("Pressed 1 times")
    answered(platform)
    assert len(wang.from_bot) == 1
    assert running.outbox.kept == []


def test_a_server_fault_is_tried_again(running: Running, platform: BotApiServer, wang: TelegramPhone) -> None:
    platform.fail("sendMessage", status=502, times=2)
    wang.type("hello")
    assert wang.reply().text == "you said hello"


def test_somebody_who_blocks_us_has_left_and_is_not_written_to(
    running: Running, platform: BotApiServer, wang: TelegramPhone, script: Script
) -> None:
    wang.type("hello")
    wang.reply()
    before = len(platform.calls_of(*WRITING))
    wang.block_bot()
    platform.wait_until(lambda: platform.all_delivered)
    assert isinstance(script.asked[-1].body, Left)
    assert len(platform.calls_of(*WRITING)) == before


def test_somebody_who_blocks_us_while_we_answer_is_not_an_error(
    running: Running, platform: BotApiServer, wang: TelegramPhone, script: Script
) -> None:
    def block(_: Incoming) -> None:
        with platform.platform.condition:
            platform.platform.chats[1001].blocked = True

    script.before = block
    wang.type("hello")
    platform.wait_until(lambda: platform.all_delivered and bool(platform.calls_of("sendMessage")))
    assert running.outbox.kept == []


def test_a_press_acknowledged_too_late_is_no_trouble(
    running: Running, platform: BotApiServer, wang: TelegramPhone, script: Script
) -> None:
    wang.type("menu")
    wang.reply()
    script.before = lambda _: platform.clock.advance(60)
    wang.press("➕")
    assert wang.reply().text.endswith("Pressed 1 times")
    platform.wait_until(lambda: platform.all_delivered and bool(platform.calls_of("answerCallbackQuery")))


def test_an_edited_message_is_not_ordered_twice(
    running: Running, platform: BotApiServer, wang: TelegramPhone, script: Script
) -> None:
    written = wang.type("可乐 10箱")
    wang.reply()
    with platform.platform.condition:
        chat = platform.platform.chats[1001]
        edited = chat.messages[written.message_id].as_json() | {"text": "可乐 20箱", "edit_date": 1}
        platform.platform.updated(chat, "edited_message", edited)
    wang.wait_for("请重新发一条")
    assert len(script.asked) == 1


def test_a_card_is_remembered_where_it_stands(
    running: Running, platform: BotApiServer, database: Database, wang: TelegramPhone
) -> None:
    wang.type("card")
    shown = wang.reply()
    platform.wait_until(lambda: platform.all_delivered)
    with database.transaction() as session:
        assert card_messages.message_of(session, Channel.TELEGRAM, "1001", "order:42") == str(shown.message_id)


def test_everybody_sees_commands_in_their_language_and_role(
    running: Running, platform: BotApiServer, wang: TelegramPhone, li: TelegramPhone
) -> None:
    wang.start("JOIN")
    platform.wait_until(lambda: wang.commands[:2] == ["menu", "cart"])
    assert wang.commands == ["menu", "cart", "orders", "help", "language"]
    assert li.commands == ["menu", "help", "language"]
    words = {call.params["commands"][0]["description"] for call in platform.calls_of("setMyCommands")}
    assert words == {"主菜单", "Main menu"}


def test_no_token_and_no_secret_reaches_a_log(
    run: Run, platform: BotApiServer, wang: TelegramPhone, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for webhook in (True, False):
        with_channel = run(webhook=webhook)
        script.broken = 1
        platform.drop("sendMessage", times=2)
        wang.type(f"hello {webhook}")
        wang.wait_for(f"hello {webhook}")
        platform.fail("sendMessage", status=401)
        wang.type("again")
        wang.reply()
        with_channel.do(with_channel.channel.stop())
    secret = platform.token.partition(":")[2]
    assert caplog.text
    assert not re.search(f"{secret}|a-webhook-secret_1", caplog.text)
