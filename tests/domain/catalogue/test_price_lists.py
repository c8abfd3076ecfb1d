"""Whose prices are read, and that cart, order and changes of an order agree with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from domain.carts import carts
from domain.catalogue import catalogue
from domain.catalogue.pricing import Prices
from domain.rules.pricing.price_calculation import (
    LinePrice,
    PriceSource,
    SourcePrices,
    Tier,
    base,
    line_price,
    nearest_first,
)
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account
from tests.orders import approve, change, place
from tests.prices import Said, for_all, give, put_into
from tests.promotions import promote
from tests.world import World

LI, ANN = "李记便利店", "Harbour Mart"


def priced(world: World, code: str, quantity: int, account: str = LI) -> LinePrice:
    """What so many base units cost an account now."""
    sku_id = world.sku(code).id
    with world.database.transaction() as session:
        account_id = session.exec(select(Account.id).where(Account.name == account)).one()
        goods = catalogue.one(session, sku_id)
        return Prices(actor=world.actor(session), account_id=account_id).line(goods, Decimal(quantity))


def line_of(world: World, order: Order) -> OrderLine:
    with world.session() as session:
        return session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).one()


def test_an_account_pays_by_its_list_its_group_or_like_everybody(world: World) -> None:
    put_into(world, LI, "A级")
    assert priced(world, "KL330", 24).amount == Decimal("44.00")
    give(world, "A级价", [Said("KL330", "1.80"), Said("KL500", "2.40")], group="A级")
    give(world, "李记专享", [Said("KL330", "1.90")], account=LI)
    own, shared, plain = priced(world, "KL330", 24), priced(world, "KL500", 24), priced(world, "QS550", 24)
    assert (own.source, own.list_name, own.amount) == (PriceSource.ACCOUNT_LIST, "李记专享", Decimal("45.60"))
    assert (shared.source, shared.list_name, shared.amount) == (PriceSource.GROUP_LIST, "A级价", Decimal("57.60"))
    assert (plain.source, plain.list_name, plain.amount) == (PriceSource.BASE, "", Decimal("21.60"))
    assert {priced(world, code, 24, ANN).source for code in ("KL330", "KL500", "QS550")} == {PriceSource.BASE}


def test_tiers_and_prices_of_a_case_for_everybody(world: World) -> None:
    for_all(world, Said("KL330", "42", "箱"), Said("KL330", "40.5", "箱", 240), Said("KL330", "1.75", "", 240))
    assert [priced(world, "KL330", much).amount for much in (24, 30, 240, 250)] == [
        Decimal(amount) for amount in ("42.00", "53.00", "405.00", "422.50")
    ]


@pytest.mark.parametrize(
    ("hours", "amount"),
    [(-1, "44.00"), (0, "24.00"), (23, "24.00"), (24, "44.00")],
)
def test_a_list_counts_from_midnight_to_midnight_in_the_shop(world: World, hours: int, amount: str) -> None:
    day = date(2026, 12, 1)
    give(world, "一日价", [Said("KL330", "1")], account=LI, starts_on=day, ends_on=day)
    world.clock.at = world.clock.at.replace(month=11, day=30, hour=16, minute=0, second=0)  # midnight in Shanghai
    world.clock.pass_(hours=hours)
    assert priced(world, "KL330", 24).amount == Decimal(amount)


def test_a_promotion_runs_from_midnight_to_midnight_in_the_shop(world: World) -> None:
    promote(world, kind="特价", sku="KL330", price="1", starts_on="2026-12-01", ends_on="2026-12-01")
    midnight = world.clock.at.replace(month=11, day=30, hour=16, minute=0, second=0)  # in Shanghai
    for seconds, runs in ((-1, False), (0, True), (24 * 3600 - 1, True), (24 * 3600, False)):
        world.clock.at = midnight + timedelta(seconds=seconds)
        dealer = world.dealer.types("有什么优惠")
        (dealer.does_not_see if not runs else dealer.sees)("特价 ¥1.00")
        dealer.types("可乐330 24罐").types("购物车").sees("¥24.00" if runs else "¥44.00").types("清空购物车").taps("✅")


def test_cart_and_order_keep_whose_price_it_is(world: World) -> None:
    list_id = give(world, "李记专享", [Said("KL330", "40", "箱"), Said("KL330", "38", "箱", 240)], account=LI)
    line = line_of(world, place(world, {"KL330": 246}))
    assert [line.packs, line.pack_price, line.loose, line.price] == [10, 38, 6, Decimal("1.8333")]
    assert (line.amount, line.price_source, line.price_list_id) == (
        Decimal("391.00"),
        PriceSource.ACCOUNT_LIST,
        list_id,
    )
    assert line.tier_from == 240
    assert line_of(world, place(world, {"KL330": 246}, "Ann")).amount == Decimal("450.99")


def test_serving_an_account_is_at_its_prices(world: World) -> None:
    give(world, "李记专享", [Said("JY1900", "10")], account=LI)
    assert line_of(world, place(world, {"JY1900": 6}, "小王", serving=LI)).amount == Decimal("60.00")
    assert line_of(world, place(world, {"JY1900": 6}, "小王", serving=ANN)).amount == Decimal("76.80")


def test_a_changed_line_keeps_its_price_until_another_tier_counts(world: World) -> None:
    give(world, "李记专享", [Said("KL330", "1.70"), Said("KL330", "1.60", "", 240)], account=LI)
    order, sku_id = place(world, {"KL330": 48}), world.sku("KL330").id
    with world.database.transaction() as session:
        catalogue.change_price(world.actor(session, "陈总"), sku_id, Decimal(9))
    give(world, "李记新价", [Said("KL330", "1.75"), Said("KL330", "1.65", "", 240)], account=LI, priority=-1)
    change(world, order, "KL330", 72)
    assert line_of(world, order).amount == Decimal("122.40")
    change(world, order, "KL330", 240)
    assert [line_of(world, order).price, line_of(world, order).tier_from] == [Decimal("1.60"), 240]
    change(world, order, "KL330", 24)
    assert (line_of(world, order).price, line_of(world, order).amount) == (Decimal("1.70"), Decimal("40.80"))
    approve(world, order)


def test_what_the_supplier_cuts_keeps_its_price(world: World) -> None:
    give(world, "李记专享", [Said("KL330", "1.70"), Said("KL330", "1.60", "", 240)], account=LI)
    order = place(world, {"KL330": 240})
    change(world, order, "KL330", 48, "小王")
    assert (line_of(world, order).price, line_of(world, order).amount) == (Decimal("1.60"), Decimal("76.80"))


def test_a_dealer_without_prices_of_their_own_has_nothing_more_read(world: World) -> None:
    world.dealer.types("菜单")
    with _statements(world) as told:
        world.dealer.types("可乐330 2箱").types("购物车")
    assert not [sql for sql in told if "FROM price" in sql and "EXISTS" not in sql.upper()]
    give(world, "李记专享", [Said("KL330", "1.70")], account=LI)
    with _statements(world) as told:
        world.dealer.types("购物车").sees("¥81.60")
    assert len([sql for sql in told if "JOIN price " in sql]) == 1


def test_a_cart_is_priced_in_one_statement(world: World) -> None:
    codes = ("KL330", "KL500", "XB330", "HN250", "QS550")
    ids = [world.sku(code).id for code in codes]
    give(world, "李记专享", [Said(code, "1") for code in codes], account=LI)
    with world.database.transaction() as session:
        wanted = [carts.CartWish(sku_id=each, quantity=Decimal(24)) for each in ids]
        carts.add(world.actor(session, "老李"), wanted)
    with world.database.transaction() as session, _statements(world) as told:
        assert carts.view(world.actor(session, "老李")).total == Decimal(120)
    assert len([sql for sql in told if "JOIN price " in sql]) == 1


@contextmanager
def _statements(world: World) -> Iterator[list[str]]:
    """What the database is told meanwhile."""
    told: list[str] = []

    def note(*facts: Any) -> None:
        told.append(facts[2])

    event.listen(world.database.engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(world.database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_left_unread_would_not_have_counted(world: World, seed: int) -> None:
    """Many lists of both ranks with tiers and packs: what is read prices like all of it."""
    chance = Random(seed)
    put_into(world, LI, "A级")
    sources = []
    for at in range(9):
        own = chance.random() < 0.5
        said = {
            (pack, begins): Said("KL330", str(chance.randint(100, 5000) / 100), pack, begins)
            for pack in chance.sample(["", "箱"], chance.randint(1, 2))
            for begins in chance.sample([0, 24, 240], chance.randint(1, 2))
        }
        how = {"priority": chance.randint(0, 2), "starts_on": chance.choice([None, date(2026, 1, 1), date(2026, 2, 1)])}
        whose = {"account": LI} if own else {"group": "A级"}
        list_id = give(world, f"list {at}", list(said.values()), **whose, **how)  # type: ignore[arg-type]
        tiers = tuple(
            Tier(
                price=Decimal(each.price),
                from_quantity=Decimal(each.from_quantity),
                size=24 if each.pack else 1,
                is_pack=bool(each.pack),
            )
            for each in said.values()
        )
        rank = PriceSource.ACCOUNT_LIST if own else PriceSource.GROUP_LIST
        sources.append(SourcePrices(source=rank, tiers=tiers, list_id=list_id, **how))  # type: ignore[arg-type]
    every = nearest_first([*sources, base(Decimal("1.8333"))])
    for quantity in (1, 23, 24, 30, 239, 240, 250):
        read, whole = priced(world, "KL330", quantity), line_price(every, Decimal(quantity), "CNY")
        assert (read.amount, read.list_id, read.tier_from) == (whole.amount, whole.list_id, whole.tier_from)
