"""The demo page in a real browser."""

import pytest
from playwright.sync_api import Browser, expect

from domain.rules.rights import Role
from domain.tables.people import Channel, Identity, Person
from handlers.conversation.turn import Reply
from storage.engine import Database
from tests.bot.demo.browser import NARROW, Window, chromium, window
from tests.bot.demo.shop import NOON, Page, Shop, order
from tests.grounds import Kind

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium installed: the demo page was not tried in a browser"),
]


@pytest.fixture
def kind() -> Kind:
    """What a browser shows does not depend on where the facts are."""
    return Kind.SQLITE


def test_a_first_visitor_finds_the_menu_already_open(visitor: Window) -> None:
    visitor.phone("buyer").shows("你好，李明")
    expect(visitor.phone("buyer").key("搜索商品")).to_be_visible()


def test_a_second_visit_opens_no_second_menu(visitor: Window, page: Page, shop: Shop) -> None:
    visitor.phone("buyer").shows("你好，李明")
    visitor.open(page.url)
    expect(visitor.phone("buyer").messages()).to_have_count(1)
    assert len([incoming for incoming in shop.heard if incoming.identity == "buyer"]) == 1


def test_a_visitor_writes_and_reads_the_answer(visitor: Window) -> None:
    buyer = visitor.phone("buyer")
    buyer.shows("你好，李明")
    buyer.type("第一行\n第二行")
    buyer.shows("你说：第一行")
    expect(buyer.messages()).to_have_count(3)
    expect(buyer.root.locator("textarea")).to_have_value("")


def test_a_tap_changes_the_message_where_it_stands(visitor: Window) -> None:
    buyer = visitor.phone("buyer")
    buyer.type("可乐")
    buyer.shows("10箱")
    before = buyer.messages().count()
    buyer.key("➕").click()
    buyer.shows("11箱")
    buyer.shows("已编辑")
    expect(buyer.messages()).to_have_count(before)


def test_the_wechat_look_shows_links_and_every_answer_as_a_new_text(visitor: Window, shop: Shop) -> None:
    buyer = visitor.phone("buyer")
    buyer.shows("你好，李明")
    buyer.look("wechat")
    expect(buyer.root.locator(".key")).to_have_count(0)
    buyer.type("可乐")
    buyer.shows("/ 2047 字节")
    buyer.link("加入购物车").click()
    buyer.shows("待审核")
    expect(buyer.messages()).to_have_count(5)
    expect(buyer.root.locator(".mine").last).to_contain_text("加入购物车")
    assert getattr(shop.heard[-1].body, "button", None) == "add"


def test_both_looks_tell_the_same_story(visitor: Window) -> None:
    buyer = visitor.phone("buyer")
    buyer.type("可乐")
    buyer.key("➕").click()
    buyer.shows("11箱")
    buyer.look("wechat")
    buyer.shows("11箱")
    expect(buyer.root.locator(".mine")).to_contain_text(["可乐", "➕"])
    buyer.look("telegram")
    expect(buyer.root.locator(".mine")).to_contain_text(["可乐"])
    buyer.shows("11箱")


def test_a_notice_rings_on_its_phone_until_it_is_looked_at(visitor: Window, page: Page) -> None:
    salesperson = visitor.phone("salesperson")
    salesperson.shows("你好")
    page.push("salesperson", order("待审核"))
    salesperson.shows("待审核")
    expect(salesperson.root.locator(".badge")).to_have_text("1")
    expect(visitor.page).to_have_title("(1) 订货 · 演示")
    salesperson.key("货到哪了").click()
    expect(salesperson.root.locator(".badge")).to_be_hidden()


def test_a_card_that_moved_on_is_redrawn_in_place(visitor: Window, page: Page) -> None:
    buyer = visitor.phone("buyer")
    buyer.type("可乐")
    buyer.key("加入购物车").click()
    buyer.shows("待审核")
    before = buyer.messages().count()
    page.push("buyer", order("待备货"), replacing=buyer.last().get_attribute("data-message"))
    buyer.shows("待备货")
    expect(buyer.messages()).to_have_count(before)


