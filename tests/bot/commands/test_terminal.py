import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlmodel import select

from bot.commands.terminal import TerminalChat
from bot.settings import Settings
from bot.wiring import build
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Role
from domain.tables.notices import Notice
from domain.tables.orders import Order
from domain.tables.people import Channel, Identity
from storage.engine import Database
from storage.schema_version import migrate
from tests import things_enclosed as things
from tests.orders import current, place
from tests.world import MONDAY, World, furnish


@pytest.fixture
def channel() -> Channel:
    """The terminal is a channel of its own; where the others are does not matter."""
    return Channel.TELEGRAM


def talk(world: World, role: Role, lines: Iterable[str], paper: StringIO | None = None) -> str:
    """What somebody reads while these lines are typed, a minute after all that was before."""
    world.clock.pass_(minutes=1)
    paper = paper or StringIO()
    parts = build(Settings(database_url=world.database.url.render_as_string(hide_password=False)), now=world.clock)
    TerminalChat(parts=parts, role=role, lines=lines, console=Console(file=paper)).run()
    parts.turns.close()
    parts.database.close()
    return paper.getvalue()


def after(act: Callable[[], object], line: str) -> Iterator[str]:
    """A line that is typed after somebody else did something."""
    act()
    yield line


def place_of(words: str, page: str) -> str:
    """How the button with these words is chosen by its place."""
    before = page[: page.index(words)]
    return before[before.rindex("[") + 1 : before.rindex("]")]


def test_a_dealer_is_greeted_by_name_and_sees_numbered_buttons(world: World) -> None:
    page = talk(world, Role.BUYER, [])
    assert "老李" in page
    assert "[1] " in page
    assert "Ctrl+D" in page


def test_a_number_presses_a_button(world: World) -> None:
    order = place(world)
    number = place_of("📦", talk(world, Role.BUYER, []))
    assert number.isdecimal()
    assert order.number[5:] in talk(world, Role.BUYER, [number])


def test_news_comes_between_the_lines_and_only_once(world: World) -> None:
    page = talk(world, Role.SALESPERSON, after(lambda: place(world), "\n"))
    assert page.count("新消息") == 2  # in the hint, and above the card
    assert "李记便利店" in page
    assert "李记便利店" not in talk(world, Role.SALESPERSON, ["\n"])


def test_a_card_that_came_as_news_is_pressed_by_its_place(world: World) -> None:
    paper = StringIO()
    orders: list[Order] = []

    def typed() -> Iterator[str]:
        orders.append(place(world))
        yield "\n"
        yield place_of("✅ 通过", paper.getvalue())

    talk(world, Role.SALESPERSON, typed(), paper)
    assert current(world, orders[0]).status is OrderStatus.APPROVED


def test_who_left_the_terminal_is_reached_elsewhere_again(world: World) -> None:
    talk(world, Role.SALESPERSON, [])
    place(world)
    world.deliver()
    world.salesperson.hears("李记便利店")


def test_news_for_a_phone_just_used_stays_for_that_phone(world: World) -> None:
    def on_the_phone() -> None:
        world.clock.pass_(days=1)
        world.salesperson.starts()
        place(world)

    page = talk(world, Role.SALESPERSON, after(on_the_phone, "\n"))
    assert "李记便利店" not in page
    with world.session() as session:
        assert [notice.delivered_at for notice in session.exec(select(Notice))] == [None]
    world.deliver()
    world.salesperson.hears("李记便利店")


def test_each_role_has_one_seat(world: World) -> None:
    talk(world, Role.BUYER, [])
    talk(world, Role.BUYER, [])
    talk(world, Role.ADMIN, [])
    with world.session() as session:
        seats = session.exec(select(Identity.external).where(Identity.channel == Channel.TERMINAL)).all()
    assert sorted(seats) == ["admin", "buyer"]


def piped(folder: Path, role: str, typed: str) -> subprocess.CompletedProcess[str]:
    settings = {"DINGHUO_DATABASE_URL": f"sqlite:///{folder / 'house.sqlite'}", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "bot", "chat", "--as", role],
        input=typed,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=os.environ | settings,
        timeout=60,
        check=False,
    )


def test_a_talk_through_a_pipe_ends_with_the_input_and_has_no_colours(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'house.sqlite'}")
    migrate(database)
    with database.transaction() as session:
        furnish(session, MONDAY, Channel.TELEGRAM)
    database.close()
    talked = piped(tmp_path, "buyer", "帮助\n订单\n")
    assert talked.returncode == 0
    assert "老李" in talked.stdout
    assert "\x1b" not in talked.stdout
    assert not talked.stderr


def test_an_empty_house_asks_for_an_invite(tmp_path: Path) -> None:
    talked = piped(tmp_path, "warehouse", "")
    assert talked.returncode == 0
    assert "邀请" in talked.stdout


def test_a_file_of_this_machine_is_sent_like_in_a_chat(world: World, tmp_path: Path) -> None:
    order = tmp_path / "周一 订货.xlsx"
    order.write_bytes(things.workbook(things.ORDER))
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(things.photo("2000000000039"))
    page = talk(world, Role.BUYER, [f"/file {order}", f"/file {photo}"])
    assert "都放进购物车了" in page
    assert "周一 订货.xlsx：读到 2 行" in page
    assert "雪璃柠檬汽水" in page


def test_a_file_that_is_not_there_or_is_no_order_is_said_to_be(world: World, tmp_path: Path) -> None:
    program = tmp_path / "setup.exe"
    program.write_bytes(b"MZ")
    page = talk(world, Role.BUYER, [f"/file {tmp_path / 'nowhere.xlsx'}", f"/file {tmp_path}", f"/file {program}"])
    assert page.count("没有这个文件") == 2
    assert "这种文件我读不了" in page
