"""The pictures of the guides for dealers and staff: prices, promotions and approvals, played in the demo."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.bot.demo.browser import FOLDER, Phone, Window, chromium, window

SIZE = ViewportSize(width=1440, height=980)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not FOLDER, reason="pictures of the guides are only drawn by make screenshots"),
    pytest.mark.skipif(chromium() is None, reason="no Chromium installed: no pictures of the guides"),
]


@pytest.fixture
def visitor(browser: Browser, url: str) -> Iterator[Window]:
    with window(browser, SIZE, scale=1.5) as visitor:
        visitor.open(url)
        yield visitor
        assert visitor.troubles == []


def ordered(buyer: Phone, text: str) -> None:
    """Words to order, and the order submitted."""
    buyer.type(text)
    buyer.press("✅ 去结算")
    buyer.press("✅ 提交")
    buyer.shows("下单成功")


def test_what_a_dealer_pays_and_what_is_given_on_top(visitor: Window) -> None:
    buyer = visitor.phone("buyer")
    buyer.type("可乐2L")
    buyer.shows("¥45.80")
    buyer.type("为什么是这个价")
    buyer.shows("专属价")
    visitor.photograph("dealer-price.png", buyer)
    buyer.type("柠檬汽水330 10箱，可乐500 3箱，冰红茶500 3箱")
    buyer.shows("购物车")
    buyer.press("🛒 购物车")
    buyer.shows("赠品")
    visitor.photograph("dealer-promotions.png", buyer)


def test_between_yes_and_no(visitor: Window) -> None:
    buyer, seller = visitor.phone("buyer"), visitor.phone("salesperson")
    ordered(buyer, "7号电池 15盒，可乐500 5箱")
    seller.shows("新订单")
    visitor.photograph("staff-approval.png", seller)
    seller.press("✏️ 改数量")
    seller.press("✏️ 跃伏碱性电池")
    seller.press("✏️ 换成别的商品")
    seller.type("5号电池 4盒")
    seller.press("✅ 换成 跃伏碱性电池 5号 4粒卡 4盒")
    buyer.shows("想给您换货")
    visitor.photograph("dealer-question.png", buyer)
    visitor.phone("customer").root.locator("select").select_option("finance")
    finance = visitor.phone("finance")
    seller.press("✏️ 改数量")
    seller.press("✏️ 峰泡可乐")
    seller.press("✏️ 改价")
    seller.type("48/箱 老客户")
    finance.shows("还等财务同意")
    visitor.photograph("staff-finance.png", finance)
