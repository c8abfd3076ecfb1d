"""``make soak``: a steady crowd on a loopback Bot API against a real ``dinghuo serve``, and what becomes of it."""

import argparse
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path

from sqlmodel import func, select

from benchmarks.crowd import Seen, Somebody, dealer, salesperson, warehouse
from benchmarks.samples import HEAD, Sample, Scrape, row, sample, summary
from bot.command_context import perform_command
from bot.commands.invite import write_invite
from bot.settings import Settings
from domain.actor import Actor
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.catalogue import Sku
from domain.tables.orders import Event
from storage.engine import Database
from tests.platforms.serving import ServerProcess, configuration, free_port
from tests.platforms.shop import SECRET_KEY, Shop, furnish_shop
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import TelegramPhone

#: Of this many people one decides and one packs; the others order.
STAFF_SHARE = 10
PLENTY = Decimal(50_000_000)


def main(words: list[str]) -> int:
    """Run it; the exit code is 1 where something was lost, failed or does not agree."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks soak")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=20, help="updates a second")
    parser.add_argument("--every", type=float, default=4, help="seconds between two acts of a person")
    parser.add_argument("--rows", type=int, default=30, help="lines of the table")
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        return run(Path(name), given.minutes * 60, given.rate, given.every, given.rows)


def run(folder: Path, seconds: float, rate: float, every: float, rows: int) -> int:
    """The whole run; as many people as it takes for the rate."""
    with closing(Database(f"sqlite:///{folder / 'shop.sqlite'}")) as database:
        shop = _stocked(furnish_shop(database))
    with BotApiServer(limits=None) as telegram:
        given = configuration(shop, telegram, None, port=free_port(), webhook=True)
        with ServerProcess(given, folder) as server:
            count = max(4, round(rate * every))
            with _crowd(shop, telegram, count, every) as seen:
                print(f"{count} people, about {rate:g} updates a second, for {seconds / 60:g} minutes\n\n{HEAD}")
                samples = list(_watched(server.port, seen, seconds, rows))
            telegram.wait_until(lambda: telegram.all_delivered, 60)
            _emptied(server.port)
            checked = server.command("check")
            done = _done(shop)
    print("\n" + "\n".join(summary(samples)))
    print(f"done: {', '.join(f'{number} {kind}' for kind, number in done)}")
    print(f"dinghuo check: {checked.stdout.strip()}")
    trouble = sum(each.trouble for each in samples)
    print(f"unanswered, failed or undone: {trouble}")
    return 1 if trouble or checked.returncode else 0


def _stocked(shop: Shop) -> Shop:
    """More than any crowd can order."""
    database = Database(shop.url)
    settings = Settings(_env_file=None, database_url=shop.url, secret_key=SECRET_KEY)

    def fill(actor: Actor) -> None:
        session = actor.session
        stock.set_on_hand(actor, home(session), dict.fromkeys(session.exec(select(Sku.id)), PLENTY), "soak")

    perform_command(settings, database, fill)
    database.close()
    return shop


@contextmanager
def _crowd(shop: Shop, telegram: BotApiServer, count: int, every: float) -> Iterator[Seen]:
    """Everybody has come in and is busy until the end of the block."""
    staff = max(1, count // STAFF_SHARE)
    cast = [("salesperson", salesperson)] * staff + [("warehouse", warehouse)] * staff
    cast += [("buyer", dealer)] * (count - len(cast))
    seen, stop = Seen(), threading.Event()
    people = [
        Somebody(telegram, _joined(shop, telegram, number, role), habit, seen, stop, every)
        for number, (role, habit) in enumerate(cast, 5000)
    ]
    for person in people:
        person.start()
    try:
        yield seen
    finally:
        stop.set()
        for person in people:
            person.join(30)


def _joined(shop: Shop, telegram: BotApiServer, number: int, role: str) -> TelegramPhone:
    """The phone of somebody who came in by an invite."""
    settings = Settings(_env_file=None, database_url=shop.url, secret_key=SECRET_KEY)
    invited = write_invite(settings, role, f"客户{number}" if role == "buyer" else "", f"{role}{number}")
    phone = telegram.person(id=number, first_name=f"{role}{number}")
    phone.start(str(invited["code"]))
    phone.reply(30)
    return phone


def _emptied(port: int) -> None:
    """Until every notice has gone out."""
    for _ in range(600):
        if not Scrape(port).sum("dinghuo_outbox_notices", state="due"):
            return
        threading.Event().wait(0.1)
    raise AssertionError("there are notices that nobody delivers")


def _done(shop: Shop) -> list[tuple[str, int]]:
    """What happened to orders, how often."""
    database = Database(shop.url)
    with database.transaction() as session:
        counted = select(Event.kind, func.count()).group_by(Event.kind).order_by(Event.kind)
        rows = [(kind, number) for kind, number in session.exec(counted) if kind.startswith("order.")]
    database.close()
    return rows


def _watched(port: int, seen: Seen, seconds: float, rows: int) -> Iterator[Sample]:
    """A row from time to time, printed as it comes."""
    begun = last = time.monotonic()
    before = Scrape(port)
    for number in range(1, rows + 1):
        threading.Event().wait(max(0.0, begun + seconds * number / rows - time.monotonic()))
        now, moment = Scrape(port), time.monotonic()
        each = sample(before, now, moment - last, (moment - begun) / 60, *seen.take())
        print(row(each), flush=True)
        yield each
        before, last = now, moment
