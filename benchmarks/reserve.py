"""Reserve and order: our act beside bare SQL by hand that writes the same rows, on databases that stand alike.

``python -m benchmarks reserve``: the same full carts are submitted on both sides, lap by lap in turns, one at a time
and, on PostgreSQL, by several threads. After the last lap both sides must hold the same rows.
"""

import argparse
import random
import shutil
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy
from sqlalchemy import Table, insert, make_url
from sqlmodel import Session, SQLModel, select

from benchmarks.bare import Bare, Confirm
from benchmarks.capture import catching
from benchmarks.oversell import postgres
from domain import shop_rules
from domain.actor import Actor, Supplier
from domain.catalogue import account_rules
from domain.catalogue.account_rules import AccountRules
from domain.checks import check_all
from domain.db.bulk import table_of
from domain.orders import placing
from domain.rules.money import rounded
from domain.rules.rights import Role
from domain.shop_rules import ShopRules
from domain.stock.warehouses import home
from domain.tables.carts import Cart, CartLine
from domain.tables.catalogue import Counter as Counted
from domain.tables.catalogue import Pack, Product, Sku
from domain.tables.notices import Notice
from domain.tables.orders import Event, Order, OrderLine
from domain.tables.people import Account, Address, Channel, Person, Place
from domain.tables.stock import Hold, MoveKind, StockLevel, StockMove
from storage.engine import Database
from tests.grounds import Kind
from tests.together import delivered
from tests.world import MONDAY, build, open_world

LAPS = 9
#: What a message finds with its conversation: the shop has no rules, and the account no smallest order.
NO_RULES = ShopRules(
    hides=False,
    limits=False,
    promotions=False,
    approvals=False,
    credit=False,
    named=False,
    prepaid=False,
    deliveries=False,
    rebates=False,
)
NO_MINIMUM = AccountRules(own_minimum=None, group_minimum=None, shop_minimum=None)
#: Laps before anything is counted, so that both sides have prepared their statements.
WARM = 1
GOODS = 200
PLENTY = Decimal(50_000_000)
#: What the act may write to; ids and order numbers differ, the rest must not.
WRITTEN = (Order, OrderLine, Hold, StockLevel, StockMove, Cart, CartLine, Counted, Event, Notice)
DIFFERS = frozenset({"id", "order_id", "order_line_id", "number"})


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """Somebody with an account of their own and an address."""

    account: Account
    person: Person
    address: Address


@dataclass(frozen=True, kw_only=True)
class Stand:
    """Two databases that stand alike, and who buys what there."""

    kind: Kind
    ours: str
    bare: str
    buyers: Sequence[Buyer]
    goods: Sequence[Sku]


class Ours:
    """The act, in a transaction of its own."""

    def __init__(self, database: Database, supplier: Supplier) -> None:
        self._database, self._supplier = database, supplier
        self.sent = 0

    def submit(self, confirm: Confirm, now: datetime) -> None:
        """Until it is done: where the database was too busy, a platform delivers again."""
        delivered(partial(self._submit, confirm, now))

    def _submit(self, confirm: Confirm, now: datetime) -> None:
        with self._database.transaction() as session:
            actor = Actor(
                session=session,
                person=confirm.person,
                now=now,
                supplier=self._supplier,
                where=Place.TELEGRAM,
                base_priced=frozenset((confirm.person.account_id,)),
            )
            shop_rules.remember(session, NO_RULES)
            account_rules.remember(session, confirm.person.account_id or 0, NO_MINIMUM)
            total = Decimal(confirm.total).scaleb(-4)
            placing.submit(actor, cart_id=confirm.cart_id, revision=1, total_seen=total)

    def count(self, confirm: Confirm, now: datetime) -> None:
        """The same, and how many statements it takes."""
        with catching(self._database.engine) as caught:
            self.submit(confirm, now)
        self.sent = caught.sent


class ByHand:
    """Bare SQL over as many connections as threads come."""

    def __init__(self, url: str, at_once: int, supplier: Supplier) -> None:
        self._supplier = supplier
        self._free = [Bare(url) for _ in range(at_once)]

    @property
    def sent(self) -> int:
        return self._free[-1].sent

    def submit(self, confirm: Confirm, now: datetime) -> None:
        connection = self._free.pop()
        connection.sent = 0
        today = now.astimezone(self._supplier.zone).date()
        connection.submit(confirm, now, today, self._supplier.reservation)
        self._free.append(connection)

    def close(self) -> None:
        for connection in self._free:
            connection.close()