def test_a_card_redrawn_out_of_sight_is_one_press_away(visitor: Window, page: Page) -> None:
    buyer = visitor.phone("buyer")
    buyer.shows("你好，李明")
    card = page.push("buyer", order("待审核"))
    for number in range(8):
        page.push("buyer", Reply(title=f"通知 {number}", lines=("到货了",) * 4))
    buyer.shows("通知 7")
    page.push("buyer", order("待备货"), replacing=card)
    changed = buyer.messages().filter(has_text="待备货")
    expect(changed).not_to_be_in_viewport()
    visitor.page.get_by_role("button", name="新消息").click()
    expect(changed).to_be_in_viewport()


def test_a_restart_of_the_server_loses_nothing_on_the_page(visitor: Window, page: Page) -> None:
    buyer = visitor.phone("buyer")
    buyer.shows("你好，李明")
    page.stop()
    buyer.type("还在吗")
    expect(visitor.page.locator(".offline")).to_be_visible()
    page.start()
    buyer.shows("你说：还在吗")
    expect(buyer.messages()).to_have_count(3)
    page.push("warehouse", order("待备货"))
    visitor.phone("warehouse").shows("待备货")
    visitor.troubles.clear()  # the browser reports the refused connections


def test_words_that_look_like_markup_stay_words(visitor: Window) -> None:
    buyer = visitor.phone("buyer")
    for look in ("telegram", "wechat"):
        buyer.look(look)
        buyer.type("<img src=x onerror=alert(1)>")
        expect(buyer.root.locator(".mine").last).to_contain_text("<img src=x onerror=alert(1)>")
    expect(buyer.root.locator("img[src=x]")).to_have_count(0)


def test_the_page_speaks_english_when_asked_and_remembers(visitor: Window, page: Page) -> None:
    visitor.page.get_by_role("button", name="English").click()
    expect(visitor.phone("warehouse").root.locator(".role")).to_have_text("Warehouse")
    visitor.open(page.url)
    expect(visitor.phone("warehouse").root.locator(".role")).to_have_text("Warehouse")


def test_a_phone_can_be_handed_to_the_admin(visitor: Window, shop: Shop) -> None:
    visitor.phone("customer").root.locator("select").select_option("admin")
    visitor.phone("admin").shows("你好")
    visitor.phone("admin").type("今天怎么样")
    visitor.phone("admin").shows("你说：今天怎么样")
    assert shop.heard[-1].identity == "admin"


def test_a_stranger_who_came_in_is_called_by_name(visitor: Window, database: Database) -> None:
    customer = visitor.phone("customer")
    expect(customer.root.locator(".name")).to_have_text("顾客")
    with database.transaction() as session:
        person = Person(name="陈静", role=Role.CUSTOMER, created_at=NOON)
        session.add(person)
        session.flush()
        session.add(Identity(channel=Channel.DEMO, external="customer", person_id=person.id, seen_at=NOON))
    customer.type("ABCD-1234")
    expect(customer.root.locator(".name")).to_have_text("陈静")


def test_on_a_narrow_screen_one_chat_is_shown_with_tabs(browser: Browser, page: Page) -> None:
    with window(browser, NARROW) as visitor:
        visitor.open(page.url)
        expect(visitor.phone("salesperson").root).to_be_hidden()
        page.push("salesperson", order("待审核"))
        tab = visitor.page.locator(".tab[data-chat=salesperson]")
        expect(tab.locator(".badge")).to_have_text("1")
        tab.click()
        expect(visitor.phone("salesperson").root).to_be_visible()
        expect(visitor.phone("buyer").root).to_be_hidden()
        expect(tab.locator(".badge")).to_be_hidden()
        assert visitor.troubles == []
