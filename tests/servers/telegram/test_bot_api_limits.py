"""The rate limits of the loopback Bot API server, without a single sleep."""

from __future__ import annotations

from tests.servers.telegram.bare_bot import Bot
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_limits import Clock, Limiter, Limits


def limited(clock: Clock, pace: float = 0.0) -> BotApiServer:
    return BotApiServer(limits=Limits(), clock=clock, pace=pace)


def test_a_chat_takes_five_at_once_and_then_one_a_second(clock: Clock) -> None:
    with limited(clock) as server, Bot(server).http as http:
        bot = Bot(server)
        for person in (1, 2):
            server.person(id=person, first_name=f"P{person}").start()
        for _ in range(5):
            bot.do("sendMessage", chat_id=1, text="hi")
        answer = http.post("sendMessage", json={"chat_id": 1, "text": "hi"})
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
        assert answer.json()["parameters"] == {"retry_after": 1}
        assert answer.json()["description"] == "Too Many Requests: retry after 1"
        bot.do("sendMessage", chat_id=2, text="the others go on")
        clock.advance(1)
        bot.do("sendMessage", chat_id=1, text="hi")
        assert [call.status for call in server.refusals] == [429]
        bot.http.close()


def test_the_bot_as_a_whole_sends_thirty_a_second(clock: Clock) -> None:
    with limited(clock) as server:
        bot = Bot(server)
        for person in range(1, 32):
            server.person(id=person, first_name=f"P{person}").start()
        for person in range(1, 31):
            bot.do("sendMessage", chat_id=person, text="hi")
        assert bot.refused("sendMessage", chat_id=31, text="hi") == "Too Many Requests: retry after 1"
        clock.advance(1)
        bot.do("sendMessage", chat_id=31, text="hi")
        bot.http.close()


def test_a_person_who_takes_their_time_never_meets_the_limit(clock: Clock) -> None:
    with limited(clock, pace=2.0) as server:
        bot = Bot(server)
        phone = server.person(id=1, first_name="Slow")
        for number in range(20):
            phone.type(str(number))
            bot.do("sendMessage", chat_id=1, text=f"got {number}")
        assert server.refusals == []
        bot.http.close()


def test_an_album_larger_than_the_burst_takes_all_of_it(clock: Clock) -> None:
    limiter = Limiter(Limits(), clock.now)
    assert limiter.wait_for(1, 10) == 0
    assert limiter.wait_for(1, 10) == 5
    clock.advance(4.5)
    assert limiter.wait_for(1, 10) == 1
    clock.advance(0.5)
    assert limiter.wait_for(1, 10) == 0
