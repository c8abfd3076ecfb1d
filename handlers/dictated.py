"""What an order in words does to the cart: more of this, less of that, the last order again; each told back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain import carts, order_lists, reorder
from domain.cart_glance import before_adding
from domain.carts import CartView, Wanted
from domain.catalogue import Goods
from domain.refusals import NotOnSale
from domain.rules.reading import Act, Dropped, Held, Line, Taken
from handlers import cart_words, goods_words
from handlers.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Done:
    """The cart as it is now, and what changed in it, in words."""

    cart: CartView
    told: tuple[str, ...] = ()


def again(visit: Visit) -> tuple[str, ...]:
    """Put the last order into the cart once more; what it was, and what of it is no longer sold."""
    last = order_lists.last_of_account(visit.by)
    if last is None:
        return (visit.say("cart.no_last"),)
    try:
        taken = reorder.order_again(visit.by, last.id)
    except NotOnSale:
        return (visit.say("wording.none_of_last", number=last.number),)
    return (visit.say("cart.last_is_in", number=taken.order.number), *cart_words.taken(visit, taken))


def write(visit: Visit, lines: Sequence[Line], goods: Mapping[int, Goods], before: Held) -> Done:
    """Write the clear lines into the cart."""
    more = [_wanted(line) for line in lines if isinstance(line, Taken) and line.act is Act.ADD]
    cart = carts.add(visit.by, more, goods) if more else carts.view(visit.by)
    told = list(cart_words.raised(visit, cart, before_adding(cart, more)))
    for line in lines:
        if isinstance(line, Taken) and line.act is Act.SET:
            cart = carts.put(visit.by, _wanted(line))
            told.append(_changed(visit, goods[line.sku_id], before, line.quantity))
        elif isinstance(line, Dropped):
            cart = carts.put(visit.by, Wanted(sku_id=line.sku_id, quantity=Decimal(0)))
            told.append(visit.say("wording.removed", goods=goods_words.name(visit, goods[line.sku_id])))
    return Done(cart=cart, told=tuple(told))


def _wanted(line: Taken) -> Wanted:
    return Wanted(sku_id=line.sku_id, quantity=line.quantity, said=line.text)


def _changed(visit: Visit, goods: Goods, before: Held, quantity: Decimal) -> str:
    name, now = goods_words.name(visit, goods), goods_words.quantity(visit, goods, quantity)
    was = before.quantities.get(goods.sku.id)
    if was is None:
        return visit.say("wording.set", goods=name, amount=now)
    return visit.say("wording.changed", goods=name, before=goods_words.quantity(visit, goods, was), amount=now)
