"""A town of dealers who each order once, a salesperson and a packer: many orders on their way at once."""

import re
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from sqlmodel import select

from bot.command_context import perform_command
from bot.settings import Settings
from domain.actor import Actor
from domain.people import invites
from domain.rules.rights import Role
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.catalogue import Sku
from storage.engine import Database
from tests.grounds import Ground
from tests.platforms.hands import Hand
from tests.platforms.shop import SECRET_KEY, Shop, furnish_shop

PLENTY = Decimal(50_000_000)
CARRIER = "顺丰"
_NUMBER = re.compile(r"D\d{8}-\d+")


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Somebody through whose hands every order goes; they finish one thing before the next."""

    hand: Hand
    name: str
    busy: threading.Lock


@dataclass(frozen=True, kw_only=True)
class Dealer:
    """Somebody who has an invite and will order once. ``boxes``: how many of KL330, 24 cans each."""

    hand: Hand
    name: str
    code: str
    boxes: int

    @property
    def tracking(self) -> str:
        return "SF9" + self.name.removeprefix("客户").zfill(12)


def dealer_name(number: int) -> str:
    """As the invite says, and so does every notice."""
    return f"客户{number}"


def boxes_of(number: int) -> int:
    """How many boxes the dealer of this number orders."""
    return 1 + number % 5


def furnish_town(database: Database, count: int) -> Shop:
    """More goods than anybody orders, and an invite for each dealer, under the dealer's name."""
    shop = furnish_shop(database)
    settings = Settings(_env_file=None, database_url=shop.url, secret_key=SECRET_KEY)
    codes = dict(shop.codes)

    def move_in(actor: Actor) -> None:
        session = actor.session
        stock.set_on_hand(actor, home(session), dict.fromkeys(session.exec(select(Sku.id)), PLENTY), "town")
        for name in map(dealer_name, range(count)):
            account = invites.account_named(actor, f"{name}的店")
            codes[name] = invites.issue(actor, role=Role.BUYER, account=account, name=name).code

    perform_command(settings, database, move_in)
    return Shop(url=shop.url, codes=codes)


@contextmanager
def fresh_town(ground: Ground, count: int) -> Iterator[Shop]:
    """A town of so many dealers in which nothing has happened yet."""
    plan = ground.plan(f"town of {count}", partial(furnish_town, count=count))
    with plan.copy() as url:
        yield replace(plan.made, url=url)


class Town:
    """Everybody in it, and what they could not do."""

    def __init__(self, shop: Shop, salesperson: Hand, warehouse: Hand, dealers: Sequence[Hand]) -> None:
        self.shop = shop
        self.salesperson = Staff(hand=salesperson, name="小王", busy=threading.Lock())
        self.warehouse = Staff(hand=warehouse, name="老周", busy=threading.Lock())
        self.dealers = [
            Dealer(hand=hand, name=dealer_name(number), code=shop.codes[dealer_name(number)], boxes=boxes_of(number))
            for number, hand in enumerate(dealers)
        ]
        self.trouble: list[str] = []

    def opens(self) -> None:
        """The staff come in."""
        self.salesperson.hand.comes_in(self.shop.codes["salesperson"], self.salesperson.name)
        self.warehouse.hand.comes_in(self.shop.codes["warehouse"], self.warehouse.name)

    def lives(self, at_once: int) -> None:
        """Every dealer's whole order, several at once; what fails is noted, the others go on."""
        with ThreadPoolExecutor(at_once, thread_name_prefix="story") as lanes:
            list(lanes.map(self._lives, self.dealers))

    @property
    def hands(self) -> dict[str, Hand]:
        """Everybody by name."""
        everybody: list[Staff | Dealer] = [self.salesperson, self.warehouse, *self.dealers]
        return {each.name: each.hand for each in everybody}

    def _lives(self, dealer: Dealer) -> None:
        try:
            number = ordered(dealer)
            self._decided(dealer, number)
            self._sent(dealer, number)
            self._received(dealer, number)
        except Exception as error:  # noqa: BLE001 - the others go on, and the table tells
            self.trouble.append(f"{dealer.name}: {error}"[:600])

    def _decided(self, dealer: Dealer, number: str) -> None:
        with self.salesperson.busy:
            self.salesperson.hand.hears("🔔 新订单", number)
            self.salesperson.hand.taps("✅ 通过", "✅ 已通过", about=number)
        dealer.hand.hears("通过了", number)

    def _sent(self, dealer: Dealer, number: str) -> None:
        with self.warehouse.busy:
            hand = self.warehouse.hand
            hand.hears("要备货", number)
            hand.taps("📦 开始备货", "备货单", about=number)
            hand.taps("🚚 发货", "交给谁送", about=number)
            hand.taps(f"🚚 {CARRIER}", "单号是多少")
            hand.says(dealer.tracking, "已发货")
        dealer.hand.hears("发货了", number, dealer.tracking)
        self.salesperson.hand.hears("发货了", number, dealer.tracking)

    def _received(self, dealer: Dealer, number: str) -> None:
        dealer.hand.says("我的货到哪了", "已发货", dealer.tracking)
        dealer.hand.taps("✅ 收到", "订单完成")
        self.salesperson.hand.hears("有货签收了", number)
        dealer.hand.taps("⭐5", "谢谢您的评价")
        self.salesperson.hand.hears("⭐⭐⭐⭐⭐", number)


def ordered(dealer: Dealer) -> str:
    """The dealer comes in and orders; the order's number."""
    hand = dealer.hand
    hand.comes_in(dealer.code, dealer.name)
    hand.says(f"峰泡可乐 330 {dealer.boxes}箱", "峰泡可乐", f"{dealer.boxes}箱")
    hand.taps("🛒 购物车", "✅ 去结算")
    hand.taps("✅ 去结算", "请核对订单")
    hand.taps("✅ 提交订单", "-0")
    (number,) = {str(found) for text in hand.texts for found in _NUMBER.findall(text)}
    return number
