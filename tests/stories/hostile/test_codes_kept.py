"""A code is given again while a platform may ask again, and then stands nowhere."""

import json
from dataclasses import replace

import pytest
from sqlmodel import select

from bot.processes.jobs import forget_codes, forget_old
from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Channel, Identity
from handlers.conversation.callback_data import data_of
from handlers.conversation.serialisation import dump_reply
from handlers.conversation.turn import Answer, Incoming, Reply, Tapped
from handlers.conversation.verbs import Verb
from storage import outbox
from storage.schema import METADATA
from tests.orders import place
from tests.world import World


@pytest.fixture
def world(world: World) -> World:
    """With a platform that has links for codes."""
    return replace(world, door=replace(world.door, invite_link=lambda code: f"https://t.me/shop?start={code}"))


def asks(world: World, data: str, who: str = "chen") -> Answer:
    """Presses a button under a key of its own, as the platform would deliver it again."""
    return world.door.answer(Incoming(channel=world.channel, identity=who, key="asked", body=Tapped(data=data)))


def code_in(answer: Answer) -> str:
    return next(line.partition("start=")[2] for reply in answer.replies for line in reply.lines if "start=" in line)


def runs(world: World) -> None:
    with world.database.transaction() as session:
        forget_codes(world.actor(session))


def everything_stored(world: World) -> str:
    with world.database.engine.connect() as connection:
        return json.dumps(
            [
                [str(value) for value in row]
                for table in METADATA.sorted_tables
                for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}"')
            ],
            ensure_ascii=False,
        )


@pytest.mark.parametrize(("who", "verb"), [("chen", "invite:warehouse"), ("li", "share")])
def test_a_code_is_given_again_shortly_after_and_then_stands_nowhere(world: World, who: str, verb: str) -> None:
    order = place(world, {"KL330": 24})
    data = verb if who == "chen" else data_of(Verb.SHARE, order.id)
    first = asks(world, data, who)
    code = code_in(first)
    world.clock.pass_(minutes=14)
    runs(world)
    assert asks(world, data, who).replies == first.replies
    world.clock.pass_(minutes=1)
    runs(world)
    runs(world)
    assert code not in everything_stored(world)
    again = asks(world, data, who)
    assert again.repeated
    assert "不再显示" in " ".join(reply.title for reply in again.replies)
    assert [reply.buttons for reply in again.replies] == [reply.buttons for reply in first.replies]


def test_the_blanked_code_still_opens_the_door(world: World) -> None:
    code = code_in(asks(world, "invite:warehouse"))
    world.clock.pass_(minutes=20)
    runs(world)
    world.phone("new").starts(code).sees("欢迎您")


def test_other_answers_stay_as_they_were(world: World) -> None:
    first = asks(world, "people")
    world.clock.pass_(minutes=20)
    runs(world)
    assert asks(world, "people").replies == first.replies


def test_a_reply_that_went_out_as_a_notice_is_not_kept(world: World) -> None:
    reply = dump_reply(Reply(title="BCDFGHJK2345"))
    with world.database.transaction() as session:
        outbox.enqueue_reply(session, world.channel, "chen", reply, "zh-CN", world.clock())
    runs(world)
    world.deliver()
    world.admin.hears("BCDFGHJK2345")
    world.clock.pass_(minutes=15)
    runs(world)
    with world.session() as session:
        assert session.exec(select(Notice).where(Notice.kind == NoticeKind.RESEND)).all() == []


def test_strangers_are_forgotten_after_a_month_and_people_are_not(world: World) -> None:
    world.phone("passer-by").types("hi")
    known = identities(world)
    world.clock.pass_(days=29)
    forgets(world)
    assert identities(world) == known
    world.clock.pass_(days=2)
    forgets(world)
    assert identities(world) == known - {"passer-by"}
    world.phone("passer-by").types("hi").sees("邀请")


def identities(world: World) -> set[str]:
    with world.session() as session:
        return set(session.exec(select(Identity.external).where(Identity.channel != Channel.DEMO)))


def forgets(world: World) -> None:
    with world.database.transaction() as session:
        forget_old(world.actor(session))
