"""The whole way of a message: webhook in, `dinghuo serve`, the database, Telegram's API out; one at a time, and many.

``python -m benchmarks turns``: dealers open the menu, search, look at a product, put it into the cart, look at the
cart and submit, and their salespeople approve. One process on SQLite; then one and two on PostgreSQL.
"""

import argparse
import asyncio
import itertools
import os
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import uvloop
from sqlalchemy import insert
from sqlmodel import Session, select

from benchmarks.loopback import Api, Chats, Person, dial
from benchmarks.oversell import somewhere
from benchmarks.shares import shared
from domain.rules.rights import Role
from domain.stock.warehouses import home
from domain.tables.catalogue import Sku
from domain.tables.people import Account, Address, Channel, Identity
from domain.tables.people import Person as Member
from domain.tables.stock import MoveKind, StockLevel, StockMove
from storage.engine import Database
from tests.grounds import Kind
from tests.platforms.serving import WEBHOOK_SECRET, ServerProcess, free_port
from tests.platforms.shop import SECRET_KEY, furnish_shop
from tests.world import MONDAY

_SYNC = "dinghuo_disk_sync_seconds"
_TICKS = os.sysconf("SC_CLK_TCK")
PLENTY = Decimal(50_000_000)
WARM = 20


@dataclass
class Spent:
    """Seconds from an update to its answer, step by step; ``own``: without the work of people and platform."""

    steps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    own: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    async def on(self, step: str, doing: Coroutine[Any, Any, None]) -> None:
        """Do it and keep the time.

        Where one is there at a time, this process works only while the process waits for it.
        """
        began, worked = time.perf_counter(), time.process_time()
        await doing
        seconds = time.perf_counter() - began
        self.steps[step].append(seconds)
        self.own[step].append(seconds - (time.process_time() - worked))

    def __iter__(self) -> Iterator[float]:
        return (seconds for those in self.steps.values() for seconds in those)


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """What people at once did: updates and seconds of wall, processor seconds of the process, resident bytes.

    ``syncs``: syncs to the disk; ``synced``: seconds of that.
    """

    at_once: int
    spent: Spent
    wall: float
    cpu: float
    memory: int
    syncs: float
    synced: float

    @property
    def updates(self) -> int:
        return len(list(self.spent))


async def journey(dealer: Person, seller: Person, spent: Spent, packs: int) -> None:
    """From the menu to the approval; with another quantity each time, because the same again would be asked about."""
    await spent.on("open the menu", dealer.types("菜单"))
    await spent.on("search", dealer.types("可乐"))
    await spent.on("product", dealer.taps("峰泡可乐 330"))
    await spent.on("add to cart", dealer.taps("🛒 加入购物车", packs))
    await spent.on("cart", dealer.taps("🛒 购物车"))
    await spent.on("checkout", dealer.taps("✅"))
    await spent.on("submit", dealer.taps("✅"))
    await seller.hears("✅ 通过")
    shown = dealer.screen.shown
    await spent.on("approve", seller.taps("✅ 通过"))
    await dealer.hears_after(shown)


def furnish(database: Database, count: int) -> None:
    """A number of accounts, each with a dealer and a salesperson of their own, and more goods than they can order."""
    furnish_shop(database)
    with database.transaction() as session:
        sellers = [
            Member(name=f"s{n}", role=Role.SALESPERSON, created_at=MONDAY, language="zh-CN") for n in range(count)
        ]
        accounts = [Account(name=f"a{n}", salesperson_id=each.id, created_at=MONDAY) for n, each in enumerate(sellers)]
        dealers = [
            Member(name=f"d{n}", role=Role.BUYER, created_at=MONDAY, language="zh-CN", account_id=account.id)
            for n, account in enumerate(accounts)
        ]
        chats = [
            Identity(channel=Channel.TELEGRAM, external=str(chat), person_id=each.id, seen_at=MONDAY)
            for first, people in ((10_000, dealers), (20_000, sellers))
            for chat, each in enumerate(people, first)
        ]
        places = [Address(account_id=account.id, text="梧桐路18号", is_default=True) for account in accounts]
        for rows in (sellers, accounts, dealers, chats, places):
            session.execute(insert(type(rows[0])), [row.model_dump() for row in rows])
        _stock(session)


