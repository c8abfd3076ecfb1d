"""What a big cart costs a dealer with many price lists: 50 lines, 20 lists of 10,000 prices each, 30 promotions.

``python -m benchmarks prices``: the median time in which the lines are priced and the promotions applied, on SQLite,
and on a PostgreSQL of its own where there is one.
"""

import argparse
import random
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlmodel import Session, select

from benchmarks.oversell import somewhere
from domain.actor import Actor
from domain.catalogue import promotion_changes
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.catalogue.pricing import Prices
from domain.catalogue.promotions import PromotionQuery, offers_for
from domain.db.bulk import insert_many
from domain.rules.pricing.offers import WITH_GIFTS, PromotionKind, bought_line
from domain.rules.pricing.promotion_outcome import Outcome
from domain.rules.pricing.promotion_terms import WITH_STEPS, GoodsTerm, PromotionTerms, StepTerm
from domain.rules.pricing.promotions import apply
from domain.tables.catalogue import Pack, Product, Sku
from domain.tables.columns import new_id
from domain.tables.people import Account, Place
from domain.tables.prices import AccountGroup, Price, PriceList, PriceListFor
from storage.engine import Database
from storage.schema_version import migrate
from tests.grounds import Kind
from tests.world import SUPPLIER

LISTS, PRICES, LINES, PROMOTIONS, LAPS = 20, 10_000, 50, 30, 60
#: Goods of which promotions are.
_PROMOTED = 500
_NOW = datetime(2026, 12, 1, 4, tzinfo=UTC)


def fill(session: Session) -> int:
    """Goods, an account in a group, and its lists: half of them its own, half of the group; the account's id."""
    chance, group, account_id = random.Random(7), new_id(), new_id()
    ids = [new_id() for _ in range(PRICES)]
    product = new_id()
    insert_many(session, AccountGroup, [{"id": group, "name": "A"}])
    account = {"id": account_id, "name": "benchmark", "language": "", "active": True, "created_at": _NOW}
    insert_many(session, Account, [{**account, "group_id": group}])
    insert_many(session, Product, [{"id": product, "key": "p", "name": "p"}])
    insert_many(
        session,
        Sku,
        [
            {"id": each, "code": f"S{at}", "product_id": product, "unit": "罐", "price": Decimal(2), "decimals": 0}
            for at, each in enumerate(ids)
        ],
    )
    insert_many(session, Pack, [{"id": new_id(), "sku_id": each, "name": "箱", "size": 24} for each in ids])
    for at in range(LISTS):
        listed = PriceList(name=f"list {at}", priority=at, starts_on=date(2026, 1, 1))
        whose = {"account_id": account_id} if at % 2 else {"group_id": group}
        session.add(listed)
        session.flush()
        session.add(PriceListFor(list_id=listed.id, **whose))
        insert_many(
            session,
            Price,
            [
                {"id": new_id(), "list_id": listed.id, "sku_id": each, "price": Decimal(chance.randint(100, 300)) / 100}
                for each in ids
            ],
        )
    return account_id


def promote(session: Session) -> None:
    """Promotions of every kind, each of some goods."""
    chance, actor = random.Random(5), _actor(session)
    some = list(session.exec(select(Sku.id).limit(_PROMOTED)))
    for at in range(PROMOTIONS):
        kind, ids = [*PromotionKind][at % len(PromotionKind)], chance.sample(some, LINES)
        off = Decimal(5) if kind is PromotionKind.AMOUNT_OFF else None
        gift = ids[0] if kind in WITH_GIFTS else None
        step = StepTerm(
            reach=Decimal(24 * (at + 1)), off=off, gift_sku_id=gift, gift_quantity=Decimal(1) if gift else None
        )
        priced = ids if kind is not PromotionKind.BUNDLE else ids[:3]
        promotion_changes.put(
            actor,
            PromotionTerms(
                name=f"promotion {at}",
                kind=kind,
                goods=tuple(GoodsTerm(sku_id=each, price=Decimal("0.9")) for each in priced),
                price=Decimal(2) if kind is PromotionKind.BUNDLE else None,
                steps=(step,) if kind in WITH_STEPS else (),
                own_prices=True,
            ),
        )


def measure(database: Database, account_id: int) -> float:
    """The median seconds in which a cart is priced, and what promotions give on it is worked out."""
    chance, spent = random.Random(11), list[float]()
    with database.transaction() as session:
        every = list(session.exec(select(Sku.id).limit(_PROMOTED)))
        for _ in range(LAPS):
            goods = [*goods_by_id(session, chance.sample(every, LINES)).values()]
            began = time.perf_counter()
            _price(session, account_id, goods)
            spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def _price(session: Session, account_id: int, goods: list[Goods]) -> Outcome:
    actor = _actor(session)
    prices = Prices(actor=actor, account_id=account_id)
    prices.know(goods)
    lines = [bought_line(each.sku_id, each.sku_id, None, prices.line(each, Decimal(240))) for each in goods]
    query = PromotionQuery(account_id=account_id, day=actor.today, at=actor.now, lines=lines)
    return apply(lines, offers_for(session, query).offers, SUPPLIER.currency)


def _actor(session: Session) -> Actor:
    return Actor(session=session, person=None, now=_NOW, supplier=SUPPLIER, where=Place.COMMAND)


def table(kinds: list[Kind], given: str) -> Iterator[str]:
    """A row for each database. ``given``: the address of a PostgreSQL, else one of our own."""
    for kind in kinds:
        with somewhere(kind, given) as url, closing(Database(url)) as database:
            migrate(database)
            with database.transaction() as session:
                account_id = fill(session)
            with database.transaction() as session:
                promote(session)
                if kind is Kind.POSTGRESQL:  # as its autovacuum does soon after an import
                    session.connection().exec_driver_sql("ANALYZE")
            median = measure(database, account_id)
        cart = f"{LINES} lines, {LISTS} lists of {PRICES:,} prices, {PROMOTIONS} promotions"
        yield f"{kind.value}: {cart}: priced in {median * 1000:.1f} ms"


def main(options: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks prices")
    parser.add_argument("--on", choices=[kind.value for kind in Kind], nargs="*", default=[each.value for each in Kind])
    parser.add_argument("--url", default="", help="A PostgreSQL to make databases on.")
    given = parser.parse_args(options)
    for line in table([Kind(each) for each in given.on], given.url):
        print(line, flush=True)
