"""Where things stand on the demo page: measured in a real browser."""

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, expect

from bot.demo.chats import Chat
from handlers.conversation.turn import Reply
from tests.bot.demo.browser import NARROW, WIDE, Window, chromium, window
from tests.bot.demo.shop import MENU, Page, order
from tests.grounds import Kind

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium installed: the demo page was not tried in a browser"),
]
#: At most this part of a narrow screen is above the messages.
HEADER = 0.15
SMALL = {"width": 390, "height": 667}


@pytest.fixture
def kind() -> Kind:
    """What a browser shows does not depend on where the facts are."""
    return Kind.SQLITE


@pytest.fixture(params=["telegram", "wechat"])
def look(request: pytest.FixtureRequest) -> str:
    assert isinstance(request.param, str)
    return request.param


def box(place: Locator) -> FloatRect:
    found = place.bounding_box()
    assert found is not None
    return found


def overlap(one: FloatRect, other: FloatRect) -> bool:
    across = one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
    down = one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]
    return across and down


def shown_keys(chat: Locator) -> list[FloatRect]:
    """The keys a finger can reach just now, cut off where the chat ends."""
    frame = box(chat)
    end = frame["y"] + frame["height"]
    keys = [box(key) for key in chat.locator(".key").all()]
    return [
        key | {"height": min(key["height"], end - key["y"])}
        for key in keys
        if frame["y"] <= key["y"] + key["height"] and key["y"] < end
    ]


@pytest.mark.parametrize("size", [NARROW, SMALL], ids=lambda size: f"{size['width']}x{size['height']}")
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_little_of_a_narrow_screen_is_above_the_messages(
    browser: Browser, page: Page, look: str, locale: str, size: dict[str, int]
) -> None:
    with window(browser, {"width": size["width"], "height": size["height"]}, locale) as visitor:
        visitor.open(page.url)
        buyer = visitor.phone("buyer")
        buyer.look(look)
        assert box(buyer.root.locator(".chat"))["y"] <= HEADER * size["height"]
        assert visitor.troubles == []


def test_the_sign_of_a_new_message_covers_no_key(browser: Browser, page: Page) -> None:
    with window(browser, NARROW) as visitor:
        visitor.open(page.url)
        buyer = visitor.phone("buyer")
        buyer.shows("你好，李明")
        for _ in range(4):
            page.push("buyer", MENU)
        expect(buyer.messages()).to_have_count(5)
        chat = buyer.root.locator(".chat")
        expect(buyer.last().locator(".key").last).to_be_in_viewport(ratio=1)
        chat.hover()
        visitor.page.mouse.wheel(0, -400)
        expect(buyer.last().locator(".key").last).not_to_be_in_viewport()
        page.push("buyer", Reply(title="到货了", lines=("一行",) * 12))
        pill = buyer.root.locator(".fresh")
        expect(pill).to_be_visible()
        for _ in range(8):  # wherever the visitor has scrolled to
            keys = shown_keys(chat)
            assert keys
            assert [key for key in keys if overlap(key, box(pill))] == []
            chat.evaluate("chat => { chat.scrollTop -= 15 }")


def test_everybody_is_in_sight_from_the_stranger_to_the_admin(visitor: Window) -> None:
    for chat in Chat:
        expect(visitor.page.locator(f".tab[data-chat={chat.value}]")).to_be_in_viewport(ratio=1)


def test_everybody_is_in_sight_on_a_narrow_screen(browser: Browser, page: Page) -> None:
    for locale in ("zh-CN", "en"):
        with window(browser, NARROW, locale) as visitor:
            visitor.open(page.url)
            for chat in Chat:
                name = visitor.page.locator(f".tab[data-chat={chat.value}] .tab-name")
                expect(name).to_be_in_viewport(ratio=1)
                assert name.evaluate("name => name.scrollWidth <= name.clientWidth + 1"), f"{chat} is cut off"


def test_who_is_called_gets_the_phone_that_nobody_touched_for_longest(visitor: Window) -> None:
    call(visitor, "admin")
    visitor.phone("admin").shows("你好")
    visitor.phone("admin").root.locator(".chat").click(position={"x": 4, "y": 4})
    call(visitor, "stranger")
    visitor.phone("stranger").shows("你好")
    expect(visitor.phone("admin").root).to_be_visible()
    expect(visitor.phone("buyer").root).to_be_visible()
    expect(visitor.phone("customer").root).to_have_count(0)


def test_who_has_no_phone_is_rung_where_their_name_stands(visitor: Window, page: Page) -> None:
    visitor.phone("buyer").shows("你好")
    page.push("admin", order("待审核"))
    badge = visitor.page.locator(".tab[data-chat=admin] .badge")
    expect(badge).to_have_text("1")
    call(visitor, "admin")
    expect(visitor.phone("admin").messages().filter(has_text="待审核")).to_be_visible()
    expect(badge).to_be_hidden()


def test_a_look_belongs_to_the_person_and_not_to_the_place(visitor: Window) -> None:
    visitor.phone("customer").look("wechat")
    call(visitor, "finance")
    expect(visitor.phone("finance").root).to_have_attribute("data-look", "telegram")
    call(visitor, "customer")
    expect(visitor.phone("customer").root).to_have_attribute("data-look", "wechat")


def test_language_and_beginning_anew_are_behind_one_button_on_a_narrow_screen(browser: Browser, page: Page) -> None:
    with window(browser, NARROW) as visitor:
        visitor.open(page.url)
        english = visitor.page.get_by_role("button", name="English")
        expect(english).to_be_hidden()
        visitor.page.get_by_role("button", name="更多").click()
        expect(visitor.page.get_by_role("button", name="重新开始")).to_be_visible()
        english.click()
        expect(visitor.phone("buyer").root.locator(".role")).to_have_text("Buyer")


def test_both_widths_have_every_part_within_the_window(browser: Browser, page: Page) -> None:
    for size in (WIDE, NARROW):
        with window(browser, size, "en") as visitor:
            visitor.open(page.url)
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def call(visitor: Window, chat: str) -> None:
    visitor.page.locator(f".tab[data-chat={chat}]").click()
