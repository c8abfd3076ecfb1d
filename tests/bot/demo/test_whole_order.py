"""The real demo in a real browser: one order from words to receipt, and the README's pictures of it when asked."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.bot.demo.browser import FOLDER, NARROW, Phone, Window, chromium, window
from tests.lengths import LONG

README = ViewportSize(width=1440, height=860)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium installed: the demo was not tried in a browser"),
]


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a person types and reads in one language."""

    order: str
    cart_line: str
    check_out: str
    submit: str
    ordered: str
    waits: str
    approve: str
    pick: str
    ship: str
    carrier: str
    shipped: str
    received: str
    completed: str


CHINESE = Words(
    order="峰泡可乐 330ml罐 2箱，冰红茶 500ml 1箱",
    cart_line="峰泡可乐 330ml罐 × 2箱",
    check_out="✅ 去结算",
    submit="✅ 提交订单",
    ordered="下单成功",
    waits="新订单",
    approve="✅ 通过",
    pick="📦 开始备货",
    ship="🚚 发货",
    carrier="🚚 顺丰",
    shipped="发货了",
    received="✅ 收到",
    completed="订单完成",
)
ENGLISH = Words(
    order="iced tea 500ml 2 cases",
    cart_line="Iced Black Tea 500 ml bottle × 2 cases",
    check_out="✅ Check out",
    submit="✅ Order for",
    ordered="Ordered!",
    waits="New order",
    approve="✅ Approve",
    pick="📦 Start picking",
    ship="🚚 Ship",
    carrier="🚚 SF",
    shipped="has shipped",
    received="✅ Received",
    completed="complete",
)


def ordered(buyer: Phone, words: Words) -> None:
    """Words to order: type, check out, submit."""
    buyer.type(words.order)
    buyer.hears(words.cart_line)
    buyer.press(words.check_out)
    buyer.press(words.submit)
    buyer.hears(words.ordered)


def delivered(visitor: Window, words: Words) -> None:
    """The house does its part, and the goods arrive."""
    buyer, seller, warehouse = (visitor.phone(chat) for chat in ("buyer", "salesperson", "warehouse"))
    seller.shows(words.waits)
    seller.press(words.approve)
    warehouse.press(words.pick)
    warehouse.press(words.ship)
    warehouse.press(words.carrier)
    warehouse.type("SF1234567890")
    buyer.shows(words.shipped)
    buyer.press(words.received)
    buyer.shows(words.completed)


#: At length and for pictures: the tests of the page are in English and on narrow screens, too.
_AT_LENGTH = pytest.mark.skipif(not (FOLDER or LONG), reason="only at length")


@pytest.mark.parametrize(
    ("locale", "words"), [("zh-CN", CHINESE), pytest.param("en", ENGLISH, marks=_AT_LENGTH)], ids=["zh-CN", "en"]
)
def test_a_stranger_orders_and_gets_the_goods(browser: Browser, url: str, locale: str, words: Words) -> None:
    with window(browser, README, locale, scale=2) as visitor:
        visitor.open(url)
        for chat in ("salesperson", "warehouse"):
            expect(visitor.phone(chat).last()).to_be_visible()
        ordered(visitor.phone("buyer"), words)
        visitor.photograph(f"demo-{locale}.png")
        delivered(visitor, words)
        assert visitor.troubles == []


@_AT_LENGTH
def test_the_buyers_phone_alone_on_a_narrow_screen(browser: Browser, url: str) -> None:
    with window(browser, NARROW, scale=2) as visitor:
        visitor.open(url)
        visitor.phone("buyer").type("峰泡可乐 330")
        visitor.phone("buyer").shows("¥")
        visitor.photograph("demo-phone.png")
        assert visitor.troubles == []
