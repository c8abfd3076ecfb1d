"""A fresh world for every test, on both databases and both channels."""

import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from domain.tables.people import Channel
from storage.engine import Database
from storage.schema_version import migrate
from tests.grounds import Ground, Grounds, Kind
from tests.lengths import LONG
from tests.nursery import Nursery
from tests.postgres import GIVEN, NoPostgresError, clients
from tests.world import World, build, world_on

#: Tests that are about channels, commands and serving; what they say of PostgreSQL, the stories, several processes and
#: the faults say as well.
CHANNELS = ("bot/commands", "bot/demo", "bot/telegram", "bot/wechat", "platforms")
#: Stories about what is read in words, files and photos, before any database is asked.
READING = ("test_barcode_photos.py", "test_dictating.py", "test_forging.py", "test_order_files.py", "test_words.py")

#: The ways in which stories are told; at length there are two more.
_USUAL = {(Channel.TELEGRAM, Kind.SQLITE), (Channel.WECHAT, Kind.POSTGRESQL)}
#: Where Linux keeps files in memory, and how much of it must be free for the files of a run.
MEMORY, ROOM = Path("/dev/shm"), 2 << 30

#: How long an example takes says more of the machine than of the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

#: A traceback drawn with all it holds takes half a second, and many tests let something fail.
*_before_drawn, _drawn = structlog.get_config()["processors"]
structlog.configure([*_before_drawn, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)])


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep the files of all tests in memory: nobody waits for a disk. With ``--basetemp`` they can be looked at."""
    is_worker, is_told = hasattr(config, "workerinput"), config.option.basetemp is not None
    if is_worker or is_told or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return
    config.option.basetemp = tempfile.mkdtemp(prefix="dinghuo-tests-", dir=MEMORY)
    config.add_cleanup(partial(shutil.rmtree, config.option.basetemp, ignore_errors=True))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every story is told on both channels and on both databases; in all four ways only at length.

    No channel knows which database there is, so the second channel is told on the second database; what is about
    channels or reading needs no second database. What tries thousands of messages does so in one way. All stories with
    all their examples are told on Telegram and SQLite; on the other way the first example of every second story is.
    """
    if LONG:
        return
    told: set[tuple[str, object, object]] = set()
    in_order = sorted(items, key=lambda item: item.nodeid)  # the same examples each time
    left_out = {item for item in in_order if not _is_usual(item) or _is_told_enough(item, told)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def _is_usual(item: pytest.Item) -> bool:
    if item.get_closest_marker("long"):
        return False
    channel, kind = _ways(item)
    if item.get_closest_marker("thorough"):
        return channel in (None, Channel.TELEGRAM) and kind in (None, Kind.SQLITE)
    place = item.path.relative_to(item.config.rootpath / "tests")
    if place.as_posix().startswith(CHANNELS) or place.name in READING:
        return kind is not Kind.POSTGRESQL
    return None in (channel, kind) or (channel, kind) in _USUAL


def _is_told_enough(item: pytest.Item, told: set[tuple[str, object, object]]) -> bool:
    """Whether a story was told in this way already, by another example, or is of the half that is not told in it."""
    channel, kind = _ways(item)
    if channel is None or (channel, kind) == (Channel.TELEGRAM, Kind.SQLITE):
        return False
    story = (item.nodeid.partition("[")[0], channel, kind)
    if story in told or (kind is Kind.POSTGRESQL and zlib.crc32(story[0].encode()) % 2):
        return True
    told.add(story)
    return False


def _ways(item: pytest.Item) -> tuple[object, object]:
    given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return given.get("channel"), given.get("kind")


@pytest.fixture(params=[Channel.TELEGRAM, Channel.WECHAT], ids=lambda channel: channel.value)
def channel(request: pytest.FixtureRequest) -> Channel:
    """Every story runs on both."""
    chosen: Channel = request.param
    return chosen


@pytest.fixture(params=Kind, ids=lambda kind: kind.value)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Whatever keeps facts runs on both."""
    chosen: Kind = request.param
    return chosen


@pytest.fixture(scope="session")
def grounds(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Grounds]:
    """The databases of this run."""
    grounds = Grounds(tmp_path_factory.mktemp("grounds"), worker_id)
    yield grounds
    grounds.close()


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where ``dinghuo`` starts at once."""
    with Nursery() as nursery:
        yield nursery


@pytest.fixture
def ground(kind: Kind, grounds: Grounds) -> Ground:
    """Where this test's databases stand."""
    try:
        return grounds.of(kind)
    except NoPostgresError as missing:
        pytest.skip(f"not tried on PostgreSQL: {missing}")


@pytest.fixture(scope="session", autouse=True)
def _clients_of_the_server() -> None:
    """Commands such as ``dinghuo backup`` find the programs that belong to the tests' server."""
    place = None if os.environ.get(GIVEN) else clients()
    if place is not None:
        os.environ["PATH"] = f"{place}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture
def database(ground: Ground) -> Iterator[Database]:
    """One with all tables and nothing in them."""
    with ground.plan("empty", migrate).opened() as database:
        yield database


@pytest.fixture
def world(channel: Channel, ground: Ground) -> Iterator[World]:
    """A small wholesaler with its dealers."""
    plan = ground.plan(f"world on {channel}", partial(build, channel=channel))
    with plan.opened() as database:
        yield world_on(database, channel)
