"""What an order in words does to the cart: more of this, less of that, the last order again; each told back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain import carts, order_lists, orders
from domain.carts import WORDS_MOST, CartView, Wanted
from domain.catalogue import Goods
from domain.refusals import NotOnSale
from domain.rules.reading import Act, Dropped, Held, Line, Taken
from handlers import goods_words
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
        taken = orders.order_again(visit.by, last.id)
    except NotOnSale:
        return (visit.say("wording.none_of_last", number=last.number),)
    missing = (visit.say("cart.left_out", goods=goods_words.name(visit, goods)) for goods in taken.left_out)
    return (visit.say("cart.last_is_in", number=taken.order.number), *missing)


def write(visit: Visit, lines: Sequence[Line], goods: Mapping[int, Goods], before: Held) -> Done:
    """Write the clear lines into the cart."""
    more = [_wanted(line) for line in lines if isinstance(line, Taken) and line.act is Act.ADD]
    cart = carts.add(visit.by, more, goods) if more else carts.view(visit.by)
    told: list[str] = []
    for line in lines:
        if isinstance(line, Taken) and line.act is Act.SET:
            cart = carts.put(visit.by, _wanted(line))
            told.append(_changed(visit, goods[line.sku_id], before, line.quantity))
        elif isinstance(line, Dropped):
            cart = carts.put(visit.by, Wanted(sku_id=line.sku_id, quantity=Decimal(0)))
            told.append(visit.say("wording.removed", goods=goods_words.name(visit, goods[line.sku_id])))
    return Done(cart=cart, told=tuple(told))


def keep(visit: Visit, words: str, cart: CartView) -> CartView:
    """Keep what was said beside the goods as the cart's note, on top of the note it has."""
    there = cart.cart.note
    fresh = [line for line in words.splitlines() if line not in there]
    note = "\n".join(filter(None, (there, *fresh)))
    return carts.write_note(visit.by, note[:WORDS_MOST]) if fresh else cart


def _wanted(line: Taken) -> Wanted:
    return Wanted(sku_id=line.sku_id, quantity=line.quantity, said=line.text)


def _changed(visit: Visit, goods: Goods, before: Held, quantity: Decimal) -> str:
    name, now = goods_words.name(visit, goods), goods_words.quantity(visit, goods, quantity)
    was = before.quantities.get(goods.sku.id)
    if was is None:
        return visit.say("wording.set", goods=name, amount=now)
    return visit.say("wording.changed", goods=name, before=goods_words.quantity(visit, goods, was), amount=now)