@dataclass
class Outcome:
    """Orders a second of each side, lap by lap; statements of one order; what does not agree in the end."""

    kind: Kind
    at_once: int
    lines: int
    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    statements: tuple[int, int] = (0, 0)
    findings: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Which part of the bare side's pace ours reaches."""
        return statistics.median(ours / bare for ours, bare in zip(self.ours, self.bare, strict=True))


def furnish(database: Database, count: int) -> tuple[list[Buyer], list[Sku]]:
    """A number of buyers, and more goods than they can order."""
    build(database, Channel.TELEGRAM)
    with database.transaction() as session:
        keeper = session.exec(select(Person.id).where(Person.name == "小王")).one()
        place = home(session)
        products = [Product(key=f"P{number}", name=f"货{number}") for number in range(GOODS)]
        goods = [
            Sku(code=f"S{number}", product_id=product.id, unit="瓶", price=Decimal(number * 37 + 100).scaleb(-4))
            for number, product in enumerate(products)
        ]
        there = {"on_hand": PLENTY, "reserved": Decimal(0), "allocated": Decimal(0)}
        _write(session, products, goods, [Pack(sku_id=sku.id, name="箱", size=24) for sku in goods])
        session.execute(insert(StockLevel), [{"warehouse_id": place, "sku_id": sku.id, **there} for sku in goods])
        _write(
            session,
            [
                StockMove(warehouse_id=place, sku_id=sku.id, quantity=PLENTY, kind=MoveKind.RECEIVED, at=MONDAY)
                for sku in goods
            ],
        )
        buyers = [_buyer(number, keeper) for number in range(count)]
        _write(session, *([getattr(buyer, part.name) for buyer in buyers] for part in fields(Buyer)))
    return buyers, goods


def _buyer(number: int, keeper: int) -> Buyer:
    account = Account(name=f"a{number}", salesperson_id=keeper, created_at=MONDAY)
    person = Person(name=f"b{number}", role=Role.BUYER, created_at=MONDAY, language="zh-CN", account_id=account.id)
    address = Address(account_id=account.id, text=f"梧桐路{number}号", is_default=True)
    return Buyer(account=account, person=person, address=address)


def _write(session: Session, *tables: Sequence[SQLModel]) -> None:
    for rows in tables:
        session.execute(insert(type(rows[0])), [row.model_dump() for row in rows])


def fill_carts(databases: Sequence[Database], stand: Stand, lines: int, dice: random.Random) -> list[Confirm]:
    """The same carts on both sides, one for each buyer; what their buttons say."""
    carts: list[Cart] = []
    wanted: list[CartLine] = []
    confirms: list[Confirm] = []
    for buyer in stand.buyers:
        cart = Cart(account_id=buyer.account.id, person_id=buyer.person.id, changed_at=MONDAY, note="放门口")
        carts.append(cart)
        total = Decimal(0)
        for sku in dice.sample(stand.goods, lines):
            quantity = Decimal(dice.randint(1, 50))
            wanted.append(CartLine(cart_id=cart.id, sku_id=sku.id, quantity=quantity, said=f"{quantity}瓶"))
            total += rounded(quantity * sku.price, "CNY")
        confirms.append(Confirm(cart_id=cart.id, person=buyer.person, total=int(total.scaleb(4))))
    for database in databases:
        with database.transaction() as session:
            _write(session, carts, wanted)
    return confirms


def run(stand: Stand, *, at_once: int, lines: int, laps: int) -> Outcome:
    """Lap by lap in turns, the first one now this side and now the other."""
    outcome = Outcome(kind=stand.kind, at_once=at_once, lines=lines)
    dice, moment = random.Random(at_once), MONDAY
    world = open_world(stand.ours, Channel.TELEGRAM)
    bare_database = Database(stand.bare)
    with ExitStack() as stack:
        stack.callback(world.database.close)
        stack.callback(bare_database.close)
        ours = Ours(world.database, world.supplier)
        bare = stack.enter_context(closing(ByHand(stand.bare, at_once, world.supplier)))
        pool = stack.enter_context(ThreadPoolExecutor(at_once))
        for lap in range(WARM + laps):
            moment += timedelta(minutes=11)
            confirms = fill_carts((world.database, bare_database), stand, lines, dice)
            paces = _lap((ours, bare) if lap % 2 else (bare, ours), confirms, moment, pool)
            if lap >= WARM:
                outcome.ours.append(paces[ours])
                outcome.bare.append(paces[bare])
        last = fill_carts((world.database, bare_database), stand, lines, dice)[0]
        moment += timedelta(minutes=11)
        ours.count(last, moment)
        bare.submit(last, moment)
        outcome.statements = (ours.sent, bare.sent)
        outcome.findings = list(_differences(world.database, bare_database))
    return outcome


