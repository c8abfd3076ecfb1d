"""What money costs to look up: 300 dealers with 200,000 entries of the ledger.

``python -m benchmarks money``: the median time of a balance, an exposure and a statement of one account, and of the
ageing of all, on SQLite, and on a PostgreSQL of its own where there is one.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from benchmarks.oversell import somewhere
from domain.actor import Actor
from domain.db.bulk import insert_many
from domain.finance import balances, credit, statements
from domain.rules.finance.ledger import LedgerKind
from domain.rules.finance.reminders import bounds
from domain.rules.finance.statement_periods import of_month
from domain.tables.columns import new_id
from domain.tables.ledger import LedgerEntry
from domain.tables.people import Account, Person, Place
from storage.engine import Database
from storage.schema_version import migrate
from tests.grounds import Kind
from tests.world import SUPPLIER

ACCOUNTS, ENTRIES, LAPS = 300, 200_000, 30
_NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)


def fill(session: Session) -> int:
    """The accounts and two years of their entries: two thirds bills, the rest payments; the id of one account."""
    chance = random.Random(11)
    ids = [new_id() for _ in range(ACCOUNTS)]
    known = {"language": "", "active": True, "created_at": _NOW, "terms": "30", "credit_limit": Decimal(10**6)}
    insert_many(session, Account, [{"id": each, "name": f"dealer {each}", **known} for each in ids])
    person = {"name": "finance", "role": "finance", "language": "", "active": True, "created_at": _NOW}
    insert_many(session, Person, [{"id": new_id(), **person}])
    for _ in range(ENTRIES // 10_000):
        insert_many(session, LedgerEntry, [_entry(chance, ids) for _ in range(10_000)])
    return ids[0]


def _entry(chance: random.Random, ids: list[int]) -> dict[str, Any]:
    day = date(2026, 12, 1) - timedelta(days=chance.randint(0, 730))
    amount, is_bill = Decimal(chance.randint(100, 90_000)) / 100, chance.random() < 2 / 3
    about: dict[str, Any] = {"day": day, "at": _NOW, "document": "D20261001-0042/1" if is_bill else ""}
    if is_bill:
        about |= {"kind": LedgerKind.INVOICE, "amount": amount, "due_on": day + timedelta(days=30)}
    else:
        about |= {"kind": LedgerKind.PAYMENT, "amount": -2 * amount, "due_on": None}
    return {"id": new_id(), "account_id": chance.choice(ids), "note": "", **about}


#: What is looked up.
LOOKS: Mapping[str, Callable[[Actor, int], object]] = {
    "balance": balances.standing,
    "exposure": credit.credit_of,
    "statement": lambda actor, account_id: statements.statement(actor, account_id, of_month(31, 2026, 11)),
    "ageing of all": lambda actor, _: balances.late(actor),
    "what is due soon, of all": lambda actor, _: balances.open_between(actor, bounds(actor.today)),
}


def measure(database: Database, account_id: int) -> Iterator[tuple[str, float]]:
    """The median milliseconds of each."""
    for name, look in LOOKS.items():
        taken = []
        for _ in range(LAPS):
            with database.reading() as session:
                session.connection()
                began = time.perf_counter()
                look(_actor(session), account_id)
                taken.append(time.perf_counter() - began)
        yield name, statistics.median(taken) * 1000


def _actor(session: Session) -> Actor:
    return Actor(session=session, person=None, now=_NOW, supplier=SUPPLIER, where=Place.COMMAND)


def table(kinds: list[Kind], given: str) -> Iterator[str]:
    """A row for each look-up on each database. ``given``: the address of a PostgreSQL, else one of our own."""
    for kind in kinds:
        with somewhere(kind, given) as url, closing(Database(url)) as database:
            migrate(database)
            with database.transaction() as session:
                account_id = fill(session)
            with database.transaction() as session:
                session.connection().exec_driver_sql("ANALYZE")
            for name, milliseconds in measure(database, account_id):
                yield f"{kind.value}: {ACCOUNTS} dealers, {ENTRIES:,} entries: {name}: {milliseconds:.1f} ms"


def main(options: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks money")
    parser.add_argument("--on", choices=[kind.value for kind in Kind], nargs="*", default=[each.value for each in Kind])
    parser.add_argument("--url", default="", help="A PostgreSQL to make databases on.")
    given = parser.parse_args(options)
    for line in table([Kind(each) for each in given.on], given.url):
        print(line, flush=True)
