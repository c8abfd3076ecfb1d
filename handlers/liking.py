"""What an account is likeliest to mean where its words fit several goods equally."""

from collections.abc import Callable, Mapping

from domain.catalogue import Goods
from domain.rules.rights import Right
from domain.usual import usual
from handlers.visit import Visit


def liking(visit: Visit, goods: Mapping[int, Goods]) -> Callable[[int], float]:
    """How much each SKU is liked: by how often this account orders it, once it is in stock."""
    often = usual(visit.by) if visit.by.may(Right.CART_CHANGE) and visit.by.account_id is not None else []
    places = {sku_id: len(often) - place for place, sku_id in enumerate(often)}
    there = {sku_id for sku_id, each in goods.items() if each.available > 0}
    return lambda sku_id: (len(often) + 1) * (sku_id in there) + places.get(sku_id, 0)
