"""Nothing leaves before the sync that covers it: answers, notices and confirmations survive a power cut (SQLite)."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from bot.durability import Durability
from bot.monitoring.readiness import Readiness
from bot.notice_sender import NoticeSender
from bot.turns import Turns
from bot.undelivered_replies import UndeliveredReplies
from domain.tables.carts import CartLine
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Channel
from handlers.conversation.turn import Answer, Incoming, Reply, Sent, SentKind, Typed
from storage import wal_sync
from storage.engine import Database
from storage.inbox import Delivery
from tests.bot.power_cuts import Disk
from tests.grounds import Grounds, Kind
from tests.orders import place
from tests.servers.messenger import ScriptedMessenger
from tests.world import World, build, open_world

PEOPLE = ("li", "ann", "wang", "zhao", "zhou", "chen", "sun", "mei", "mo")


@pytest.fixture
def channel() -> Channel:
    """No channel comes between a turn and the disk."""
    return Channel.TELEGRAM


@pytest.fixture
def disk() -> Iterator[Disk]:
    disk = Disk()
    yield disk
    disk.close()


@pytest.fixture
def world(grounds: Grounds, disk: Disk, channel: Channel) -> Iterator[World]:
    """The small wholesaler, served as `dinghuo serve` does."""
    plan = grounds.of(Kind.SQLITE).plan(f"world on {channel}", lambda database: build(database, channel))
    with plan.copy() as url:
        world = open_world(url, channel, lambda database: served(database, disk))
        world.catalogue_index.warm(world.database.engine)
        world.catalogue_index.wait()
        yield world
        world.database.close()


def served(database: Database, disk: Disk) -> Database:
    url = database.url.render_as_string(hide_password=False)
    database.close()
    return Database(url, group_commit=True, force=disk)


@pytest.fixture
def turns(world: World) -> Iterator[Turns]:
    turns = Turns(world.door, 2, lambda: None)
    yield turns
    turns.close()


def said(who: str, number: int, text: str = "可乐330 2箱") -> Incoming:
    return Incoming(channel=Channel.TELEGRAM, identity=who, key=f"{who}-{number}", body=Typed(text=text))


def beginning(database: Database) -> bytes:
    """The head of the log: another one each time it begins anew."""
    return Path(f"{database.url.database}-wal").read_bytes()[:32]


def kept(session: Session) -> set[str]:
    return {each.key for each in session.exec(select(Delivery))}


def test_an_answer_leaves_only_when_what_it_says_is_on_the_disk(world: World, turns: Turns, disk: Disk) -> None:
    async def talks(who: str) -> None:
        for number in range(5):
            incoming = said(who, number)
            await turns.ask(incoming)
            with disk.after_a_power_cut() as session:
                assert incoming.key in kept(session)

    async def everybody() -> None:
        await asyncio.gather(*(talks(who) for who in PEOPLE))

    asyncio.run(everybody())
    with world.session() as session:
        assert len(kept(session)) == 5 * len(PEOPLE)


def test_so_does_one_that_needed_a_thread(world: World, turns: Turns, disk: Disk) -> None:
    picture = Incoming(channel=Channel.TELEGRAM, identity="li", key="p", body=Sent(kind=SentKind.LOCATION))
    asyncio.run(turns.ask(picture))
    with disk.after_a_power_cut() as session:
        assert kept(session) == {"p"}


def test_those_who_wait_at_once_share_a_sync(world: World, turns: Turns, disk: Disk) -> None:
    """The first one's sync may have begun too early for the others: theirs is the second, and there is no third."""

    async def everybody() -> list[Answer]:
        disk.gate.clear()
        asking = [asyncio.ensure_future(turns.ask(said(who, 1))) for who in PEOPLE]
        for _ in range(100):
            await asyncio.sleep(0)
        assert world.database.last_commit > len(PEOPLE)
        assert not any(each.done() for each in asking)
        disk.gate.set()
        return await asyncio.gather(*asking)

    answers = asyncio.run(everybody())
    assert len(answers) == len(PEOPLE)
    assert disk.syncs in (1, 2)


def test_who_comes_in_whatever_moment_is_answered(world: World) -> None:
    """Also in the moment in which a sync has ended that began too early for them."""
    url = world.database.url.render_as_string(hide_password=False)
    database = Database(url, group_commit=True, force=lambda _: None)
    durability = Durability(database)

    async def one(pause: int) -> None:
        for number in range(50):
            with database.transaction():
                pass
            for _ in range((number + pause) % 4):
                await asyncio.sleep(0)
            await durability.wait()

    async def everybody() -> None:
        await asyncio.gather(*(one(pause) for pause in range(8)))

    asyncio.run(everybody())
    assert database.is_synced(database.last_commit)
    durability.close()
    database.close()


