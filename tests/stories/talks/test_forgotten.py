"""Talks are exported with a person and erased with them."""

import io
import zipfile

from sqlmodel import func, select

from domain.tables.threads import Thread, ThreadMessage, ThreadWriter
from storage import media
from storage.media import Media
from storage.privacy.data_export import archive
from storage.privacy.erasure import erase
from tests.returns import picture
from tests.world import World


def talked(world: World) -> None:
    world.dealer.types("人工").types("我家小孩明天生日").sends_file("shelf.jpg", picture())
    world.deliver()
    world.salesperson.taps("💬 回复").types("生日快乐")


def sheet(world: World, who: str) -> str:
    with world.session() as session:
        packed = archive(session, world.person(who).id)
    return zipfile.ZipFile(io.BytesIO(packed)).read("talks.csv").decode()


def left(world: World) -> list[int]:
    with world.session() as session:
        tables = (Thread, ThreadMessage, ThreadWriter, Media)
        return [session.exec(select(func.count()).select_from(table)).one() for table in tables]


def test_a_buyer_has_all_of_it_in_their_export_and_the_staff_what_they_said(world: World) -> None:
    talked(world)
    assert "我家小孩明天生日" in sheet(world, "老李")
    assert "生日快乐" in sheet(world, "老李")
    assert "生日快乐" in sheet(world, "小王")
    assert "我家小孩" not in sheet(world, "小王")
    assert "生日" not in sheet(world, "Ann")


def test_a_buyer_is_forgotten_with_their_talks_and_pictures(world: World) -> None:
    talked(world)
    world.english_dealer.types("talk to a human").types("hello there, are you open?")
    li = world.person("老李").id
    with world.database.transaction() as session:
        erase(world.actor(session), li)
    assert left(world) == [1, 1, 1, 1]
    world.clock.pass_(days=3)
    with world.database.transaction() as session:
        media.forget_unused(session, world.clock())
    assert left(world) == [1, 1, 1, 0]


def test_of_the_staff_only_the_name_goes(world: World) -> None:
    talked(world)
    wang = world.person("小王").id
    with world.database.transaction() as session:
        erase(world.actor(session), wang)
    assert left(world)[:3] == [1, 3, 1]
    world.dealer.types("欠款").taps("💬 对话").sees("生日快乐").does_not_see("小王：")
