"""Orders as files and photos, over real servers: from the platform's store into the cart, once."""

import pytest

from tests import things_enclosed as things
from tests.platforms.conftest import NAMES, Serve
from tests.platforms.heard import settled
from tests.platforms.shop import Shop
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.wechat.wechat_api import WeChatServer

IN_CART = [("JY1900", 12_000), ("KL500", 240_000)]
COLA = "2000000000022"


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
def test_a_workbook_and_a_photo_on_telegram(
    telegram: BotApiServer, serve_inside: Serve, shop: Shop, *, webhook: bool
) -> None:
    serve_inside(telegram, webhook=webhook)
    dealer = telegram.person(id=1001, first_name=NAMES["dealer"])
    dealer.start(shop.codes["dealer"])
    dealer.wait_for("李记便利店", timeout=20)
    telegram.repeat_updates(2, parallel=True)
    dealer.send_document("周一.xlsx", things.workbook(things.ORDER))
    dealer.wait_for("都放进购物车了", timeout=20)
    dealer.send_document("合同.pdf", b"%PDF-1.7 ...")
    dealer.wait_for("PDF", timeout=20)
    dealer.send_photo(things.photo(COLA))
    assert dealer.wait_for("¥2.50/瓶", timeout=20).labels
    telegram.wait_until(lambda: telegram.all_delivered)
    assert shop.facts()["in carts"] == IN_CART
    assert telegram.refusals == []
    assert_all_is_quiet(shop)


def test_a_photo_and_a_scan_on_wechat(wechat: WeChatServer, serve_inside: Serve, shop: Shop) -> None:
    serve_inside(wechat=wechat)
    dealer = wechat.person()
    dealer.scan(shop.codes["dealer"])
    with wechat.courier.repeating(2):
        dealer.send_picture(things.photo(COLA))
        assert "¥2.50/瓶" in dealer.last.text
        dealer.type("10箱")
        dealer.scan_product("EAN_13,2000000000060")
        assert "¥12.80/桶" in dealer.last.text
        dealer.type("2箱")
    dealer.send_file("订单.xlsx")
    assert "粘贴" in dealer.last.text
    assert shop.facts()["in carts"] == IN_CART
    assert wechat.refusals == ()
    assert_all_is_quiet(shop)


def assert_all_is_quiet(shop: Shop) -> None:
    """Nobody was told anything, and the books agree."""
    facts = settled(shop)
    assert (facts["orders"], facts.findings) == ([], [])