def _stock(session: Session) -> None:
    place = home(session)
    for sku in session.exec(select(Sku)):
        session.get_one(StockLevel, (place, sku.id)).on_hand += PLENTY
        session.add(StockMove(warehouse_id=place, sku_id=sku.id, quantity=PLENTY, kind=MoveKind.RECEIVED, at=MONDAY))


def run(
    url: str, folder: Path, *, processes: int, seconds: float, crowds: list[int], workers: int, share: float = 1
) -> list[Crowd]:
    """Serve from a number of processes, each a share of the time, and let each crowd come for some seconds."""
    with closing(Database(url)) as database:
        furnish(database, max(crowds))
    return uvloop.run(
        _served(url, folder, processes=processes, seconds=seconds, crowds=crowds, workers=workers, share=share)
    )


async def _served(
    url: str, folder: Path, *, processes: int, seconds: float, crowds: list[int], workers: int, share: float
) -> list[Crowd]:
    chats = Chats()
    api = await asyncio.get_running_loop().create_server(lambda: Api(chats), "127.0.0.1", 0)
    stack, servers = ExitStack(), []
    try:
        for number in range(processes):
            place = folder / str(number)
            place.mkdir()
            port = free_port()
            given = {
                "database_url": url,
                "port": str(port),
                "public_url": f"http://127.0.0.1:{port}",
                "secret_key": SECRET_KEY,
                "telegram_token": "42:for-a-benchmark-only",
                "telegram_api_url": f"http://127.0.0.1:{api.sockets[0].getsockname()[1]}",
                "telegram_webhook_secret": WEBHOOK_SECRET,
                "telegram_chat_burst": "100000",
                "telegram_messages_per_second": "100000",
                "turns_per_minute": "1000000",
                "workers": str(workers),
            }
            server = ServerProcess(given, place)
            await asyncio.to_thread(stack.enter_context, server)
            servers.append(server)
        return [await _crowd(chats, servers, count, seconds, share) for count in crowds]
    finally:
        await asyncio.to_thread(stack.close)


