"""The cart as text: its lines, problems of a line, and what comes with it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from domain.carts.carts import CartRow, CartView
from domain.catalogue.catalogue import Goods
from domain.catalogue.pricing import set_by_hand
from domain.orders.reorder import ReorderedCart
from domain.rules.pricing.price_calculation import PriceSource
from handlers.conversation import text_order_state
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text, price_text

#: How many of the lines that were in the cart before are listed.
_NAMED = 5


def row(request: Request, each: CartRow) -> tuple[str, ...]:
    """Goods, quantity and amount; below it what is wrong, if anything is."""
    money = request.say.money(each.amount, request.currency)
    told = goods_text.line(request, each.goods, each.line.quantity, money)
    own = each.price.source is not PriceSource.BASE or each.price.pack_price is not None
    beside = beside_price(request, each)
    priced = (price(request, each), *beside) if own or beside else ()
    wrong = trouble(request, each)
    return tuple(filter(None, (told, "   " + " · ".join(priced) if priced else "", wrong)))


def prepare(request: Request, cart: CartView) -> None:
    """Look up at once what is said beside prices."""
    request.prices.learn(cart.prices)
    request.last_prices.know(row.goods.sku.id for row in cart.rows)


def price(request: Request, each: CartRow) -> str:
    """What it costs by the unit it is ordered in."""
    if each.price.source is PriceSource.BASE and each.price.pack_price is None:
        return goods_text.price(request, each.goods)
    return price_text.of_price(request, each.goods, each.price)


def beside_price(request: Request, each: CartRow) -> tuple[str, ...]:
    """That it was set by hand, what it was the last time, and the next tier."""
    hand = set_by_hand(each.line, each.goods.packs)
    return price_text.beside(request, each.goods, each.price, hand, each.line.manual_reason)


def trouble(request: Request, each: CartRow) -> str:
    """Why the line cannot be ordered as it is, or that it will come later; empty where all is well."""
    goods, wanted = each.goods, each.line.quantity
    if each.in_order:
        return _later(request, goods, wanted) if goods.available < wanted else ""
    if not goods.on_sale:
        return request.say("cart.off_sale")
    if goods.available >= wanted or goods.sku.backorder:
        if not each.orderable:
            return request.say("cart.limit_reached")
        amount, rules = goods_text.quantity(request, goods, each.orderable), goods_text.order_rules(request, goods)
        return request.say("cart.against_rules" if rules else "cart.not_so", amount=amount, rules=rules)
    if not each.orderable:
        return request.say("cart.none_left")
    return request.say("cart.too_little", amount=goods_text.quantity(request, goods, each.orderable))


def _later(request: Request, goods: Goods, wanted: Decimal) -> str:
    """That what is not there comes later, and how much of it there is."""
    there = max(goods.available, Decimal(0))
    parts = {
        "there": goods_text.quantity(request, goods, there),
        "rest": goods_text.quantity(request, goods, wanted - there),
    }
    told = request.say("cart.comes_part", **parts) if there else request.say("cart.comes_later")
    return " ".join((told, *goods_text.expected(request, goods)))


def raised(request: Request, cart: CartView, before: Mapping[int, Decimal]) -> tuple[str, ...]:
    """The lines that were there before and hold another quantity now: what was there, and what is now."""
    return tuple(
        request.say("cart.had", goods=name, before=was, amount=now)
        for name, was, now in (
            (
                goods_text.name(request, row.goods),
                goods_text.quantity(request, row.goods, before[row.goods.sku.id]),
                goods_text.quantity(request, row.goods, row.line.quantity),
            )
            for row in cart.goods_rows
            if row.goods.sku.id in before
        )
        if was != now
    )


def taken(request: Request, order: ReorderedCart) -> tuple[str, ...]:
    """What came of an order's goods in a cart that was in use: what could not come, what was there, and the note."""
    cart, before = order.cart, order.before
    untouched = [row for row in cart.goods_rows if before.get(row.goods.sku.id) == row.line.quantity]
    named = [
        f"{goods_text.name(request, row.goods)} {goods_text.quantity(request, row.goods, row.line.quantity)}"
        for row in untouched[:_NAMED]
    ]
    rest = request.say.count("cart.also_more", len(untouched) - _NAMED) if len(untouched) > _NAMED else ""
    return (
        *(request.say("cart.left_out", goods=goods_text.name(request, goods)) for goods in order.left_out),
        *raised(request, cart, before),
        *((request.say("cart.also", goods=request.say("cart.gap").join(named)) + rest,) if named else ()),
        *((request.say("cart.note_back", words=order.note),) if order.note else ()),
    )


def day(request: Request, wanted: date | None) -> str:
    """The day the goods are wanted on, with its weekday, or that any will do."""
    if wanted is None:
        return request.say("cart.any_day")
    ahead = (wanted - request.actor.today).days
    near = request.say(f"day.in_{ahead}") if ahead in (0, 1, 2) else ""
    weekday = request.say(f"day.weekday_{wanted.weekday()}")
    return request.say("day.near" if near else "day.far", near=near, weekday=weekday, day=request.say.day(wanted))


def wishes(request: Request, cart: CartView, *, every: bool) -> tuple[str, ...]:
    """Address, day and note; ``every``: those that are empty are named too."""
    told = {
        "cart.address": cart.address or (request.say("cart.no_address") if every else ""),
        "cart.receiver": orders_text.receiver(cart.place),
        "cart.day": day(request, cart.cart.wanted_on) if every or cart.cart.wanted_on else "",
        "cart.note": cart.cart.note or (request.say("cart.no_note") if every else ""),
    }
    return tuple(request.say(key, words=words) for key, words in told.items() if words)


def receiver(request: Request, cart: CartView) -> tuple[str, ...]:
    """Who takes the goods there, and their number, as far as they are known."""
    words = orders_text.receiver(cart.place)
    return (request.say("cart.receiver", words=words),) if words else ()


def in_doubt(request: Request) -> tuple[str, ...]:
    """Nothing a dealer wrote goes missing: what was asked about and not answered is said wherever the cart is shown."""
    texts = [each.text for each in text_order_state.waiting(request)]
    return (request.say("checkout.unanswered", text="；".join(texts)), "") if texts else ()


def to_doubts(request: Request) -> tuple[Row, ...]:
    """The way back to the lines that wait for an answer, and the one to leave them all out."""
    if not text_order_state.is_open(request):
        return ()
    leave = button(request.say("checkout.leave_doubts"), Verb.DOUBTS, text_order_state.serial(request))
    return ((button(request.say("checkout.to_doubts"), Verb.DOUBTS), leave),)


def leave_doubts(request: Request, serial: int, waiting: int) -> tuple[Row, ...]:
    """Where several lines wait: one tap leaves them all out."""
    if waiting < 2:  # noqa: PLR2004 - one has a button of its own
        return ()
    return ((button(request.say("wording.leave_all", number=waiting), Verb.DOUBTS, serial),),)