def _lap(
    sides: Sequence["Ours | ByHand"], confirms: Sequence[Confirm], now: datetime, pool: ThreadPoolExecutor
) -> "dict[Ours | ByHand, float]":
    """Orders a second of each side."""
    paces = {}
    for side in sides:
        began = time.perf_counter()
        for _ in pool.map(partial(side.submit, now=now), confirms):
            pass
        paces[side] = len(confirms) / (time.perf_counter() - began)
    return paces


def _differences(ours: Database, bare: Database) -> Iterator[str]:
    """What the two sides hold that is not the same, and what our own check says of either."""
    for model in WRITTEN:
        table = table_of(model)
        left, right = _rows(ours, table), _rows(bare, table)
        if left != right:
            example = next(iter((left - right) + (right - left)))
            yield f"{table.name}: {left.total()} rows and {right.total()}, such as {example}"
    for name, database in (("ours", ours), ("bare", bare)):
        with database.transaction() as session:
            yield from (f"{name}: {finding}" for finding in check_all(session))


def _rows(database: Database, table: Table) -> "Counter[str]":
    columns = [column for column in table.columns if column.name not in DIFFERS]
    with database.engine.connect() as connection:
        return Counter(str(tuple(row)) for row in connection.execute(sqlalchemy.select(*columns)))


@contextmanager
def standing(kind: Kind, given: str, buyers: int) -> Iterator[Stand]:
    """Two databases of a kind, filled alike."""
    with ExitStack() as stack:
        if kind is Kind.SQLITE:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            ours, bare = (f"sqlite:///{folder / name}.sqlite" for name in ("ours", "bare"))
        else:
            ground = stack.enter_context(postgres(given, "dinghuo_test_reserve_"))
            ours, bare = (ground.url(f"dinghuo_test_reserve_{name}") for name in ("ours", "bare"))
            ground.create("dinghuo_test_reserve_ours")
        with closing(Database(ours)) as database:
            who, goods = furnish(database, buyers)
        if kind is Kind.SQLITE:
            _settle(ours)
            shutil.copy(str(make_url(ours).database), str(make_url(bare).database))
        else:
            ground.create("dinghuo_test_reserve_bare", like="dinghuo_test_reserve_ours")
        yield Stand(kind=kind, ours=ours, bare=bare, buyers=who, goods=goods)


def _settle(url: str) -> None:
    """What is in the log goes into the file, so that a copy of it is whole."""
    with closing(Database(url)) as database, database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


HEAD = f"{'database':<12}{'at once':>8}{'lines':>6}{'ours/s':>9}{'bare/s':>9}{'ratio':>7}{'statements':>14}"


def row(outcome: Outcome) -> str:
    """The figures as a line."""
    ours, bare = (statistics.median(paces) for paces in (outcome.ours, outcome.bare))
    sent = f"{outcome.statements[0]} and {outcome.statements[1]}"
    paces = f"{ours:>9.0f}{bare:>9.0f}{outcome.ratio:>7.2f}"
    return f"{outcome.kind.value:<12}{outcome.at_once:>8}{outcome.lines:>6}{paces}{sent:>14}"


def main(words: list[str]) -> int:
    """Both kinds, or the one asked for; fails where the two sides do not hold the same rows."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks reserve")
    parser.add_argument("--lines", type=int, default=5, help="in each order")
    parser.add_argument("--buyers", type=int, default=200, help="orders of each side in a lap")
    parser.add_argument("--at-once", type=int, action="append", help="threads on PostgreSQL; SQLite writes alone")
    parser.add_argument("--laps", type=int, default=LAPS)
    parser.add_argument("--on", type=Kind, choices=list(Kind), action="append")
    parser.add_argument("--url", default="", help="a PostgreSQL server to use instead of one of our own")
    given = parser.parse_args(words)
    print("Reserve and order, ours beside bare SQL through the driver, median of the laps\n")
    print(HEAD, flush=True)
    findings = []
    for kind in given.on or list(Kind):
        for at_once in [1] if kind is Kind.SQLITE else given.at_once or [1, 8]:
            with standing(kind, given.url, given.buyers) as stand:
                outcome = run(stand, at_once=at_once, lines=given.lines, laps=given.laps)
            print(row(outcome), flush=True)
            findings += outcome.findings
    print("\nBoth sides hold the same rows." if not findings else "\n" + "\n".join(findings), flush=True)
    return 1 if findings else 0