async def _crowd(chats: Chats, servers: list[ServerProcess], count: int, seconds: float, share: float) -> Crowd:
    pairs = []
    for number in range(count):
        port = servers[number % len(servers)].port
        lines = [await dial(port, WEBHOOK_SECRET) for _ in range(2)]
        dealer, seller = (
            Person(chats, first + number, line) for first, line in zip((10_000, 20_000), lines, strict=True)
        )
        pairs.append((dealer, seller))
    await _walk(pairs, lambda rounds: rounds < max(2, WARM // count), Spent())
    before = await asyncio.to_thread(_syncs, servers)
    spent, cpu, began = Spent(), _cpu(servers), time.perf_counter()
    with shared([server.pid for server in servers], share):
        await _walk(pairs, lambda _: time.perf_counter() - began < seconds, spent)
    wall, cpu = time.perf_counter() - began, _cpu(servers) - cpu
    syncs, synced = (now - then for now, then in zip(await asyncio.to_thread(_syncs, servers), before, strict=True))
    return Crowd(
        at_once=count,
        spent=spent,
        wall=wall,
        cpu=cpu,
        syncs=syncs,
        synced=synced,
        memory=max(_memory(server.pid) for server in servers),
    )


_packs = itertools.count(1)


async def _walk(pairs: list[tuple[Person, Person]], goes_on: Callable[[int], bool], spent: Spent) -> None:
    async def walk(dealer: Person, seller: Person) -> None:
        rounds = 0
        while goes_on(rounds):
            await journey(dealer, seller, spent, next(_packs))
            rounds += 1

    async with asyncio.TaskGroup() as group:
        for dealer, seller in pairs:
            group.create_task(walk(dealer, seller))


def _cpu(servers: list[ServerProcess]) -> float:
    def of(pid: int) -> float:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    return sum(of(server.pid) for server in servers)


def _syncs(servers: list[ServerProcess]) -> tuple[float, float]:
    """How many there were so far, and how many seconds they took."""
    found = [0.0, 0.0]
    for server in servers:
        with urlopen(f"http://127.0.0.1:{server.port}/metrics") as answer:
            lines = answer.read().decode().splitlines()
        for place, name in enumerate(("count", "sum")):
            found[place] += sum(float(line.split()[1]) for line in lines if line.startswith(f"{_SYNC}_{name} "))
    return found[0], found[1]


def _memory(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) * 1024


def table(crowd: Crowd) -> Iterator[str]:
    """The figures as lines."""
    yield (
        f"{crowd.at_once} at once: {crowd.updates / crowd.wall:.0f} updates a second, "
        f"{crowd.cpu / crowd.updates * 1000:.2f} ms of processor each, {crowd.memory / 2**20:.0f} MiB"
    )
    alone = crowd.at_once == 1
    yield f"  {'step':<16}{'p50 ms':>9}{'p99 ms':>9}" + f"{'own p50':>11}" * alone
    for step, seconds in crowd.spent.steps.items():
        own = f"{_part(crowd.spent.own[step], 50):>11.1f}" * alone
        yield f"  {step:<16}{_part(seconds, 50):>9.1f}{_part(seconds, 99):>9.1f}{own}"
    everything = list(crowd.spent)
    yield f"  {'all':<16}{_part(everything, 50):>9.1f}{_part(everything, 99):>9.1f}"
    whole, within = (_whole(steps) for steps in (crowd.spent.steps, crowd.spent.own))
    yield f"  {'whole journey':<16}{whole:>9.1f}" + f"{within:>20.1f}" * alone
    if crowd.syncs:
        each, share = crowd.synced / crowd.syncs * 1000, crowd.syncs / crowd.updates
        yield f"  the disk's own sync: {each:.2f} ms each, {share:.2f} an update" + (
            f", {each * len(crowd.spent.steps):.1f} ms of a journey" if alone else ""
        )


def _whole(steps: dict[str, list[float]]) -> float:
    """A journey of ordinary steps, in milliseconds."""
    return sum(statistics.median(seconds) for seconds in steps.values()) * 1000


def _part(seconds: list[float], percent: int) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1000


def main(words: list[str]) -> None:
    """One process on SQLite, then one and two on PostgreSQL."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks turns")
    parser.add_argument("--seconds", type=float, default=10, help="how long each crowd stays")
    parser.add_argument("--at-once", type=int, action="append", help="how many pairs of dealer and salesperson")
    parser.add_argument("--on", type=Kind, choices=list(Kind), action="append")
    parser.add_argument("--processes", type=int, action="append", help="on PostgreSQL")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--share", type=float, default=1, help="how much of the time each process may run, 0 to 1")
    parser.add_argument("--url", default="", help="a PostgreSQL server to use instead of one of our own")
    given = parser.parse_args(words)
    for kind in given.on or list(Kind):
        for processes in [1] if kind is Kind.SQLITE else given.processes or [1, 2]:
            with somewhere(kind, given.url) as url, tempfile.TemporaryDirectory() as name:
                print(f"\n{kind.value}, {processes} process{'es' if processes > 1 else ''}", flush=True)
                for crowd in run(
                    url,
                    Path(name),
                    processes=processes,
                    seconds=given.seconds,
                    crowds=given.at_once or [1, 16],
                    workers=given.workers,
                    share=given.share,
                ):
                    print("\n".join(table(crowd)), flush=True)
