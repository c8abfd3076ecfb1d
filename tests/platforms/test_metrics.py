"""What a process counts: turns, sendings and their errors, notices, jobs; and never who it was."""

from collections.abc import Iterator

import httpx2
import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from storage.engine import Database
from tests.labels import is_known
from tests.platforms.conftest import IDS, Serve, telegram_hand
from tests.platforms.hands import Hand, WeChatHand
from tests.platforms.heard import settled
from tests.platforms.serving import ServerThread
from tests.platforms.shop import ACCOUNT, CAST, Shop
from tests.platforms.story import play, steps
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.wechat.wechat_api import WeChatServer

Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


def scraped(server: ServerThread) -> list[Metric]:
    shown = httpx2.get(f"http://127.0.0.1:{server.port}/metrics", trust_env=False, timeout=10).text
    return list(text_string_to_metric_families(shown))


def figures(server: ServerThread) -> Figures:
    return {
        (sample.name.removeprefix("dinghuo_"), frozenset(sample.labels.items())): sample.value
        for family in scraped(server)
        for sample in family.samples
    }


def figure(found: Figures, name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0.0)


def unbounded(families: list[Metric]) -> Iterator[tuple[str, str, str]]:
    for family in families:
        for sample in family.samples if family.name.startswith("dinghuo_") else ():
            for label, value in sample.labels.items():
                if not is_known(label, value):
                    yield sample.name, label, value


def somebody_else_takes_all(shop: Shop) -> None:
    database = Database(shop.url)
    with database.transaction() as session:
        session.connection().execute(text("UPDATE stocklevel SET reserved = on_hand"))
    database.close()


@pytest.fixture
def played(telegram: BotApiServer, wechat: WeChatServer, serve_inside: Serve, shop: Shop) -> ServerThread:
    """The whole story, the dealer on WeChat and the house on Telegram."""
    server: ServerThread = serve_inside(telegram, wechat, webhook=True)
    people: dict[str, Hand] = {who: telegram_hand(telegram, who) for who in ("salesperson", "warehouse")}
    play({**people, "dealer": WeChatHand(wechat, wechat.person())}, steps(shop))
    settled(shop)
    return server


def test_a_story_is_counted(played: ServerThread, wechat: WeChatServer) -> None:
    found = figures(played)
    on_wechat = len(wechat.deliveries)
    assert figure(found, "turns_total", channel="wechat", outcome="answered") == on_wechat
    assert figure(found, "turns_total", channel="telegram", outcome="answered") >= 8
    assert figure(found, "turn_seconds_count", channel="wechat") == on_wechat
    assert figure(found, "turns_open") == 0
    assert figure(found, "notices_total", channel="telegram", outcome="delivered") >= 4
    assert figure(found, "notice_delay_seconds_count", channel="wechat") >= 2
    assert figure(found, "send_seconds_count", channel="telegram") >= 10
    assert figure(found, "outbox_notices", state="due") == 0
    assert figure(found, "outbox_oldest_seconds") == 0
    assert figure(found, "http_requests_total", path="/wechat", status="200") == on_wechat
    assert figure(found, "job_lag_seconds", task="expire") < 30
    assert figure(found, "job_runs_total", task="expire", outcome="done") >= 1
    assert figure(found, "search_index_entries") == 8
    assert figure(found, "database_up") == 1
    assert figure(found, "process_resident_memory_bytes") > 0


def test_no_label_names_a_person_an_account_a_chat_or_an_order(played: ServerThread) -> None:
    families = scraped(played)
    assert list(unbounded(families)) == []
    values = {value for family in families for sample in family.samples for value in sample.labels.values()}
    names = {ACCOUNT, *(name for _, name in CAST.values()), *map(str, IDS.values())}
    assert not any(name in value for value in values for name in names)


def test_refusals_and_stock_that_ran_out_are_counted(telegram: BotApiServer, serve_inside: Serve, shop: Shop) -> None:
    server = serve_inside(telegram, webhook=True)
    dealer = telegram_hand(telegram, "dealer")
    dealer.comes_in(shop.codes["dealer"], "老李")
    dealer.says("红牛 2箱", "火犇能量饮料")
    dealer.taps("🛒", "✅")
    dealer.taps("✅", "请核对订单")
    somebody_else_takes_all(shop)
    dealer.taps("✅", "火犇能量饮料")
    found = figures(server)
    assert figure(found, "refusals_total", refusal="NotEnoughStock") == 1
    assert figure(found, "stock_conflicts_total") == 1


def test_errors_of_telegram_are_counted_by_code(telegram: BotApiServer, serve_inside: Serve, shop: Shop) -> None:
    server = serve_inside(telegram, webhook=True)
    dealer = telegram_hand(telegram, "dealer")
    telegram.fail("sendMessage", status=502)
    telegram.drop("sendMessage")
    dealer.comes_in(shop.codes["dealer"], "老李")
    telegram.fail("sendMessage", status=429, retry_after=1)
    dealer.says("菜单", "老李")
    found = figures(server)
    wanted = {"502": 1, "network": 1, "429": 1}
    assert {code: figure(found, "send_errors_total", channel="telegram", code=code) for code in wanted} == wanted


def test_errors_of_wechat_are_counted_by_code(wechat: WeChatServer, serve_inside: Serve, shop: Shop) -> None:
    wechat.account.without_right.add("menu/create")
    server = serve_inside(wechat=wechat)
    assert figure(figures(server), "send_errors_total", channel="wechat", code="48001") == 1
