"""Everybody presses "submit" in the same moment for the last goods: sold must be exactly what there was.

``python -m benchmarks oversell``: buyers with full carts, whose presses go through the front doors of several
processes, on SQLite and on a PostgreSQL of its own (or one given with ``--url``).
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import chain
from multiprocessing.synchronize import Barrier
from typing import Any

from sqlalchemy import insert, make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, func, select

from domain.checks import check_all
from domain.rules.money import rounded
from domain.rules.rights import Role
from domain.stock.warehouses import home
from domain.tables.carts import Cart, CartLine
from domain.tables.catalogue import Sku
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account, Channel, Identity, Person
from domain.tables.stock import MoveKind, StockLevel, StockMove
from handlers.conversation.callback_data import data_of
from handlers.conversation.turn import Incoming, Tapped
from handlers.conversation.verbs import Verb
from locales import words_for
from storage.engine import Database
from tests.grounds import Kind, PostgresGround
from tests.postgres import new_server
from tests.world import MONDAY, build, open_world

#: The scarce goods; every buyer wants one, two or three of it.
SCARCE = "HN250"
APOLOGY = words_for("zh-CN")("trouble.ours", id="|").partition("|")[0]
#: How often a platform delivers again where the database was too busy.
DELIVERIES = 200


@dataclass(frozen=True, kw_only=True)
class Press:
    """One buyer's button."""

    identity: str
    data: str


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What one process's buyers were told: seconds until each answer, apologies, and deliveries that came again."""

    seconds: list[float]
    apologies: int
    again: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How it ended. ``sold`` must be ``there`` while anybody wants a single one; ``findings``: what does not agree."""

    there: int
    sold: int
    orders: int
    heard: Heard
    wall: float
    findings: int

    @property
    def right(self) -> bool:
        return self.sold == self.there and not (self.heard.apologies or self.findings)


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """Somebody with an account of their own, a phone and a full cart."""

    account: Account
    person: Person
    identity: Identity
    cart: Cart
    line: CartLine

    @classmethod
    def made(cls, number: int, sku: Sku) -> "Buyer":
        name = f"crowd-{number}"
        account = Account(name=name, created_at=MONDAY)
        person = Person(name=name, role=Role.BUYER, created_at=MONDAY, language="zh-CN", account_id=account.id)
        cart = Cart(account_id=account.id, person_id=person.id, changed_at=MONDAY)
        return cls(
            account=account,
            person=person,
            identity=Identity(channel=Channel.TELEGRAM, external=name, person_id=person.id, seen_at=MONDAY),
            cart=cart,
            line=CartLine(cart_id=cart.id, sku_id=sku.id, quantity=Decimal(number % 3 + 1)),
        )

    def press(self, sku: Sku) -> Press:
        total = rounded(self.line.quantity * sku.price, "CNY")
        return Press(
            identity=self.identity.external, data=data_of(Verb.SUBMIT, self.cart.id, self.cart.revision, total)
        )


def furnish(database: Database, count: int, there: int) -> list[Press]:
    """A number of buyers, and a stock of what they want."""
    build(database, Channel.TELEGRAM)
    with database.transaction() as session:
        sku = session.exec(select(Sku).where(Sku.code == SCARCE)).one()
        _stock(session, sku, there)
        buyers = [Buyer.made(number, sku) for number in range(count)]
        for part in fields(Buyer):
            rows = [getattr(buyer, part.name) for buyer in buyers]
            session.execute(insert(type(rows[0])), [row.model_dump() for row in rows])
        return [buyer.press(sku) for buyer in buyers]


def _stock(session: Session, sku: Sku, there: int) -> None:
    level = session.get_one(StockLevel, (home(session), sku.id))
    change, level.on_hand = Decimal(there) - level.on_hand, Decimal(there)
    session.add(
        StockMove(warehouse_id=level.warehouse_id, sku_id=sku.id, quantity=change, kind=MoveKind.COUNTED, at=MONDAY)
    )


def press_all(url: str, presses: list[Press], threads: int) -> Heard:
    """One process: all its buyers press at once, and its threads answer one after another."""
    world = open_world(url, Channel.TELEGRAM)
    _START.wait()
    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        told = list(pool.map(lambda press: _pressed(world.door.answer, press, began), presses))
    world.database.close()
    return Heard(
        seconds=[seconds for seconds, _, _ in told],
        apologies=sum(sorry for _, sorry, _ in told),
        again=sum(again for _, _, again in told),
    )


def _pressed(answer: Callable[[Incoming], Any], press: Press, began: float) -> tuple[float, bool, int]:
    incoming = Incoming(
        channel=Channel.TELEGRAM, identity=press.identity, key=f"{press.identity}:1", body=Tapped(data=press.data)
    )
    for again in range(DELIVERIES):
        try:
            shown = answer(incoming).replies[0].text()
        except OperationalError:
            continue
        return time.perf_counter() - began, shown.startswith(APOLOGY), again
    raise AssertionError(f"{press.identity} is never answered")


_START: Barrier


def _meet(barrier: Barrier) -> None:
    global _START  # noqa: PLW0603 - how a process of a pool is given what cannot be sent later
    _START = barrier


def run(url: str, presses: list[Press], *, there: int, processes: int, threads: int) -> Outcome:
    """Let everybody press, and count."""
    spawn = multiprocessing.get_context("spawn")
    meeting = spawn.Barrier(processes + 1)
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=_meet, initargs=(meeting,)) as pool:
        crowds = [presses[number::processes] for number in range(processes)]
        pressed = [pool.submit(press_all, url, crowd, threads) for crowd in crowds]
        meeting.wait()
        began = time.perf_counter()
        heard = [each.result() for each in pressed]
        wall = time.perf_counter() - began
    with closing(Database(url)) as database, database.transaction() as session:
        return Outcome(
            there=there,
            sold=int(session.exec(select(func.sum(OrderLine.quantity))).one() or 0),
            orders=session.exec(select(func.count()).select_from(Order)).one(),
            heard=_together(heard),
            wall=wall,
            findings=len(check_all(session)),
        )


def _together(heard: list[Heard]) -> Heard:
    return Heard(
        seconds=sorted(chain.from_iterable(each.seconds for each in heard)),
        apologies=sum(each.apologies for each in heard),
        again=sum(each.again for each in heard),
    )


@contextmanager
def somewhere(kind: Kind, given: str) -> Iterator[str]:
    """The address of an empty database of a kind."""
    if kind is Kind.SQLITE:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/crowd.sqlite"
        return
    with postgres(given, "dinghuo_test_crowd_") as ground:
        ground.create("dinghuo_test_crowd")
        yield ground.url("dinghuo_test_crowd")


@contextmanager
def postgres(given: str, prefix: str) -> Iterator[PostgresGround]:
    """A PostgreSQL server to make databases on: the one that is given, else one of our own."""
    with ExitStack() as stack:
        server = None if given else new_server()
        if server:
            stack.callback(server.remove)
        ground = PostgresGround(server.url if server else make_url(given), prefix)
        stack.callback(ground.close)
        stack.callback(ground.leave)
        yield ground


def table(kind: Kind, outcome: Outcome) -> Iterator[str]:
    """The figures as lines."""
    heard = outcome.heard
    count = len(heard.seconds)
    half, most = (heard.seconds[int(part * (count - 1))] for part in (0.5, 0.99))
    yield f"{kind.value}: {'exactly right' if outcome.right else 'WRONG'}"
    yield f"  there were {outcome.there}; sold {outcome.sold} in {outcome.orders} orders; {outcome.findings} findings"
    yield f"  {count} answered in {outcome.wall:.1f} s ({count / outcome.wall:.0f} a second)"
    yield f"  half of them within {half:.1f} s, 99 of 100 within {most:.1f} s of the press; {heard.apologies} apologies"
    yield f"  delivered again because the database was busy: {heard.again}"


def main(arguments: list[str]) -> None:
    """Both kinds, or the one asked for; fails where the figures are not right."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks oversell")
    parser.add_argument("--buyers", type=int, default=10_000, help="who press at once; each wants 1, 2 or 3")
    parser.add_argument("--there", type=int, default=1_000, help="how much there is")
    parser.add_argument("--processes", type=int, default=4, help="on PostgreSQL; SQLite is served by one")
    parser.add_argument("--threads", type=int, default=8, help="in each process")
    parser.add_argument("--url", default="", help="a PostgreSQL server to use instead of one of our own")
    parser.add_argument("--on", type=Kind, choices=list(Kind), action="append")
    chosen = parser.parse_args(arguments)
    outcomes = []
    for kind in chosen.on or list(Kind):
        with somewhere(kind, chosen.url) as url:
            with closing(Database(url)) as database:
                presses = furnish(database, chosen.buyers, chosen.there)
            processes = 1 if kind is Kind.SQLITE else chosen.processes
            outcome = run(url, presses, there=chosen.there, processes=processes, threads=chosen.threads)
        print("\n".join(table(kind, outcome)))
        outcomes.append(outcome)
    sys.exit(not all(outcome.right for outcome in outcomes))
