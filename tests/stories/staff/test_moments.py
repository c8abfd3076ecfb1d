"""What takes but moments is answered at once, without a thread; all else, and whatever is in the way, is not."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from sqlmodel import func, select

from handlers.conversation.turn import Body, Incoming, Sent, SentKind, Tapped, Typed
from handlers.entry import menu
from handlers.front_door import BRIEF
from storage.inbox import Delivery
from tests.grounds import Kind
from tests.world import World


@pytest.fixture
def kind() -> Kind:
    """On PostgreSQL a turn waits for another process."""
    return Kind.SQLITE


@pytest.fixture(autouse=True)
def index(world: World) -> None:
    """The goods can be found: a process makes itself ready before anybody writes."""
    world.catalogue_index.warm(world.database.engine)
    world.catalogue_index.wait()


def said(world: World, body: Body, key: str = "1") -> Incoming:
    return Incoming(channel=world.channel, identity="li", key=key, body=body)


def kept(world: World) -> int:
    """How many messages have an answer."""
    with world.session() as session:
        return session.exec(select(func.count()).select_from(Delivery)).one()


def test_a_press_is_answered_at_once_and_the_same_when_it_comes_again(world: World) -> None:
    answer = world.door.answer_inline(said(world, Tapped(data="menu")))
    assert answer is not None
    assert "您好" in str(answer.replies)
    again = replace(answer, repeated=True)
    assert world.door.answer_inline(said(world, Tapped(data="menu"))) == again
    assert world.door.answer(said(world, Tapped(data="menu"))) == again
    assert kept(world) == 1


def test_a_refusal_is_an_answer_too(world: World) -> None:
    answer = world.door.answer_inline(said(world, Tapped(data="no such button")))
    assert answer is not None
    assert answer.refused


def test_while_somebody_here_writes_nothing_waits_and_nothing_is_done(world: World) -> None:
    with world.database.transaction():
        assert world.door.answer_inline(said(world, Typed(text="kele"))) is None
    assert kept(world) == 0
    assert "可乐" in str(world.door.answer(said(world, Typed(text="kele"))).replies)


def test_while_another_process_writes_nothing_waits_and_nothing_is_done(world: World) -> None:
    with closing(sqlite3.connect(str(world.database.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert world.door.answer_inline(said(world, Typed(text="kele"))) is None
        other.execute("ROLLBACK")
    assert world.door.answer_inline(said(world, Typed(text="kele"))) is not None


@pytest.mark.parametrize("body", [Typed(text="可" * (BRIEF + 1)), Sent(kind=SentKind.FILE, name="订单.xlsx")])
def test_what_may_take_long_gets_a_thread(world: World, body: Body) -> None:
    assert world.door.answer_inline(said(world, body)) is None
    assert world.door.answer(said(world, body)).replies


def test_while_the_goods_are_being_indexed_a_thread_may_wait_for_them(world: World) -> None:
    world.catalogue_index._version = -1
    assert world.door.answer_inline(said(world, Typed(text="kele"))) is None


def test_what_goes_wrong_at_once_is_told_by_the_thread(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr(menu, "home", broken)
    assert world.door.answer_inline(said(world, Tapped(data="menu"))) is None
    assert kept(world) == 0
    assert world.door.answer(said(world, Tapped(data="menu"))).trouble
