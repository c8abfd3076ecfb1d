"""Seeds the demo's prices: two levels of dealers with a list, one dealer's own, and those of consumers."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from sqlmodel import col, select

from domain.actor import Actor
from domain.catalogue import price_lists
from domain.catalogue.price_lists import ListFacts, PriceKey
from domain.tables.catalogue import Pack, Sku
from domain.tables.people import Account

#: Who is of which level; the others are of none and pay like everybody.
_LEVELS = {"A级": ("xinglong", "harbour"), "B级": ("jiahe",), "零售": ()}
#: By the list: SKU, cases from which on it is so, and the price of a case.
_LISTS: Mapping[str, tuple[tuple[str, int, str], ...]] = {
    "A级价": (("YL0103", 0, "52.00"), ("YL0103", 10, "50.00"), ("YL0301", 0, "41.50")),
    "B级价": (("YL0103", 0, "53.00"),),
    "零售价": (("YL0103", 0, "62.00"), ("YL0104", 0, "54.00"), ("YL0301", 0, "52.00")),
    "兴隆便利店协议价": (("YL0104", 0, "45.80"), ("YL0104", 5, "44.50")),
}


def seed_prices(actor: Actor, accounts: Mapping[str, Account]) -> None:
    """Make the levels and lists, as the supplier's own import would."""
    for level, members in _LEVELS.items():
        group = price_lists.group_named(actor, level)
        for key in members:
            accounts[key].group_id = group.id
        listed = price_lists.list_named(actor, f"{level}价", ListFacts())
        price_lists.give(actor, listed, group_id=group.id)
    own = price_lists.list_named(actor, "兴隆便利店协议价", ListFacts(priority=1))
    price_lists.give(actor, own, account_id=accounts["xinglong"].id)
    for name in _LISTS:
        listed = price_lists.list_named(actor, name, ListFacts())
        price_lists.put(actor, listed.id, {}, dict(_prices(actor, name)))


def _prices(actor: Actor, name: str) -> Iterator[tuple[PriceKey, Decimal]]:
    codes = {code for code, _, _ in _LISTS[name]}
    query = select(Sku.code, Pack).join(Pack, col(Pack.sku_id) == Sku.id).where(col(Sku.code).in_(codes))
    packs = dict(actor.session.exec(query).all())
    for code, cases, price in _LISTS[name]:
        pack = packs[code]
        begins = Decimal(cases * pack.size)
        yield PriceKey(sku_id=pack.sku_id, pack_id=pack.id, from_quantity=begins), Decimal(price)
