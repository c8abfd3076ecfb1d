"""A message that fails for good holds up nobody: it is apologised for, written down and passed over."""

import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.command_context import utc_now
from bot.failed_updates import TRIES
from domain.tables.people import Channel
from handlers.conversation.turn import Incoming, Typed
from storage.engine import Database
from storage.failed_messages import PassedOver, recently_passed_over
from tests.bot.telegram.conftest import Run
from tests.bot.telegram.running import MOST_REMARKS, SECRET, Running
from tests.bot.telegram.script import Script
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import TelegramPhone

POISON = "this one always fails"
UNSURE = "成没成，现在还不知道"


@pytest.fixture(autouse=True)
def poisoned(script: Script) -> None:
    """Whoever writes these words finds a fault of ours."""

    def stumble(incoming: Incoming) -> None:
        if incoming.body == Typed(text=POISON):
            raise KeyError(POISON)

    script.before = stumble


def passed_over(database: Database) -> PassedOver:
    with database.transaction() as session:
        return recently_passed_over(session, utc_now())


def test_it_is_tried_a_few_times_and_others_are_answered(
    running: Running, platform: BotApiServer, database: Database, wang: TelegramPhone, li: TelegramPhone, script: Script
) -> None:
    wang.type(POISON)
    li.type("hello")
    li.wait_for("you said hello")
    wang.wait_for(UNSURE)
    wang.type("still there?")
    wang.wait_for("you said still there?")
    platform.wait_until(lambda: platform.all_delivered)
    assert len([each for each in script.asked if each.body == Typed(text=POISON)]) == TRIES
    found = passed_over(database)
    assert found.newest is not None
    assert (found.count, found.newest.channel, found.newest.times) == (1, Channel.TELEGRAM, TRIES)
    assert found.newest.why.startswith("KeyError ")
    assert POISON not in found.newest.why


def test_a_hundred_of_them_do_not_silence_the_bot(
    run: Run, wang: TelegramPhone, li: TelegramPhone, script: Script
) -> None:
    """So many are fetched at once: once the next was never seen."""
    run(webhook=False)
    for _ in range(100):
        wang.type(POISON)
    li.type("hello")
    li.wait_for("you said hello", 90)
    script.before = lambda _: None  # what still waits is answered before we go


def test_a_restart_does_not_begin_anew(
    run: Run, platform: BotApiServer, database: Database, wang: TelegramPhone, script: Script
) -> None:
    for _ in range(2):
        first = run(webhook=False)
        wang.type(POISON)
        wang.wait_for(UNSURE)
        platform.wait_until(lambda: platform.all_delivered)
        first.do(first.channel.stop())
    assert len(script.asked) == 2 * TRIES
    assert passed_over(database).count == 2


def test_numbers_that_begin_anew_lower_are_confirmed(run: Run, platform: BotApiServer, wang: TelegramPhone) -> None:
    """After a quiet week Telegram goes on from any number."""
    run(webhook=False)
    platform.begin_anew(727_334_703)
    wang.type("before")
    wang.wait_for("you said before")
    platform.wait_until(lambda: platform.all_delivered)
    platform.begin_anew(117_314_199)
    wang.type("after")
    wang.wait_for("you said after")
    platform.wait_until(lambda: platform.all_delivered)
    asked = len(platform.calls_of("getUpdates"))
    wang.type("and again")
    wang.wait_for("you said and again")
    assert len(platform.calls_of("getUpdates")) - asked < 5


def test_editing_again_and_again_is_answered_a_few_times(
    running: Running, platform: BotApiServer, wang: TelegramPhone
) -> None:
    written = wang.type("可乐 10箱")
    wang.wait_for("you said 可乐 10箱")
    for number in range(MOST_REMARKS + 5):
        with platform.platform.condition:
            chat = platform.platform.chats[1001]
            edited = chat.messages[written.message_id].as_json() | {"text": f"可乐 {number}箱", "edit_date": number}
            platform.platform.updated(chat, "edited_message", edited)
    platform.wait_until(lambda: platform.all_delivered, 20)
    texts = [shown.text for shown in wang.from_bot]
    assert len([text for text in texts if "请重新发一条" in text]) == MOST_REMARKS
    assert len([text for text in texts if "歇一分钟" in text]) == 1


PRESS: dict[str, Any] = {
    "id": "42",
    "from": {"id": 1001, "is_bot": False, "first_name": "Wang", "last_name": "Fang", "language_code": "zh-hans"},
    "data": "menu",
    "message": {"message_id": 5, "date": 1, "chat": {"id": 1001, "type": "private"}, "photo": [{"file_id": "p"}]},
}
DOCUMENT: dict[str, Any] = {
    "message_id": 6,
    "date": 1,
    "from": PRESS["from"],
    "chat": {"id": 1001, "type": "private"},
    "caption": "这个",
    "document": {"file_id": "d", "file_unique_id": "u", "file_name": "order.xlsx", "mime_type": "text/csv"},
}
TEXT = {**{name: each for name, each in DOCUMENT.items() if name != "document"}, "text": "可乐"}
UPDATES = {"callback_query": PRESS, "message": DOCUMENT, "edited_message": TEXT}
HALF = "a\ud800z"


def spoilt(told: Any, odd: object) -> Iterator[Any]:
    """The same with one value odd, for each that there is."""
    if isinstance(told, dict):
        for name, value in told.items():
            yield from ({**told, name: each} for each in spoilt(value, odd))
    elif isinstance(told, list):
        for number, value in enumerate(told):
            yield from ([*told[:number], each, *told[number + 1 :]] for each in spoilt(value, odd))
    yield odd


def statuses(running: Running, kind: str, *values: object) -> set[int]:
    connection = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=30)
    found = set()
    bodies = (body for odd in values for body in spoilt(UPDATES[kind], odd))
    for number, body in enumerate(bodies, start=1000):
        given = json.dumps({"update_id": number, kind: body}).encode()
        connection.request("POST", "/telegram/webhook", given, {"X-Telegram-Bot-Api-Secret-Token": SECRET})
        answer = connection.getresponse()
        answer.read()
        found.add(answer.status)
    connection.close()
    return found


@pytest.mark.parametrize("kind", UPDATES)
def test_half_a_character_anywhere_is_a_bad_request(run: Run, script: Script, kind: str) -> None:
    assert statuses(run(), kind, HALF) == {400}
    assert script.asked == []


@pytest.mark.parametrize("kind", UPDATES)
def test_nothing_odd_in_an_update_is_met_with_an_error(run: Run, kind: str) -> None:
    odd: tuple[object, ...] = (None, 3, -1, 2**70, 1.5, True, "", "\0", [], {}, [[]], {"id": None})
    assert statuses(run(), kind, *odd) <= {200, 400}
