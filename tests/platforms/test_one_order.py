"""One order from words to receipt, over real servers: three people, every platform, nobody forgotten."""

import json
import logging

import pytest

from tests.platforms.conftest import Serve, telegram_hand
from tests.platforms.hands import Hand, WeChatHand
from tests.platforms.heard import settled
from tests.platforms.secrets_kept import assert_no_secret_in, secrets_of
from tests.platforms.shop import Shop
from tests.platforms.story import assert_all_is_well, play, steps
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.wechat.wechat_api import WeChatServer


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> "Logs":
    """All that is written anywhere in this process, libraries more talkative than an operator lets them be."""
    caplog.set_level(logging.INFO)
    return Logs(caplog, capfd)


class Logs:
    def __init__(self, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
        self._caplog = caplog
        self._capfd = capfd

    def all(self) -> str:
        printed = self._capfd.readouterr()
        return f"{self._caplog.text}\n{printed.out}\n{printed.err}"


def assert_telegram_is_content(telegram: BotApiServer) -> None:
    """Every press answered, every update taken, nothing sent that Telegram would refuse."""
    telegram.wait_until(lambda: not telegram.unanswered and telegram.all_delivered)
    assert telegram.refusals == []


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
def test_over_telegram(
    telegram: BotApiServer,
    on_telegram: dict[str, Hand],
    serve_inside: Serve,
    shop: Shop,
    logs: "Logs",
    *,
    webhook: bool,
) -> None:
    serve_inside(telegram, webhook=webhook)
    play(on_telegram, steps(shop))
    assert_telegram_is_content(telegram)
    assert_all_is_well(settled(shop))
    assert_no_secret_in(logs.all(), secrets_of(shop, telegram, None))


def test_over_wechat_in_safe_mode(
    wechat: WeChatServer, on_wechat: dict[str, Hand], serve_inside: Serve, shop: Shop, logs: "Logs"
) -> None:
    serve_inside(wechat=wechat)
    assert wechat.courier.verify()
    play(on_wechat, steps(shop))
    assert wechat.refusals == ()
    assert_all_is_well(settled(shop))
    assert_no_secret_in(logs.all(), secrets_of(shop, None, wechat))


def test_with_the_dealer_on_wechat_and_the_house_on_telegram(
    telegram: BotApiServer, wechat: WeChatServer, serve_inside: Serve, shop: Shop, logs: "Logs"
) -> None:
    serve_inside(telegram, wechat)
    people = {who: telegram_hand(telegram, who) for who in ("salesperson", "warehouse")}
    play({**people, "dealer": WeChatHand(wechat, wechat.person())}, steps(shop))
    assert_telegram_is_content(telegram)
    assert wechat.refusals == ()
    assert_all_is_well(settled(shop))
    assert_no_secret_in(logs.all(), secrets_of(shop, telegram, wechat))


def test_by_dinghuo_serve_itself_and_the_commands_beside_it(
    telegram: BotApiServer, on_telegram: dict[str, Hand], serve_process: Serve, shop: Shop
) -> None:
    server = serve_process(telegram, webhook=True)
    written = json.loads(server.command("invite", "--role", "salesperson", "--name", "小王", "--json").stdout)
    assert written["telegram"] == f"https://t.me/dinghuo_test_bot?start={written['code']}"
    invited = Shop(url=shop.url, codes={**shop.codes, "salesperson": written["code"]})
    play(on_telegram, steps(invited))
    assert_telegram_is_content(telegram)
    server.stop()
    checked = server.command("check")
    assert (checked.returncode, checked.stdout.strip()) == (0, "everything agrees")
    assert_all_is_well(settled(shop))
    assert_no_secret_in(server.logs, secrets_of(invited, telegram, None))
