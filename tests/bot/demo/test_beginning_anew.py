"""The demo begun anew, by its button and by its option, and an invite played from one phone to another."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from domain.rules.invite_codes import LENGTH, LETTERS
from tests.bot.demo.browser import Window, chromium, window
from tests.bot.demo.running import demo_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium installed: the demo was not tried in a browser"),
]
ORDER = "峰泡可乐 330ml罐 2箱"
LINE = "峰泡可乐 330ml罐 × 2箱"
CODE = re.compile(rf"\b[{LETTERS}]{{{LENGTH}}}\b")


def ordered_in(visitor: Window) -> None:
    visitor.phone("buyer").hears("您好")
    visitor.phone("buyer").type(ORDER)
    visitor.phone("buyer").hears(LINE)


def is_fresh(visitor: Window) -> None:
    buyer = visitor.phone("buyer")
    buyer.hears("您好")
    expect(buyer.messages().filter(has_text=LINE)).to_have_count(0)
    buyer.type("购物车")
    buyer.hears("购物车是空的")


def begin_anew(visitor: Window) -> None:
    visitor.page.get_by_role("button", name="重新开始").click()
    visitor.page.get_by_role("dialog").get_by_role("button", name="重新开始").click()


def test_the_button_asks_once_and_then_begins_anew_on_every_open_page(browser: Browser, url: str) -> None:
    with window(browser) as visitor, window(browser) as other:
        visitor.open(url)
        other.open(url)
        ordered_in(visitor)
        other.phone("buyer").hears(LINE)
        visitor.page.get_by_role("button", name="重新开始").click()
        visitor.page.get_by_role("button", name="先不").click()
        visitor.phone("buyer").hears(LINE)
        begin_anew(visitor)
        for page in (visitor, other):  # its own news may have come already
            expect(page.phone("buyer").messages().filter(has_text=LINE)).to_have_count(0, timeout=60_000)
        is_fresh(visitor)
        other.phone("buyer").hears("购物车是空的")


@pytest.mark.long
def test_the_first_news_is_in_the_language_of_whoever_opens_the_page(browser: Browser, url: str) -> None:
    with window(browser, locale="en") as visitor:
        visitor.open(url)
        for chat, title in (("salesperson", "New order"), ("warehouse", "To pick")):
            messages = visitor.phone(chat).messages()  # the day's digest or a reminder may have come beside it
            expect(messages.filter(has_text=title).first).to_be_visible()
        assert visitor.troubles == []


@pytest.mark.long
def test_the_option_begins_anew(browser: Browser, own_house: Path) -> None:
    with demo_in(own_house) as url, window(browser) as visitor:
        visitor.open(url)
        ordered_in(visitor)
    with demo_in(own_house, "--reset") as url, window(browser) as visitor:
        visitor.open(url)
        is_fresh(visitor)


def test_a_stranger_comes_in_by_the_invite_of_the_admin(browser: Browser, url: str) -> None:
    with window(browser) as visitor:
        visitor.open(url)
        visitor.page.locator(".tab[data-chat=admin]").click()
        admin = visitor.phone("admin")
        admin.key("人员与邀请").click()
        admin.key("邀请仓库").click()
        admin.hears("邀请好了")
        code = CODE.search(admin.root.inner_text())
        assert code is not None
        visitor.page.locator(".tab[data-chat=stranger]").click()
        stranger = visitor.phone("stranger")
        stranger.type(code.group())
        stranger.hears("欢迎您，林小满")
        expect(stranger.root.locator(".role")).to_have_text("仓库")
        expect(stranger.root.locator("textarea")).to_have_attribute("placeholder", "发商品名看库存")
        expect(admin.root).to_be_visible()
        admin.hears("林小满 加入了仓库")
        assert visitor.troubles == []
