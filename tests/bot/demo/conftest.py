import shutil
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from storage.engine import Database
from tests.bot.demo.browser import Window, opened_chromium, window
from tests.bot.demo.running import demo_in
from tests.bot.demo.shop import Page, Shop


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def page(database: Database, shop: Shop) -> Iterator[Page]:
    page = Page(database, shop)
    page.start()
    yield page
    page.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for the tests of a module."""
    with opened_chromium() as browser:
        yield browser


@pytest.fixture
def visitor(browser: Browser, page: Page) -> Iterator[Window]:
    with window(browser) as visitor:
        visitor.open(page.url)
        yield visitor
        assert visitor.troubles == []


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The first start on a fresh machine furnishes the house, once for all workers of a run."""
    own = tmp_path_factory.getbasetemp()
    run = own if worker_id == "master" else own.parent
    with (run / "demo.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        folder = run / "demo"
        if not folder.exists():
            folder.mkdir()
            with demo_in(folder):
                assert (folder / "data" / "demo.sqlite").is_file()
    return folder


@pytest.fixture
def own_house(furnished: Path, tmp_path: Path) -> Path:
    """A folder with the same house, untouched."""
    shutil.copytree(furnished / "data", tmp_path / "data")
    return tmp_path


@pytest.fixture
def url(own_house: Path) -> Iterator[str]:
    with demo_in(own_house) as url:
        yield url
