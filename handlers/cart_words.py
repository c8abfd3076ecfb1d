"""How a cart is told: line by line, what is wrong with a line, and what comes with it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from domain.carts import CartRow, CartView
from domain.reorder import Taken
from handlers import goods_words, said_order
from handlers.press import button
from handlers.turn import Row
from handlers.verbs import Verb
from handlers.visit import Visit

#: So many lines that were in the cart before are named.
_NAMED = 5


def row(visit: Visit, each: CartRow) -> tuple[str, ...]:
    """Goods, quantity and amount; below it what is wrong, if anything is."""
    money = visit.say.money(each.amount, visit.currency)
    told = goods_words.line(visit, each.goods, each.line.quantity, money)
    wrong = trouble(visit, each)
    return (told, wrong) if wrong else (told,)


def trouble(visit: Visit, each: CartRow) -> str:
    """Why the line cannot be ordered as it is, or that it will come later; empty where all is well."""
    goods, wanted = each.goods, each.line.quantity
    if each.in_order:
        return visit.say("cart.comes_later") if goods.available < wanted else ""
    if not goods.sku.on_sale:
        return visit.say("cart.off_sale")
    if goods.available >= wanted or goods.sku.backorder:
        return visit.say("cart.not_so", amount=goods_words.quantity(visit, goods, each.orderable))
    if not each.orderable:
        return visit.say("cart.none_left")
    return visit.say("cart.too_little", amount=goods_words.quantity(visit, goods, each.orderable))


def raised(visit: Visit, cart: CartView, before: Mapping[int, Decimal]) -> tuple[str, ...]:
    """The lines that were there before and hold another quantity now: what was there, and what is now."""
    return tuple(
        visit.say("cart.had", goods=name, before=was, amount=now)
        for name, was, now in (
            (
                goods_words.name(visit, row.goods),
                goods_words.quantity(visit, row.goods, before[row.goods.sku.id]),
                goods_words.quantity(visit, row.goods, row.line.quantity),
            )
            for row in cart.rows
            if row.goods.sku.id in before
        )
        if was != now
    )


def taken(visit: Visit, order: Taken) -> tuple[str, ...]:
    """What came of an order's goods in a cart that was in use: what could not come, what was there, and the note."""
    cart, before = order.cart, order.before
    untouched = [row for row in cart.rows if before.get(row.goods.sku.id) == row.line.quantity]
    named = [
        f"{goods_words.name(visit, row.goods)} {goods_words.quantity(visit, row.goods, row.line.quantity)}"
        for row in untouched[:_NAMED]
    ]
    rest = visit.say.count("cart.also_more", len(untouched) - _NAMED) if len(untouched) > _NAMED else ""
    return (
        *(visit.say("cart.left_out", goods=goods_words.name(visit, goods)) for goods in order.left_out),
        *raised(visit, cart, before),
        *((visit.say("cart.also", goods=visit.say("cart.gap").join(named)) + rest,) if named else ()),
        *((visit.say("cart.note_back", words=order.note),) if order.note else ()),
    )


def total(visit: Visit, cart: CartView) -> str:
    """How many lines and what they cost together."""
    return visit.say.count("cart.total", len(cart.rows), money=visit.say.money(cart.total, visit.currency))


def day(visit: Visit, wanted: date | None) -> str:
    """The day the goods are wanted on, with its weekday, or that any will do."""
    if wanted is None:
        return visit.say("cart.any_day")
    ahead = (wanted - visit.by.today).days
    near = visit.say(f"day.in_{ahead}") if ahead in (0, 1, 2) else ""
    weekday = visit.say(f"day.weekday_{wanted.weekday()}")
    return visit.say("day.near" if near else "day.far", near=near, weekday=weekday, day=visit.say.day(wanted))


def wishes(visit: Visit, cart: CartView, *, every: bool) -> tuple[str, ...]:
    """Address, day and note; ``every``: those that are empty are named too."""
    told = {
        "cart.address": cart.address or (visit.say("cart.no_address") if every else ""),
        "cart.day": day(visit, cart.cart.wanted_on) if every or cart.cart.wanted_on else "",
        "cart.note": cart.cart.note or (visit.say("cart.no_note") if every else ""),
    }
    return tuple(visit.say(key, words=words) for key, words in told.items() if words)


def in_doubt(visit: Visit) -> tuple[str, ...]:
    """Nothing a dealer wrote goes missing: what was asked about and not answered is said wherever the cart is shown."""
    texts = [each.text for each in said_order.waiting(visit)]
    return (visit.say("checkout.unanswered", text="；".join(texts)), "") if texts else ()


def to_doubts(visit: Visit) -> tuple[Row, ...]:
    """The way back to the lines that wait for an answer."""
    return ((button(visit.say("checkout.to_doubts"), Verb.DOUBTS),),) if said_order.is_open(visit) else ()
