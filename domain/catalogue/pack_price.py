"""What a pack costs everybody, where that is more or less than its base units."""

from decimal import Decimal

from sqlmodel import Session, col, select

from domain.actor import Actor
from domain.catalogue import price_lists
from domain.catalogue.price_lists import PriceKey
from domain.catalogue.refusals import GoodsChanged
from domain.refusals import BadPrice, NotFound
from domain.rules.rights import Right
from domain.tables.catalogue import Pack, Sku
from domain.tables.prices import Price

_FROM_THE_FIRST = Decimal(0)


def pack_with_id(session: Session, pack_id: int) -> Pack:
    """A pack. Raises NotFound: there is none."""
    pack = session.get(Pack, pack_id)
    if pack is None:
        raise NotFound
    return pack


def own_prices(session: Session, sku_id: int) -> dict[int, Decimal]:
    """What the packs of a SKU cost everybody from the first on, by pack; those that have no price of their own lack."""
    query = select(Price.pack_id, col(Price.price)).where(
        col(Price.list_id).is_(None),
        Price.sku_id == sku_id,
        col(Price.pack_id).is_not(None),
        Price.from_quantity == _FROM_THE_FIRST,
    )
    return {pack_id: price for pack_id, price in session.exec(query) if pack_id is not None}


def change_pack_price(actor: Actor, pack_id: int, before: Decimal | None, wanted: Decimal | None) -> None:
    """Set the price of a pack, or take its own price away; the same twice changes nothing.

    Raises BadPrice: no valid price; GoodsChanged: it is no longer ``before``.
    """
    actor.need(Right.CATALOGUE_CHANGE)
    if wanted is not None and not wanted:
        raise BadPrice
    sku_id = pack_with_id(actor.session, pack_id).sku_id
    actor.session.exec(select(Sku.id).where(Sku.id == sku_id).with_for_update()).first()
    known = price_lists.prices_in(actor, None, [sku_id])
    key = PriceKey(sku_id, pack_id, _FROM_THE_FIRST)
    now = known[key].price if key in known else None
    if now not in (before, wanted):
        raise GoodsChanged(sku_id=sku_id)
    price_lists.put(actor, None, known, {key: wanted})
    actor.session.flush()
