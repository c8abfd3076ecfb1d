"""Price lists, and what the lines of orders say of their prices."""

from typing import Any

from sqlalchemy import BigInteger, String, and_, cast, literal, or_, select, type_coerce

from domain.checks.findings import rule
from domain.checks.tables import CartLine, OrderLine, Pack, Price, PriceList, PriceListFor
from domain.rules.pricing.price_calculation import PriceSource

_OF_A_LIST = (PriceSource.ACCOUNT_LIST, PriceSource.GROUP_LIST)


@rule("list_for")
def list_for() -> Any:
    """A list is given to an account or to a group, never to both or neither in one row."""
    account, group = PriceListFor.account_id.is_(None), PriceListFor.group_id.is_(None)
    query = select(PriceList.name, literal("an account or a group"), cast(PriceListFor.id, String))
    return query.join_from(PriceListFor, PriceList).where(account == group)


@rule("list_dates")
def list_dates() -> Any:
    """A list does not end before it starts."""
    query = select(PriceList.name, PriceList.starts_on, PriceList.ends_on)
    return query.where(PriceList.ends_on < PriceList.starts_on)


@rule("price_pack")
def price_packs() -> Any:
    """A price of a pack is for a pack of its SKU."""
    query = select(cast(Price.id, String), Price.sku_id, Pack.sku_id)
    return query.join_from(Price, Pack, Pack.id == Price.pack_id).where(Pack.sku_id != Price.sku_id)


@rule("line_packs")
def line_packs() -> Any:
    """What is left of a line is all loose, or whole packs at their price and less than a pack more."""
    packs, loose, quantity = (type_coerce(each, BigInteger) for each in _COUNTED)
    plain = and_(packs == 0, loose == quantity, OrderLine.pack_price.is_(None), OrderLine.pack_id.is_(None))
    inside = quantity - loose
    packed = and_(packs > 0, OrderLine.pack_price.is_not(None), loose >= 0, inside > 0, loose * packs < inside * 1000)
    query = select(cast(OrderLine.id, String), OrderLine.quantity, OrderLine.packs)
    return query.where(~or_(plain, packed))


@rule("cart_price")
def cart_prices() -> Any:
    """A price by hand in a cart has a unit, and somebody who set it."""
    of_price = (CartLine.manual_size, CartLine.manual_by_id)
    complete = and_(CartLine.manual_price.is_not(None), *(each.is_not(None) for each in of_price))
    nothing = and_(
        CartLine.manual_price.is_(None), *(each.is_(None) for each in of_price), CartLine.manual_reason == ""
    )
    query = select(cast(CartLine.id, String), CartLine.manual_price, CartLine.manual_size)
    return query.where(~or_(complete, nothing))


_COUNTED = (OrderLine.packs, OrderLine.loose, OrderLine.quantity - OrderLine.refused + OrderLine.proposed)


@rule("line_source")
def line_sources() -> Any:
    """A line names the list that its price is from, and whose hand it was set by."""
    listed = or_(*(OrderLine.price_source == each for each in _OF_A_LIST))
    manual = OrderLine.price_source == PriceSource.MANUAL
    by_hand = (OrderLine.manual_size, OrderLine.manual_by_id, OrderLine.list_price)
    complete = and_(OrderLine.manual_price.is_not(None), *(each.is_not(None) for each in by_hand))
    nothing = and_(OrderLine.manual_price.is_(None), *(each.is_(None) for each in by_hand))
    paid = or_(
        and_(OrderLine.manual_size == 1, OrderLine.price == OrderLine.manual_price),
        and_(OrderLine.manual_size > 1, OrderLine.pack_price == OrderLine.manual_price),
        OrderLine.packs == 0,
    )
    fits = and_(
        or_(and_(listed, OrderLine.price_list_id.is_not(None)), and_(~listed, OrderLine.price_list_id.is_(None))),
        or_(
            and_(~manual, nothing, OrderLine.manual_reason == ""),
            and_(complete, paid, or_(manual, OrderLine.packs == 0)),
        ),
    )
    query = select(cast(OrderLine.id, String), OrderLine.price, cast(OrderLine.price_source, String))
    return query.where(~fits)
