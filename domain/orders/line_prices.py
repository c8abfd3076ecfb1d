"""What an order line keeps of its price, and what it costs when its quantity changes."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlmodel import col, select

from domain.actor import Actor
from domain.catalogue.pricing import Prices, set_by_hand
from domain.orders.view import OrderRow, OrderView
from domain.rules.pricing.price_calculation import LinePrice, SourcePrices, Tier, line_price
from domain.rules.rights import Role
from domain.tables.orders import Order, OrderLine
from domain.tables.prices import PriceList


def frozen(price: LinePrice) -> Mapping[str, Any]:
    """The columns of an order line that say what it costs and why."""
    return {
        "price": price.unit_price,
        "loose": price.loose,
        "amount": price.amount,
        "pack_id": price.pack_id,
        "packs": price.packs,
        "pack_price": price.pack_price,
        "price_source": price.source,
        "price_list_id": price.list_id,
        "tier_from": price.tier_from,
    }


def freeze(line: OrderLine, price: LinePrice) -> None:
    """Let a line cost this from now on."""
    for name, value in frozen(price).items():
        setattr(line, name, value)


def price_for(actor: Actor, order: Order, row: OrderRow, quantity: Decimal) -> LinePrice:
    """What another quantity of an order's line costs.

    Its own prices stay, as long as the same tier of the same list counts; another tier costs what it costs today. What
    the supplier cuts costs no more for that.
    """
    line = row.line
    hand = set_by_hand(line, row.goods.packs)
    now = Prices(actor=actor, account_id=order.account_id).line(row.goods, quantity, hand)
    kept = _kept(line, quantity, order.currency)
    cut = not actor.is_a(Role.BUYER) and quantity <= line.quantity
    if cut or (_whose(now) == _whose(kept) and now.pack_size in (1, kept.pack_size)):
        return kept
    return now


def as_it_is(line: OrderLine, currency: str) -> LinePrice:
    """What a line costs by its own prices: what is sold of it, or what its buyer is asked about."""
    return _kept(line, line.quantity - line.refused + line.proposed, currency)


def explained(actor: Actor, view: OrderView) -> Mapping[int, LinePrice]:
    """What each line of an order costs by its own prices, by the line's id, with the names of their lists."""
    lists = {row.line.price_list_id for row in view.rows} - {None}
    query = select(PriceList.id, PriceList.name).where(col(PriceList.id).in_(lists))
    names = dict(actor.session.exec(query).all()) if lists else {}
    return {
        row.line.id: replace(
            as_it_is(row.line, view.order.currency), list_name=names.get(row.line.price_list_id or 0, "")
        )
        for row in view.rows
    }


def _kept(line: OrderLine, quantity: Decimal, currency: str) -> LinePrice:
    """The quantity at the prices of the line."""
    tiers = [Tier(price=line.price)]
    if line.pack_price is not None:
        tiers.append(Tier(price=line.pack_price, size=line.pack_size, is_pack=True, pack_id=line.pack_id))
    source = SourcePrices(source=line.price_source, tiers=tuple(tiers), list_id=line.price_list_id)
    return replace(line_price((source,), quantity, currency), tier_from=line.tier_from)


def _whose(price: LinePrice) -> tuple[object, ...]:
    return price.source, price.list_id, price.tier_from
