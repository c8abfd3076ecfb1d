"""Ranks goods that match equally by what this account buys."""

from collections.abc import Callable, Mapping

from domain.catalogue.catalogue import Goods
from domain.catalogue.frequently_bought import frequently_bought
from domain.rules.rights import Right
from handlers.conversation.request import Request


def liking(request: Request, goods: Mapping[int, Goods]) -> Callable[[int], float]:
    """How much each SKU is liked: by how often this account orders it, once it is in stock."""
    has_cart = request.actor.may(Right.CART_CHANGE) and request.actor.account_id is not None
    often = frequently_bought(request.actor) if has_cart else []
    places = {sku_id: len(often) - place for place, sku_id in enumerate(often)}
    there = {sku_id for sku_id, each in goods.items() if each.available > 0}
    return lambda sku_id: (len(often) + 1) * (sku_id in there) + places.get(sku_id, 0)
