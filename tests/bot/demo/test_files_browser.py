"""A visitor sends a file and a photo from the page, in a real browser."""

import pytest
from playwright.sync_api import Browser, expect

from handlers.conversation.turn import Sent, SentKind
from storage.files.unreadable import UnreadableReason
from tests import things_enclosed as things
from tests.bot.demo.browser import NARROW, Phone, Window, chromium, window
from tests.bot.demo.shop import Page, Shop

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium installed: the demo page was not tried in a browser"),
]
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def choose(phone: Phone, name: str, content: bytes, mime: str = BOOK) -> None:
    """By the button, as a visitor does; the system's own window opens and closes."""
    with phone.root.page.expect_file_chooser() as opened:
        phone.root.locator(".attach").click()
    opened.value.set_files({"name": name, "mimeType": mime, "buffer": content})


def is_drawn(phone: Phone) -> None:
    """The newest thing they sent is a picture, not the name of one."""
    sent = phone.root.locator(".mine").last.locator("img.sent")
    expect(sent).to_be_visible()
    expect(sent).to_have_js_property("complete", value=True)
    assert sent.evaluate("image => image.naturalWidth") > 0
    expect(phone.root.locator(".mine").last).not_to_contain_text("photo.jpg")


@pytest.mark.parametrize("look", ["telegram", "wechat"])
def test_a_file_is_chosen_and_stands_in_the_chat(visitor: Window, shop: Shop, look: str) -> None:
    buyer = visitor.phone("buyer")
    buyer.shows("你好，李明")
    buyer.look(look)
    buyer.root.locator("textarea").fill("明天送")
    choose(buyer, "订单.xlsx", things.workbook(things.ORDER))
    buyer.shows("好的。")
    expect(buyer.root.locator(".mine").last).to_contain_text("📎 订单.xlsx")
    expect(buyer.root.locator(".mine.pending")).to_have_count(0)
    expect(buyer.root.locator("textarea")).to_have_value("")
    sent = shop.heard[-1].body
    assert isinstance(sent, Sent)
    assert (sent.text, len(sent.sheets[0].rows)) == ("明天送", 4)


@pytest.mark.parametrize("look", ["telegram", "wechat"])
def test_a_photo_is_chosen_looked_at_and_shown(visitor: Window, shop: Shop, page: Page, look: str) -> None:
    buyer = visitor.phone("buyer")
    buyer.shows("你好，李明")
    buyer.look(look)
    choose(buyer, "photo.jpg", things.photo("2000000000015"), "image/jpeg")
    buyer.shows("好的。")
    is_drawn(buyer)
    visitor.open(page.url)
    is_drawn(buyer)
    assert shop.heard[-1].body == Sent(kind=SentKind.PICTURE, name="photo.jpg", codes=("2000000000015",))


def test_a_photo_that_no_browser_draws_is_shown_by_its_name(visitor: Window) -> None:
    buyer = visitor.phone("buyer")
    buyer.shows("你好，李明")
    choose(buyer, "IMG_1.heic", b"\0\0\0\x18ftypheic" + bytes(40), "image/heic")
    buyer.shows("好的。")
    expect(buyer.root.locator(".mine").last).to_contain_text("🖼 IMG_1.heic")
    expect(buyer.root.locator(".mine img.sent")).to_have_count(0)


def test_a_file_too_large_is_told_without_being_sent(visitor: Window, shop: Shop) -> None:
    buyer = visitor.phone("buyer")
    buyer.shows("你好，李明")
    choose(buyer, "单.csv", bytes(11_000_000), "text/csv")
    buyer.shows("好的。")
    assert getattr(shop.heard[-1].body, "fault", None) is UnreadableReason.TOO_LARGE


def test_the_button_says_what_it_is_for_in_both_languages(visitor: Window) -> None:
    attach = visitor.phone("buyer").root.get_by_role("button", name="发文件或照片")
    expect(attach).to_be_visible()
    visitor.page.get_by_role("button", name="English").click()
    expect(visitor.phone("buyer").root.get_by_role("button", name="Send a file or photo")).to_be_visible()


def test_the_button_is_reached_by_the_keyboard_and_fits_a_narrow_screen(browser: Browser, page: Page) -> None:
    with window(browser, NARROW) as visitor:
        visitor.open(page.url)
        buyer = visitor.phone("buyer")
        buyer.root.locator("textarea").focus()
        visitor.page.keyboard.press("Shift+Tab")
        expect(buyer.root.locator(".attach")).to_be_focused()
        box = buyer.root.locator(".attach").bounding_box()
        assert box is not None
        assert (box["width"] >= 32, box["height"] >= 32, box["x"] >= 0) == (True, True, True)
