"""Price lists for tests: given to an account or a group, with prices as a business person says them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import Session, select

from domain.catalogue import versions
from domain.rules.pricing.price_calculation import PriceSource, SourcePrices
from domain.tables.catalogue import Pack, Sku
from domain.tables.people import Account
from domain.tables.prices import AccountGroup, Price, PriceList, PriceListFor
from tests.world import World


class Said(NamedTuple):
    """A price: of one base unit of a SKU, or where ``pack`` is named of such a pack, from a number of base units on."""

    sku: str
    price: str
    pack: str = ""
    from_quantity: int = 0


def give(
    world: World,
    name: str,
    prices: Sequence[Said],
    *,
    account: str = "",
    group: str = "",
    priority: int = 0,
    starts_on: date | None = None,
    ends_on: date | None = None,
    promotions: bool = True,
) -> int:
    """Give a new list to an account or a group; its id."""
    with world.database.transaction() as session:
        listed = PriceList(name=name, priority=priority, starts_on=starts_on, ends_on=ends_on, promotions=promotions)
        session.add(listed)
        session.flush()
        if account:
            session.add(PriceListFor(list_id=listed.id, account_id=_account(session, account).id))
        if group:
            session.add(PriceListFor(list_id=listed.id, group_id=_group(session, group).id))
        session.add_all(_price(session, listed.id, each) for each in prices)
        return listed.id


def for_all(world: World, *prices: Said) -> None:
    """Prices for everybody, beside those of the SKUs."""
    with world.database.transaction() as session:
        session.add_all(_price(session, None, each) for each in prices)


def put_into(world: World, account: str, group: str) -> None:
    """Put an account into a group."""
    with world.database.transaction() as session:
        _account(session, account).group_id = _group(session, group).id


def sell(world: World, goods: Mapping[str, Sequence[SourcePrices]], account: str, group: str) -> None:
    """New goods by their codes, each with its prices for a new account, for its group, and for everybody."""
    cola = world.sku("KL330").product_id
    give(world, f"{account}专享", ())
    give(world, f"{group}价", ())
    with world.database.transaction() as session:
        whose = Account(name=account, group_id=_group(session, group).id, created_at=world.clock())
        session.add(whose)
        lists = {each.name: each.id for each in session.exec(select(PriceList))}
        session.flush()
        session.add(PriceListFor(list_id=lists[f"{account}专享"], account_id=whose.id))
        session.add(PriceListFor(list_id=lists[f"{group}价"], group_id=whose.group_id))
        ids = {PriceSource.ACCOUNT_LIST: lists[f"{account}专享"], PriceSource.GROUP_LIST: lists[f"{group}价"]}
        for code, sources in goods.items():
            unit = next(tier.price for each in sources for tier in each.tiers if each.source is PriceSource.BASE)
            sku = Sku(code=code, product_id=cola, spec=code, unit="罐", price=unit, decimals=3)
            session.add(sku)
            session.flush()
            packs = {size: Pack(sku_id=sku.id, name=f"{size}罐箱", size=size) for size in (6, 24)}
            session.add_all(packs.values())
            session.flush()
            session.add_all(
                Price(
                    list_id=ids.get(each.source),
                    sku_id=sku.id,
                    pack_id=packs[tier.size].id if tier.is_pack else None,
                    from_quantity=tier.from_quantity,
                    price=tier.price,
                )
                for each in sources
                for tier in each.tiers
                if each.source in ids or tier.is_pack or tier.from_quantity
            )
        versions.touch(session)


def _account(session: Session, name: str) -> Account:
    return session.exec(select(Account).where(Account.name == name)).one()


def _group(session: Session, name: str) -> AccountGroup:
    found = session.exec(select(AccountGroup).where(AccountGroup.name == name)).first()
    if found is None:
        found = AccountGroup(name=name)
        session.add(found)
        session.flush()
    return found


def _price(session: Session, list_id: int | None, said: Said) -> Price:
    sku = session.exec(select(Sku).where(Sku.code == said.sku)).one()
    packs = select(Pack).where(Pack.sku_id == sku.id, Pack.name == said.pack)
    return Price(
        list_id=list_id,
        sku_id=sku.id,
        pack_id=session.exec(packs).one().id if said.pack else None,
        from_quantity=Decimal(said.from_quantity),
        price=Decimal(said.price),
    )
