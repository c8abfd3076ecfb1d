"""Takes the README's pictures of the demo page; only when asked, with ``make screenshots``."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize

from bot.demo.goods import demo_goods
from bot.demo.pictures import draw
from storage.engine import Database
from storage.media import keep
from tests.demo.browser import NARROW, Window, chromium, opened_chromium, window
from tests.demo.shop import Page, Shop, order

#: Where the pictures go; unset: none are taken.
FOLDER = os.environ.get("DINGHUO_SCREENSHOTS", "")
README = ViewportSize(width=1440, height=860)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not FOLDER, reason="pictures are taken by make screenshots"),
    pytest.mark.skipif(chromium() is None, reason="no Chromium installed: no pictures were taken"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened_chromium() as browser:
        yield browser


@pytest.fixture
def folder() -> Path:
    folder = Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def pictured(page: Page, shop: Shop, database: Database) -> Page:
    with database.transaction() as session:
        shop.picture = keep(session, draw(demo_goods()[1]), "image/jpeg")
    return page


def act_a_little(visitor: Window, page: Page) -> None:
    """Enough for every phone to have something to show."""
    buyer, warehouse = visitor.phone("buyer"), visitor.phone("warehouse")
    buyer.shows("你好")
    buyer.type("可乐")
    buyer.key("➕").click()
    buyer.shows("11箱")
    warehouse.look("wechat")
    page.push("salesperson", order("待审核"))
    page.push("warehouse", order("待备货"))
    warehouse.shows("待备货")


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_four_phones(browser: Browser, pictured: Page, folder: Path, locale: str) -> None:
    with window(browser, README, locale, scale=2) as visitor:
        visitor.open(pictured.url)
        act_a_little(visitor, pictured)
        visitor.photograph(folder / f"demo-{locale}.png")


def test_one_phone_on_a_phone(browser: Browser, pictured: Page, folder: Path) -> None:
    with window(browser, NARROW, scale=2) as visitor:
        visitor.open(pictured.url)
        visitor.phone("buyer").type("可乐")
        visitor.phone("buyer").shows("10箱")
        visitor.photograph(folder / "demo-phone.png")
