"""The desk in a real browser: every screen with its empty, refused and moved-on states."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from domain.rules.order_life import OrderStatus
from domain.tables.orders import Order
from domain.tables.people import Channel
from tests.bot.demo.browser import NARROW, chromium, opened_chromium
from tests.bot.desk.running import RunningDesk, at_desk
from tests.grounds import Kind
from tests.orders import approve, place, reject
from tests.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium installed: the desk was not tried in a browser"),
]


@pytest.fixture
def kind() -> Kind:
    """What a browser shows does not depend on where the facts are."""
    return Kind.SQLITE


@pytest.fixture
def channel() -> Channel:
    """Nor on the channel."""
    return Channel.TELEGRAM


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with opened_chromium() as browser:
        yield browser


@pytest.fixture
def desk(world: World) -> Iterator[RunningDesk]:
    desk = RunningDesk(world)
    desk.start()
    yield desk
    desk.stop()


def status(world: World, order: Order) -> OrderStatus:
    with world.session() as session:
        return session.get_one(Order, order.id).status


def test_the_page_of_the_code_opens_by_itself(browser: Browser, desk: RunningDesk, world: World) -> None:
    with at_desk(browser, desk) as visit:
        visit.go("/desk/orders")
        visit.shows("进入网页后台")
        visit.is_accessible()
        code, number = visit.page.locator("#code").inner_text(), visit.page.locator("#number").inner_text()
        world.salesperson.types(code).taps(number)
        visit.shows("小王，您好")
        visit.is_accessible("dark")
        visit.page.get_by_role("link", name="待审核 0").click()
        visit.shows("这里现在没有订单")
        visit.is_accessible()
        visit.page.get_by_role("link", name="小王").click()
        visit.shows("已进后台的设备", "这一个")
        visit.is_accessible()
        visit.press("🌐 English")
        visit.shows("My devices")
        visit.page.get_by_role("cell").get_by_role("button", name="Sign out").click()
        visit.shows("进入网页后台")


def test_orders_are_found_and_many_are_decided_at_once(browser: Browser, desk: RunningDesk, world: World) -> None:
    orders = [place(world, {"KL330": 24 * each}) for each in (1, 2, 3)]
    with at_desk(browser, desk) as visit:
        visit.enter("小王")
        visit.page.get_by_role("link", name="待审核 3 最早的一单").click()
        expect(visit.page.locator(".tabs [aria-current]")).to_have_text("待审核 3")
        visit.page.locator("#search").fill("Harbour")
        visit.page.keyboard.press("Enter")
        visit.shows("没有符合条件的订单")
        visit.page.get_by_role("link", name="清除条件").last.click()
        expect(visit.page.locator("tbody tr")).to_have_count(3)
        visit.page.get_by_text("筛选").click()
        visit.page.get_by_role("link", name="今天", exact=True).click()
        expect(visit.page.locator(".chips [aria-current]").first).to_have_text("今天")
        expect(visit.page.locator("tbody tr")).to_have_count(3)
        visit.page.keyboard.press("j")
        visit.page.keyboard.press("x")
        visit.shows("已选 1")
        visit.page.get_by_role("checkbox", name="选 ").last.click(modifiers=["Shift"])
        visit.shows("已选 3")
        reject(world, orders[1], "陈总")
        visit.press("通过所选")
        visit.shows("已办好 2 单", "有 1 单没有办成", "陈总")
        visit.is_accessible()
        assert [status(world, each) for each in orders] == [
            OrderStatus.APPROVED,
            OrderStatus.REJECTED,
            OrderStatus.APPROVED,
        ]


def test_an_order_is_approved_and_who_comes_late_is_told(browser: Browser, desk: RunningDesk, world: World) -> None:
    first, second = place(world), place(world, {"KL330": 48})
    with at_desk(browser, desk) as visit:
        visit.enter("小王")
        visit.page.get_by_role("link", name="订单", exact=True).click()
        visit.page.get_by_role("link", name=first.number).click()
        visit.shows("李记便利店", "峰泡可乐")
        visit.is_accessible()
        visit.page.keyboard.press("a")
        visit.shows("待备货", "已通过")
        visit.go(f"/desk/orders/{second.number}")
        approve(world, second, "陈总")
        visit.press("通过")
        expect(visit.page.get_by_role("alert")).to_contain_text("陈总")
        expect(visit.page.get_by_role("button", name="通过")).to_have_count(0)
        visit.is_accessible()
        visit.go("/desk/orders/D20000101-0001")
        visit.shows("没有找到")


def test_a_pasted_list_is_shipped_and_what_is_wrong_stays(browser: Browser, desk: RunningDesk, world: World) -> None:
    orders = [place(world, {"KL330": 24}) for _ in range(2)]
    for each in orders:
        approve(world, each)
    with at_desk(browser, desk) as visit:
        visit.enter("老周")
        visit.page.get_by_role("link", name="批量发货").click()
        visit.is_accessible()
        visit.page.get_by_role("textbox").fill(
            f"{orders[0].number}\t顺丰\tSF1234567890123\n{orders[1].number} 怎么发\nD20000101-0001 顺丰 SF1234567890124"
        )
        visit.press("全部发货")
        visit.shows("已发出 1 单", "有 2 行没有发出", "顺丰 SF1234567890123")
        visit.is_accessible()
        expect(visit.page.get_by_role("textbox")).to_have_value(
            f"{orders[1].number} 怎么发\nD20000101-0001 顺丰 SF1234567890124"
        )
        visit.page.get_by_role("textbox").fill(f"{orders[1].number[-4:]} 自送 老周")
        visit.press("全部发货")
        visit.shows("已发出 1 单")


def test_without_script_everything_works(browser: Browser, desk: RunningDesk, world: World) -> None:
    orders = [place(world, {"KL330": 24 * each}) for each in (1, 2)]
    with at_desk(browser, desk, script=False) as visit:
        visit.go("/desk/login")
        code, number = visit.page.locator("#code").inner_text(), visit.page.locator("#number").inner_text()
        world.admin.types(code).taps(number)
        visit.go("/desk/login")
        visit.page.get_by_role("link", name="订单", exact=True).click()
        visit.page.get_by_role("checkbox", name=orders[0].number).check()
        visit.press("通过所选")
        visit.shows("已办好 1 单")
        visit.page.get_by_role("link", name=orders[1].number).click()
        visit.page.get_by_text("退回…").click()
        visit.page.get_by_label("原因").fill("价格不对")
        visit.press("退回")
        visit.shows("价格不对")
        visit.go(f"/desk/orders/{orders[0].number}")
        visit.press("开始备货")
        visit.page.get_by_label("运单号").fill("SF1234567890123")
        visit.press("发货")
        visit.shows("SF1234567890123")
        assert [status(world, each) for each in orders] == [OrderStatus.APPROVED, OrderStatus.REJECTED]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_phone_shows_every_page_within_its_width(
    browser: Browser, desk: RunningDesk, world: World, locale: str
) -> None:
    order = place(world, {"KL330": 24, "QS550": 24}, said="可乐一箱，纯净水一箱，快点送过来，谢谢")
    with at_desk(browser, desk, NARROW, locale) as visit:
        visit.go("/desk/login")
        visit.is_within()
        visit.page.goto("about:blank")
        visit.enter("陈总")
        if locale == "en":
            visit.press("🌐 English")
            visit.shows("Hello")
        pages = ("/desk", "/desk/orders", "/desk/orders?noted=1&q=x", f"/desk/orders/{order.number}", "/desk/ship")
        for path in (*pages, "/desk/sessions", "/desk/nothing"):
            visit.go(path)
            visit.is_within()
            visit.is_accessible("light" if locale == "en" else "dark")
        visit.go(f"/desk/orders/{order.number}")
        approves = visit.page.get_by_role("button", name="Approve" if locale == "en" else "通过", exact=True)
        expect(approves).to_be_in_viewport(ratio=1)
