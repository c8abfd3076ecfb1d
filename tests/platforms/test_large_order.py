"""A cart of thousands of lines becomes an order that is approved and shipped, and nobody else waits for it.

Nor for a message that the database refuses each time it is tried.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Self
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlmodel import col, select, update

from bot.command_context import utc_now
from bot.commands.invite import write_invite
from bot.settings import Settings
from domain.actor import Actor, Supplier
from domain.checks import check_all
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.catalogue import Sku
from domain.tables.people import Account, Person, Place
from storage import failed_messages
from storage.engine import Database
from tests.large_orders import bulk_ids, fill_cart, stock_many
from tests.lengths import times
from tests.nursery import Nursery
from tests.platforms.conftest import Serve
from tests.platforms.hands import Hand, TelegramHand
from tests.platforms.shop import ACCOUNT, SECRET_KEY, Shop
from tests.servers.telegram.bot_api import BotApiServer

LINES = 2_000
OTHERS = times(4, long=16)
#: Seconds that anybody else may wait for an answer; in the usual run, whatever else the machine has to do.
PATIENCE = times(10, long=1)
log = logging.getLogger(__name__)


def slowed() -> float:
    """How much longer everything takes on a machine with more work than processors."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


POISON = "可乐330 777罐"
SQLITE = """
    CREATE TRIGGER poison BEFORE INSERT ON cartline WHEN NEW.quantity = 777000
    BEGIN SELECT RAISE(ABORT, 'poison'); END
"""
SQLITE_AGAIN = "DROP TRIGGER poison"
POSTGRESQL = """
    CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'poison'; END $$;
    CREATE TRIGGER poison BEFORE INSERT ON cartline FOR EACH ROW WHEN (NEW.quantity = 777000)
    EXECUTE FUNCTION poison()
"""
POSTGRESQL_AGAIN = "DROP FUNCTION poison CASCADE"
HOUSE = Supplier(
    currency="CNY",
    zone=ZoneInfo("Asia/Shanghai"),
    language="zh-CN",
    reservation=timedelta(hours=48),
    reminder=timedelta(hours=1),
    digest_hour=8,
    secret=SECRET_KEY.encode(),
)


@contextmanager
def opened(shop: Shop) -> Iterator[Database]:
    database = Database(shop.url)
    yield database
    database.close()


def stocked(shop: Shop) -> None:
    """Thousands of goods, and cola enough for everybody."""
    with opened(shop) as database, database.transaction() as session:
        stock_many(session, LINES)
        actor = Actor(session=session, person=None, now=utc_now(), supplier=HOUSE, where=Place.COMMAND)
        cola = session.exec(select(Sku.id).where(Sku.code == "KL330")).one()
        stock.set_on_hand(actor, home(session), {cola: Decimal(1_000_000)}, "counted")


def furnished(shop: Shop) -> None:
    """The dealer, who is with us by now, wants all of them.

    Everybody else has another salesperson: Telegram takes a message a second for a chat, and their orders are more.
    """
    with opened(shop) as database, database.transaction() as session:
        other = session.exec(select(Person.id).where(Person.name == "小陈")).one()
        session.execute(update(Account).where(col(Account.name) != ACCOUNT).values(salesperson_id=other))
        dealer = session.exec(select(Person).where(Person.name == "老李")).one()
        fill_cart(
            Actor(session=session, person=dealer, now=utc_now(), supplier=HOUSE, where=Place.COMMAND), bulk_ids(session)
        )


def newcomers(shop: Shop, telegram: BotApiServer) -> list[Hand]:
    """Those who order meanwhile, and one more; after them their salesperson."""
    settings = Settings(_env_file=None, database_url=shop.url, secret_key=SECRET_KEY)
    wanted = [("buyer", f"小店{number}", f"老板{number}") for number in range(OTHERS + 1)]
    hands: list[Hand] = []
    for number, (role, account, name) in enumerate([*wanted, ("salesperson", "", "小陈")]):
        code = str(write_invite(settings, role, account, name)["code"])
        phone = telegram.person(id=2_000 + number, first_name=f"Boss{number}", language_code="zh-hans")
        hand = TelegramHand(telegram, phone)
        hand.comes_in(code, name)
        hands.append(hand)
    return hands


