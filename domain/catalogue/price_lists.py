"""The one writer of price lists, groups and prices; orders that were submitted keep theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlmodel import col, select

from domain.actor import Actor
from domain.events.journal import log_event, noted
from domain.refusals import BadPrice
from domain.rules.money import is_price
from domain.rules.rights import Right
from domain.tables.prices import AccountGroup, Price, PriceList, PriceListFor


@dataclass(frozen=True, kw_only=True)
class ListFacts:
    """What is said of a list besides its prices; nothing where it is not said."""

    priority: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    promotions: bool | None = None


class PriceKey(NamedTuple):
    """What a price is for: of a SKU, for one of this pack or else one base unit, from a quantity in base units on."""

    sku_id: int
    pack_id: int | None
    from_quantity: Decimal


def group_named(actor: Actor, name: str) -> AccountGroup:
    """The group of this name, made when it is new."""
    actor.authorise(Right.CATALOGUE_CHANGE)
    found = actor.session.exec(select(AccountGroup).where(AccountGroup.name == name)).first()
    if found is None:
        found = AccountGroup(name=name)
        actor.session.add(found)
        actor.session.flush()
        log_event(actor, "account_group.made", subject=f"account_group:{found.id}", name=name)
    return found


def list_named(actor: Actor, name: str, facts: ListFacts) -> PriceList:
    """The list of this name with what is said of it, made when it is new."""
    actor.authorise(Right.CATALOGUE_CHANGE)
    said = {column: value for column, value in vars(facts).items() if value is not None}
    found = actor.session.exec(select(PriceList).where(PriceList.name == name)).first()
    if found is None:
        found = PriceList(name=name, **said)
        actor.session.add(found)
        actor.session.flush()
        log_event(actor, "price_list.made", subject=f"price_list:{found.id}", name=name)
        return found
    new = {column: value for column, value in said.items() if getattr(found, column) != value}
    if new:
        before = {column: noted(getattr(found, column)) for column in new}
        after = {column: noted(value) for column, value in new.items()}
        log_event(actor, "price_list.changed", subject=f"price_list:{found.id}", before=before, after=after)
        for column, value in new.items():
            setattr(found, column, value)
    return found


def give(actor: Actor, listed: PriceList, *, account_id: int | None = None, group_id: int | None = None) -> bool:
    """Give a list to an account or a group; whether it was new to them."""
    actor.authorise(Right.CATALOGUE_CHANGE)
    whose = (col(PriceListFor.account_id) == account_id) if account_id else (col(PriceListFor.group_id) == group_id)
    if actor.session.exec(select(PriceListFor.id).where(PriceListFor.list_id == listed.id, whose)).first():
        return False
    actor.session.add(PriceListFor(list_id=listed.id, account_id=account_id, group_id=group_id))
    log_event(actor, "price_list.given", subject=f"price_list:{listed.id}", account=account_id, group=group_id)
    return True


def take(actor: Actor, listed: PriceList, account_id: int) -> None:
    """Take a list away from an account that has it for itself."""
    actor.authorise(Right.CATALOGUE_CHANGE)
    mine = (col(PriceListFor.list_id) == listed.id, col(PriceListFor.account_id) == account_id)
    for row in actor.session.exec(select(PriceListFor).where(*mine)).all():
        actor.session.delete(row)
        log_event(actor, "price_list.taken", subject=f"price_list:{listed.id}", account=account_id, group=None)


def prices_in(actor: Actor, list_id: int | None, sku_ids: Iterable[int]) -> dict[PriceKey, Price]:
    """The prices of some SKUs in a list; in none: everybody's."""
    within = col(Price.list_id).is_(None) if list_id is None else col(Price.list_id) == list_id
    query = select(Price).where(within, col(Price.sku_id).in_(list(sku_ids)))
    return {PriceKey(each.sku_id, each.pack_id, each.from_quantity): each for each in actor.session.exec(query)}


def put(
    actor: Actor, list_id: int | None, known: Mapping[PriceKey, Price], wanted: Mapping[PriceKey, Decimal | None]
) -> None:
    """Set prices of a list, or take those away that are None. ``known``: what ``prices_in`` said of the same SKUs.

    Raises BadPrice: no valid price.
    """
    actor.authorise(Right.CATALOGUE_CHANGE)
    for key, price in wanted.items():
        if price is not None and not is_price(price):
            raise BadPrice
        there = known.get(key)
        before = there.price if there else None
        if before == price:
            continue
        _log(actor, list_id, key, before, price)
        if price is None:
            actor.session.delete(there)
        elif there is None:
            actor.session.add(Price(list_id=list_id, **key._asdict(), price=price))
        else:
            there.price = price


def _log(actor: Actor, list_id: int | None, key: PriceKey, before: Decimal | None, after: Decimal | None) -> None:
    told = {"before": noted(before), "after": noted(after), "from": str(key.from_quantity), "pack": key.pack_id}
    if list_id is None:
        log_event(actor, "sku.pack_priced", subject=f"sku:{key.sku_id}", **told)
    else:
        log_event(actor, "price_list.priced", subject=f"price_list:{list_id}", sku=key.sku_id, **told)
