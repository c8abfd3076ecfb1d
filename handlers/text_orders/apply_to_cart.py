"""Applies an order in words to the cart: adds, reduces, repeats the last order; reports each change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.carts import carts
from domain.carts.carts import CartView, CartWish
from domain.carts.quantities import before_adding
from domain.catalogue.catalogue import Goods
from domain.order_text.result import Act, Line, OrderSoFar, RemovedLine, TakenLine
from domain.orders import reorder
from domain.orders.last_order import last_of_account
from domain.refusals import NotOnSale
from handlers.conversation.request import Request
from handlers.formatting import goods_text
from handlers.shopping import cart_text


@dataclass(frozen=True, kw_only=True)
class AppliedLines:
    """The cart as it is now, and what changed in it, in words."""

    cart: CartView
    told: tuple[str, ...] = ()


def again(request: Request) -> tuple[str, ...]:
    """Put the last order into the cart once more; what it was, and what of it is no longer sold."""
    last = last_of_account(request.actor)
    if last is None:
        return (request.say("cart.no_last"),)
    try:
        taken = reorder.last_again(request.actor, last)
    except NotOnSale:
        return (request.say("wording.none_of_last", number=last.number),)
    return (request.say("cart.last_is_in", number=taken.number), *cart_text.taken(request, taken))


def write(request: Request, lines: Sequence[Line], goods: Mapping[int, Goods], before: OrderSoFar) -> AppliedLines:
    """Write the clear lines into the cart."""
    more = [_wanted(line) for line in lines if isinstance(line, TakenLine) and line.act is Act.ADD]
    cart = carts.add(request.actor, more, goods) if more else carts.view(request.actor)
    told = list(cart_text.raised(request, cart, before_adding(cart, more)))
    for line in lines:
        if isinstance(line, TakenLine) and line.act is Act.SET:
            cart = carts.put(request.actor, _wanted(line))
            told.append(_changed(request, goods[line.sku_id], before, line.quantity))
        elif isinstance(line, RemovedLine):
            cart = carts.put(request.actor, CartWish(sku_id=line.sku_id, quantity=Decimal(0)))
            told.append(request.say("wording.removed", goods=goods_text.name(request, goods[line.sku_id])))
    return AppliedLines(cart=cart, told=tuple(told))


def _wanted(line: TakenLine) -> CartWish:
    return CartWish(sku_id=line.sku_id, quantity=line.quantity, said=line.text)


def _changed(request: Request, goods: Goods, before: OrderSoFar, quantity: Decimal) -> str:
    name, now = goods_text.name(request, goods), goods_text.quantity(request, goods, quantity)
    was = before.quantities.get(goods.sku.id)
    if was is None:
        return request.say("wording.set", goods=name, amount=now)
    return request.say("wording.changed", goods=name, before=goods_text.quantity(request, goods, was), amount=now)