@contextmanager
def poison(shop: Shop) -> Iterator[None]:
    """So many cans are refused by the database itself, whoever wants them."""
    with opened(shop) as database:
        begun, ended = (SQLITE, SQLITE_AGAIN) if database.is_sqlite else (POSTGRESQL, POSTGRESQL_AGAIN)
        with database.engine.begin() as connection:
            connection.execute(text(begun))
        yield
        with database.engine.begin() as connection:
            connection.execute(text(ended))


class Crowd:
    """People who order one after another until they are told to stop, and how long each of their acts took."""

    def __init__(self, hands: list[Hand]) -> None:
        self._hands = hands
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(len(hands))
        self.waits: list[float] = []
        self.orders = 0

    def __enter__(self) -> Self:
        self._people = [self._pool.submit(self._orders, hand) for hand in self._hands]
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        wait(self._people)
        self._pool.shutdown()
        for each in self._people:
            each.result()

    def _orders(self, hand: Hand) -> None:
        cases = count(1)
        while not self._stop.is_set():
            self._timed(partial(hand.says, f"可乐330 {next(cases)}箱", "峰泡可乐"))
            self._timed(partial(hand.taps, "🛒 购物车", "✅ 去结算"))
            self._timed(partial(hand.taps, "✅ 去结算", "请核对订单"))
            self._timed(partial(hand.taps, "✅ 提交订单", "下单成功"))
            self.orders += 1

    def _timed(self, act: Callable[[], object]) -> None:
        began = time.monotonic()
        act()
        self.waits.append(time.monotonic() - began)


@pytest.mark.parametrize("webhook", [True, pytest.param(False, marks=pytest.mark.long)], ids=["webhook", "polling"])
def test_nobody_waits_for_a_large_order(
    shop: Shop,
    telegram: BotApiServer,
    serve_process: Serve,
    nursery: Nursery,
    on_telegram: dict[str, Hand],
    *,
    webhook: bool,
) -> None:
    stocked(shop)
    with poison(shop):
        server = serve_process(telegram, webhook=webhook, nursery=nursery)
        dealer, salesperson, warehouse = (on_telegram[who] for who in ("dealer", "salesperson", "warehouse"))
        for who, name in (("dealer", "老李"), ("salesperson", "小王"), ("warehouse", "老周")):
            on_telegram[who].comes_in(shop.codes[who], name)
        *crowd_hands, unlucky, _ = newcomers(shop, telegram)
        furnished(shop)
        with Crowd(crowd_hands) as crowd:
            unlucky.says(POISON, "没有生效")
            dealer.says("购物车", "✅ 去结算")
            dealer.taps("✅ 去结算", "请核对订单")
            dealer.taps("✅ 提交订单", "下单成功")
            salesperson.hears("新订单", "李记便利店", "还有")
            salesperson.taps("✅ 通过", "已通过", about="李记便利店")
            dealer.hears("通过了")
            warehouse.hears("要备货", "李记便利店")
            warehouse.taps("📦 开始备货", "备货单", about="李记便利店")
            warehouse.taps("🚚 发货", "交给谁送")
            warehouse.taps("🚚 顺丰", "单号是多少")
            warehouse.says("SF1234567890123", "已发货")
            dealer.hears("发货了", "SF1234567890123")
            unlucky.says("可乐330 7箱", "峰泡可乐")
        server.stop()
    longest = max(crowd.waits)
    log.info("longest wait %.2f s in %d acts, %d orders", longest, len(crowd.waits), crowd.orders)
    assert crowd.orders >= OTHERS
    assert longest < PATIENCE * slowed()
    with opened(shop) as database, database.transaction() as session:
        assert check_all(session) == []
        assert failed_messages.recently_passed_over(session, utc_now()).count == 1