def test_the_loop_goes_on_while_the_disk_takes_its_time(world: World, turns: Turns, disk: Disk) -> None:
    async def meanwhile() -> int:
        disk.gate.clear()
        asking = asyncio.ensure_future(turns.ask(said("li", 1)))
        steps = 0
        while steps < 1_000:
            await asyncio.sleep(0)
            steps += 1
        assert not asking.done()
        disk.gate.set()
        await asking
        return steps

    assert asyncio.run(meanwhile()) == 1_000


def test_news_leaves_only_when_what_it_tells_of_is_on_the_disk(world: World, disk: Disk) -> None:
    order = place(world)
    messenger = ScriptedMessenger(world.channel)
    found: list[str] = []

    def cut() -> None:
        with disk.after_a_power_cut() as session:
            found.extend(each.number for each in session.exec(select(Order)))
            assert session.exec(select(Notice)).first() is not None

    messenger.after = cut
    sender = NoticeSender(world.database, world.supplier, world.clock, world.catalogue_index)
    sender.serve({world.channel: messenger})
    asyncio.run(sender.once())
    assert found == [order.number]


def test_a_reply_is_handed_over_only_when_it_is_on_the_disk(world: World, disk: Disk) -> None:
    late = UndeliveredReplies(world.database, world.clock, lambda: None)
    asyncio.run(late.put(world.channel, "li", Reply(title="迟到的回答"), "zh-CN"))
    with disk.after_a_power_cut() as session:
        assert session.exec(select(Notice)).one().kind is NoticeKind.RESEND


def test_what_a_killed_process_committed_is_synced_before_it_is_said_again(
    world: World, turns: Turns, disk: Disk
) -> None:
    """The answer is found in the log, which may be in the machine's memory only."""
    first = world.door.answer(said("li", 1))
    assert disk.syncs == 0
    world.database.close()
    disk_then = Disk()
    again = served(Database(world.database.url.render_as_string(hide_password=False)), disk_then)
    world.door = type(world.door)(
        database=again, supplier=world.supplier, now=world.clock, catalogue_index=world.catalogue_index
    )
    later = Turns(world.door, 1, lambda: None)
    answer = asyncio.run(later.ask(said("li", 1)))
    later.close()
    again.close()
    assert (answer.repeated, answer.replies) == (True, first.replies)
    assert disk_then.syncs == 1
    disk_then.close()


def test_nothing_is_said_any_more_once_the_disk_refused(world: World, turns: Turns, disk: Disk) -> None:
    """A sync that succeeds after one that failed does not mean that all is there."""
    disk.broken = True
    with pytest.raises(OperationalError):
        asyncio.run(turns.ask(said("li", 1)))
    disk.broken = False
    with pytest.raises(OperationalError):
        asyncio.run(turns.ask(said("li", 1)))
    assert disk.syncs == 1
    assert Readiness(world.database, world.clock).obstacle() == "the disk refused to sync"


def test_a_log_that_begins_anew_loses_nothing(world: World, disk: Disk, turns: Turns) -> None:
    """A checkpoint brings the log into the file, and the next turn writes over what is in the log."""
    beginnings: set[bytes] = set()

    async def talks() -> None:
        for number in range(12):
            incoming = said("li", number, f"可乐330 {number + 1}箱")
            await turns.ask(incoming)
            beginnings.add(beginning(world.database))
            with disk.after_a_power_cut() as session:
                assert incoming.key in kept(session)
                assert session.exec(select(CartLine)).first() is not None
            world.database.checkpoint()

    asyncio.run(talks())
    assert len(beginnings) == 12


def test_the_log_is_brought_into_the_file_beside_the_answers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wal_sync, "COMMITS_A_CHECKPOINT", 7)
    durability = Durability(world.database)
    turns = Turns(world.door, 1, lambda: None, durability=durability)

    async def talks() -> None:
        for number in range(8):
            await turns.ask(said("li", number))

    asyncio.run(talks())
    durability.close()
    turns.close()
    assert not world.database.needs_checkpoint


def test_a_database_by_itself_syncs_each_commit(tmp_path: Path) -> None:
    """Commands, the terminal's beginning and whoever forgets to share: ``FULL`` is 2."""
    for database, synchronous in (
        (Database(f"sqlite:///{tmp_path}/one.sqlite"), 2),
        (Database(f"sqlite:///{tmp_path}/two.sqlite", group_commit=True), 1),
    ):
        with database.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == synchronous
        database.close()
