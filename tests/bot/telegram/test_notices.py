"""Notices to people who did not just write, and cards redrawn where they stand."""

import pytest
from structlog.testing import capture_logs

from bot.messenger import Delivered, Later, Refused, Unreachable
from handlers.conversation.turn import Answer, Reply
from tests.bot.telegram.conftest import Run
from tests.bot.telegram.running import Running
from tests.bot.telegram.script import LONG, card, menu
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import TelegramPhone


@pytest.fixture
def running(run: Run, platform: BotApiServer, wang: TelegramPhone) -> Running:
    channel = run()
    wang.type("hello")
    wang.reply()
    platform.wait_until(lambda: platform.all_delivered)
    return channel


def test_a_notice_arrives_and_its_message_is_named(running: Running, wang: TelegramPhone) -> None:
    outcome = running.do(running.channel.messenger.push("1001", card("waits"), "en", None))
    assert outcome == Delivered(message=str(wang.last.message_id))
    assert wang.last.text == "Order\n\nwaits"


def test_a_notice_takes_the_place_of_the_card_before(running: Running, wang: TelegramPhone) -> None:
    messenger = running.channel.messenger
    first = running.do(messenger.push("1001", card("waits"), "en", None))
    assert isinstance(first, Delivered)
    assert running.do(messenger.push("1001", card("approved"), "en", first.message)) == first
    assert wang.last.earlier == ("Order\n\nwaits",)


def test_a_notice_whose_old_card_is_gone_comes_anew(running: Running, wang: TelegramPhone) -> None:
    outcome = running.do(running.channel.messenger.push("1001", card("approved"), "en", "98765"))
    assert outcome == Delivered(message=str(wang.last.message_id))


def test_a_picture_takes_the_place_of_a_text(
    running: Running, platform: BotApiServer, wang: TelegramPhone, picture: str
) -> None:
    first = running.do(running.channel.messenger.push("1001", menu(), "en", None))
    assert isinstance(first, Delivered)
    reply = Reply(lines=("look",), picture=picture)
    running.do(running.channel.messenger.push("1001", reply, "en", first.message))
    assert [shown.text for shown in wang.from_bot] == ["you said hello", "look"]


def test_a_long_notice_comes_whole(running: Running, wang: TelegramPhone) -> None:
    running.do(running.channel.messenger.push("1001", Reply(lines=tuple(LONG.split("\n"))), "en", None))
    assert "".join("".join(shown.text for shown in wang.from_bot[1:]).split()) == "".join(LONG.split())


def test_a_card_is_redrawn_where_it_stands(running: Running, platform: BotApiServer, wang: TelegramPhone) -> None:
    wang.type("card")
    message = str(wang.reply().message_id)
    redrawn = running.do(running.channel.messenger.redraw("1001", card("taken by Li"), "en", message))
    assert redrawn == Delivered(message=message)
    assert wang.last.text == "Order\n\ntaken by Li"


def test_a_card_that_is_gone_is_not_brought_back(running: Running, wang: TelegramPhone) -> None:
    before = len(wang.from_bot)
    running.do(running.channel.messenger.redraw("1001", card("taken by Li"), "en", "98765"))
    assert len(wang.from_bot) == before


def test_nobody_is_reached_who_blocked_us_or_never_came(running: Running, wang: TelegramPhone) -> None:
    wang.block_bot()
    push = running.channel.messenger.push
    assert isinstance(running.do(push("1001", card("waits"), "en", None)), Unreachable)
    assert isinstance(running.do(push("4004", card("waits"), "en", None)), Unreachable)


def test_a_chat_that_must_wait_says_how_long_and_is_left_alone(running: Running, platform: BotApiServer) -> None:
    platform.fail("sendMessage", status=429, retry_after=60)
    push = running.channel.messenger.push
    outcomes = [running.do(push("1001", card("waits"), "en", None)) for _ in range(2)]
    assert all(isinstance(outcome, Later) and 30 < outcome.seconds <= 60 for outcome in outcomes)
    assert len([call for call in platform.calls_of("sendMessage") if call.status == 429]) == 1


def test_a_network_fault_is_for_later(running: Running, platform: BotApiServer) -> None:
    platform.drop("sendMessage")
    outcome = running.do(running.channel.messenger.push("1001", card("waits"), "en", None))
    assert isinstance(outcome, Later)
    assert platform.token not in outcome.reason


def test_what_telegram_refuses_is_said_in_the_log(running: Running, platform: BotApiServer) -> None:
    platform.fail("sendMessage", status=400)
    with capture_logs() as logs:
        outcome = running.do(running.channel.messenger.push("1001", card("waits"), "en", None))
    assert isinstance(outcome, Refused)
    assert [entry for entry in logs if entry["event"].startswith("Telegram refuses what we send")]


def test_news_in_an_answer_to_who_just_blocked_us_is_handed_over(
    running: Running, platform: BotApiServer, wang: TelegramPhone
) -> None:
    wang.block_bot()
    answer = Answer(language="en", replies=(card("news"), menu()), notices=1)
    running.do(running.channel.messenger.answer("1001", answer, None))
    assert [reply.lines for _, _, reply, _ in running.outbox.kept] == [("news",)]
