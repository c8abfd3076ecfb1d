"""Promotions of a cart: what comes off, what is given, how much more brings more, and a gift that is not there."""

from decimal import Decimal

from domain.carts import promotions
from domain.carts.carts import CartView
from domain.carts.promotions import CartPromotions, GiftRow
from domain.catalogue.catalogue import Goods
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text

#: Other gifts to choose from.
_OTHERS = 3


def of(request: Request, cart: CartView) -> CartPromotions:
    """What promotions give on it."""
    return promotions.of_cart(request.actor, cart)


def lines(request: Request, given: CartPromotions) -> tuple[str, ...]:
    """The gifts, what comes off by which promotion, and how much more brings more."""
    return (
        *(line for row in given.gifts for line in gift(request, row, given.names[row.gift.promotion_id])),
        *(request.say("promotion.declined", name=given.names[each]) for each in given.declined),
        *_off(request, given),
        *_more(request, given),
    )


def gift(request: Request, row: GiftRow, name: str) -> tuple[str, ...]:
    """A gift of the promotion of this name, and that it is not, or not all, there."""
    told = request.say(
        "promotion.gift_line",
        goods=goods_text.name(request, row.goods),
        amount=goods_text.quantity(request, row.goods, row.gift.quantity),
        name=name,
    )
    if not row.short:
        return (told,)
    if not row.there:
        return (told, request.say("promotion.gift_gone"))
    return told, request.say("promotion.gift_short", amount=goods_text.quantity(request, row.goods, row.there))


def choices(request: Request, given: CartPromotions, *, to_checkout: bool) -> tuple[Row, ...]:
    """Of a gift that is not there: what is there of it, another one, or none; and back to one that was declined."""
    rows: list[Row] = []
    for row in given.short:
        if row.there:
            rows.append(_choice(request, row.gift.promotion_id, row.goods, row.there, to_checkout=to_checkout))
        rows += (
            _choice(request, row.gift.promotion_id, each, None, to_checkout=to_checkout)
            for each in row.others[:_OTHERS]
        )
        none = button(request.say("promotion.no_gift"), Verb.NO_GIFT, row.gift.promotion_id, int(to_checkout))
        rows.append((none,))
    rows += (
        (button(request.say("promotion.gift_again", name=given.names[each]), Verb.GIFT_AGAIN, each, int(to_checkout)),)
        for each in given.declined
    )
    return tuple(rows)


def total(request: Request, cart: CartView, given: CartPromotions) -> str:
    """How many lines there are and what they cost together, after all that comes off."""
    money = request.say.money(cart.total - given.discount, request.currency)
    return request.say.count("cart.total", len(cart.rows), money=money)


def _off(request: Request, given: CartPromotions) -> tuple[str, ...]:
    found: dict[int, Decimal] = {}
    for share in (*given.outcome.of_lines, *given.outcome.of_order):
        found[share.promotion_id] = found.get(share.promotion_id, Decimal(0)) + share.discount
    return tuple(
        request.say("promotion.off_line", name=given.names[each], money=request.say.money(amount, request.currency))
        for each, amount in found.items()
        if amount
    )


def _more(request: Request, given: CartPromotions) -> tuple[str, ...]:
    step = given.outcome.next_step
    if step is None:
        return ()
    missing = request.say.price(step.missing, request.currency)
    if step.gift is None:
        return (request.say("promotion.next_off", missing=missing, off=request.say.price(step.off, request.currency)),)
    return (request.say("promotion.next_gift", missing=missing, name=given.names[step.promotion_id]),)


def _choice(request: Request, promotion_id: int, goods: Goods, most: Decimal | None, *, to_checkout: bool) -> Row:
    name = goods_text.name(request, goods)
    if most is None:
        label, much = request.say("promotion.choose", goods=name), Decimal(0)
    else:
        label = request.say("promotion.choose_some", goods=name, amount=goods_text.quantity(request, goods, most))
        much = most
    return (button(label, Verb.GIFT, promotion_id, goods.sku.id, much, int(to_checkout)),)
