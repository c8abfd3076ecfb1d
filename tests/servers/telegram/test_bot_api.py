"""The loopback Bot API server itself: who may call, what is recorded, faults on demand, waiting."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from tests.servers.telegram.bare_bot import ALICE, Bot, keyboard
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_limits import Clock
from tests.servers.telegram.bot_api_phone import TelegramPhone

# Who is calling


def test_the_bot_learns_who_it_is(bot: Bot) -> None:
    assert bot.do("getMe")["username"] == "dinghuo_test_bot"


def test_an_unknown_token_is_unauthorized(server: BotApiServer) -> None:
    answer = httpx2.get(f"{server.base_url}1:nobody/getMe")
    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    assert bot.refused("sendPigeon") == "Not Found: method not found"


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
def test_parameters_may_come_in_any_form(bot: Bot, alice: TelegramPhone, way: str) -> None:
    values = {"chat_id": str(ALICE), "text": f"你好 {way}", "reply_markup": json.dumps(keyboard(["OK"]))}
    match way:
        case "query":
            bot.http.get("SENDMESSAGE", params=values)
        case "form":
            bot.http.post("sendMessage", data=values)
        case "json":
            bot.http.post("sendMessage", json=values)
        case "multipart":
            bot.http.post("sendMessage", data=values, files={"unused": ("a.bin", b"--x\r\n\r\n")})
    assert alice.last.text == f"你好 {way}"
    assert alice.last.labels == ("OK",)


# The record, faults and waiting


def test_every_call_is_recorded_and_refusals_stand_out(server: BotApiServer, bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text="hi")
    bot.refused("sendMessage", chat_id=ALICE, text="")
    calls = server.calls_of("sendMessage", chat_id=ALICE)
    assert [(call.status, call.params["text"]) for call in calls] == [(200, "hi"), (400, "")]
    assert [call.description for call in server.refusals] == ["Bad Request: message text is empty"]
    assert server.calls_of("sendMessage", chat_id=7) == []


def test_faults_hit_the_next_calls_and_are_not_the_bots(server: BotApiServer, bot: Bot, alice: TelegramPhone) -> None:
    server.fail("sendMessage", status=429, retry_after=7)
    server.fail("sendMessage", times=2)
    assert bot.ask("sendMessage", chat_id=ALICE, text="a")["parameters"] == {"retry_after": 7}
    assert [bot.ask("sendMessage", chat_id=ALICE, text="a")["error_code"] for _ in range(2)] == [500, 500]
    bot.do("sendMessage", chat_id=ALICE, text="b")
    assert [seen.text for seen in alice.from_bot] == ["b"]
    assert server.refusals == []


def test_a_lost_answer_leaves_the_message_in_place(server: BotApiServer, bot: Bot, alice: TelegramPhone) -> None:
    server.drop("sendMessage", after_doing=True)
    with pytest.raises(httpx2.TransportError):
        bot.ask("sendMessage", chat_id=ALICE, text="sent all the same")
    assert alice.last.text == "sent all the same"
    server.drop("*")
    with pytest.raises(httpx2.TransportError):
        bot.ask("sendMessage", chat_id=ALICE, text="never")
    assert len(alice.from_bot) == 1


def test_a_hanging_server_lets_go_when_it_stops(clock: Clock) -> None:
    server = BotApiServer(limits=None, clock=clock).start()
    server.hang("getMe", seconds=60)
    with ThreadPoolExecutor(1) as pool, httpx2.Client(timeout=30) as http:
        asked = pool.submit(http.get, f"{server.base_url}{server.token}/getMe")
        server.wait_until(lambda: bool(server.calls_of("getMe")))
        server.stop()
        assert isinstance(asked.exception(), httpx2.TransportError)


def test_waiting_in_vain_says_what_was_seen(server: BotApiServer, bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text="something else")
    with pytest.raises(AssertionError, match=r"(?s)never saw 'cola'.*sendMessage.*something else"):
        alice.wait_for("cola", timeout=0.01)


def test_a_phone_waits_for_what_comes_after_its_own_act(bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text="before", reply_markup=keyboard(["OK"]))
    press = alice.press("OK")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(bot.do, "editMessageText", chat_id=ALICE, message_id=press.message_id, text="after")
        assert alice.reply().text == "after"


def test_five_hundred_calls_a_second_are_no_trouble(server: BotApiServer, bot: Bot, alice: TelegramPhone) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: bot.ask("sendMessage", chat_id=ALICE, text=str(n)), range(400)))
    assert all(answer["ok"] for answer in answers)
    assert len({answer["result"]["message_id"] for answer in answers}) == 400
