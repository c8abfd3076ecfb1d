"""Somebody sends far too much: some of it is answered, once they are told, then there is silence for a minute."""

from dataclasses import replace

import pytest
from sqlmodel import col, func, select

from domain.tables.people import Channel, Identity
from handlers.conversation.rate_limit import MessageLimit, RateDecision
from handlers.conversation.turn import Answer, Incoming, Typed
from storage.inbox import Delivery
from tests.world import World

MOST = 5


@pytest.fixture
def world(world: World) -> World:
    return replace(world, door=replace(world.door, limit=MessageLimit(MOST)))


def says(world: World, key: str, text: str = "菜单", who: str = "li") -> Answer:
    return world.door.answer(Incoming(channel=world.channel, identity=who, key=key, body=Typed(text=text)))


def title(answer: Answer) -> str:
    return answer.replies[0].title if answer.replies else ""


def kept(world: World, who: str = "li") -> int:
    with world.session() as session:
        query = select(func.count()).select_from(Delivery).join(Identity).where(col(Identity.external) == who)
        return session.exec(query).one()


def test_a_hundred_messages_a_second_get_few_answers_one_word_and_silence(world: World) -> None:
    answers = [says(world, str(number)) for number in range(100)]
    assert ["老李" in title(answer) for answer in answers[:MOST]] == [True] * MOST
    assert "歇一分钟" in title(answers[MOST])
    assert {answer.replies for answer in answers[MOST + 1 :]} == {()}
    assert kept(world) == MOST + 1


def test_a_minute_later_all_is_as_before(world: World) -> None:
    for number in range(20):
        says(world, str(number))
    world.clock.pass_(seconds=59)
    assert title(says(world, "early")) == ""
    world.clock.pass_(seconds=1)
    assert "老李" in title(says(world, "later"))


def test_whoever_goes_on_and_on_is_told_once_a_minute(world: World) -> None:
    told = 0
    for number in range(300):
        told += "歇一分钟" in title(says(world, str(number)))
        world.clock.pass_(seconds=1)
    assert 2 <= told <= 5


def test_what_the_platform_delivers_again_is_not_counted_and_gets_its_answer(world: World) -> None:
    first = [says(world, str(number)) for number in range(MOST + 1)]
    for _ in range(3):
        again = [says(world, str(number)) for number in range(MOST + 1)]
        assert [answer.replies for answer in again] == [answer.replies for answer in first]
        assert all(answer.repeated for answer in again)


def test_a_pace_that_a_person_can_keep_is_never_refused(world: World) -> None:
    for number in range(60):
        assert "老李" in title(says(world, str(number)))
        world.clock.pass_(seconds=13)


def test_others_do_not_notice(world: World) -> None:
    for number in range(50):
        says(world, f"li-{number}")
    assert "小王" in title(says(world, "wang-1", who="wang"))


def test_the_question_that_was_open_is_still_open_afterwards(world: World) -> None:
    world.dealer.types("KL330")
    for number in range(20):
        says(world, str(number), "1000000箱")
    world.clock.pass_(minutes=1)
    world.dealer.types("10箱").sees("现在是 10箱")


def test_a_stranger_who_guesses_is_stopped_too(world: World) -> None:
    answers = [says(world, str(number), f"BCDFGHJK{number:04}".replace("0", "2"), who="guess") for number in range(50)]
    assert sum(bool(answer.replies) for answer in answers) == MOST + 1


def test_who_is_told_reads_it_in_their_language(world: World) -> None:
    answers = [says(world, str(number), "menu", who="ann") for number in range(MOST + 1)]
    assert "give us a minute" in title(answers[MOST])


def test_one_not_heard_of_for_longest_is_forgotten_first(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr("handlers.conversation.rate_limit.REMEMBERED", 2)
    limit = MessageLimit(1)

    def verdict(who: str, key: str) -> RateDecision:
        incoming = Incoming(channel=Channel.TELEGRAM, identity=who, key=key, body=Typed(text=""))
        return limit.verdict(incoming, world.clock())

    assert [verdict(who, "1") for who in "abc"] == [RateDecision.ANSWER] * 3
    assert [verdict(who, "2") for who in "abc"] == [RateDecision.ANSWER, RateDecision.ANSWER, RateDecision.ANSWER]
    assert verdict("c", "3") is RateDecision.TELL
