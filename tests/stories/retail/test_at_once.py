"""Many strangers in the same moment, and a thousand in an hour: the bound of a day holds, and admins are told once."""

from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from domain import scheduled
from domain.checks import check_all
from domain.people.retail import JOINED
from domain.tables.catalogue import Counter
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event
from domain.tables.people import Account, Person
from tests.lengths import LONG
from tests.retail import open_door
from tests.together import at_once
from tests.world import World

MOST = 5
CROWD = 14


def joined(world: World) -> int:
    with world.session() as session:
        return session.exec(select(func.count()).select_from(Account).where(col(Account.retail).is_(True))).one()


def expired(world: World) -> int:
    """A run of the job that ends unpaid orders."""
    with world.database.transaction() as session:
        return scheduled.expire_due(world.actor(session))


def test_of_those_who_tap_in_the_same_moment_no_more_come_in_than_may(world: World) -> None:
    open_door(world, most=MOST)
    crowd = [world.phone(f"s{at}").types(f"张三 138000000{at:02d}") for at in range(CROWD)]
    at_once(*(lambda phone=phone: phone.taps("✅ 同意") for phone in crowd))
    inside = [phone for phone in crowd if "欢迎您" in phone.text]
    assert len(inside) == joined(world) == MOST
    assert all("明天再来" in phone.text for phone in crowd if phone not in inside)
    assert world.notices(NoticeKind.RETAIL_FULL) == 1
    with world.session() as session:
        names = session.exec(select(Account.name).where(col(Account.retail).is_(True))).all()
        assert len(set(names)) == MOST
        assert session.exec(select(Counter.value).where(col(Counter.name).startswith("retail:"))).one() == MOST
        assert check_all(session) == []


def test_who_taps_twice_at_once_comes_in_once(world: World) -> None:
    open_door(world)
    stranger = world.phone("new").types("张三 13800000000")
    button = stranger.find("✅ 同意")[1]
    at_once(*(lambda: stranger.taps_button(button) for _ in range(3)))
    assert joined(world) == 1
    with world.session() as session:
        assert len(session.exec(select(Event).where(Event.kind == JOINED)).all()) == 1
        assert len(session.exec(select(Person).where(Person.name == "张三")).all()) == 1


@pytest.mark.thorough
def test_a_crowd_within_an_hour_is_bounded(world: World) -> None:
    """A thousand at length; each writes, tells and taps, and who is in orders without paying.

    The next day nothing is held any more, and there is room again.
    """
    crowd, most = 1_000 if LONG else 120, 200 if LONG else 25
    open_door(world, most=most)
    before = world.stock("KL500").available
    for at in range(crowd):
        world.clock.at += timedelta(seconds=3.6)
        phone = world.phone(f"s{at}").types("你好").types(f"张三 1380000{at:04d}")
        if at >= most:
            phone.sees("明天再来")
            continue
        phone.taps("✅ 同意").types("可乐500 1瓶").taps("🛒").taps("✅ 去结算").taps("✏️ 写地址").types("翠竹弄9号")
        phone.taps("✅ 提交订单").sees("请先付")
    assert joined(world) == most
    assert world.notices(NoticeKind.RETAIL_FULL) == 1
    assert world.stock("KL500").available == before - most
    world.clock.at += timedelta(days=1)
    while expired(world):
        pass
    assert world.stock("KL500").available == before
    with world.session() as session:
        assert check_all(session) == []
    world.phone("s999" if LONG else "s119").types("张三 13800000000").taps("✅ 同意").sees("欢迎您")
