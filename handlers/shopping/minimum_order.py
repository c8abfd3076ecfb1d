"""What is missing to the smallest order, with what the account usually buys."""

from decimal import Decimal

from domain.carts.carts import CartView
from domain.carts.minimum_order import MinimumShortfall, below_minimum
from domain.catalogue.catalogue import goods_by_id
from domain.catalogue.frequently_bought import frequently_bought
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text

#: Goods that are offered.
_OFFERED = 3


def missing(request: Request, cart: CartView, discount: Decimal) -> MinimumShortfall | None:
    """How far the cart, after what promotions take off, is below the smallest order; nothing where it is not."""
    return below_minimum(request.actor, cart.cart.account_id, cart.total - discount) if cart.rows else None


def told(request: Request, below: MinimumShortfall | None) -> tuple[str, ...]:
    """What is missing, in words."""
    if below is None:
        return ()
    key = "cart.minimum_staff" if below.may_pass else "cart.minimum"
    return (request.say(key, missing=_money(request, below.missing), minimum=_money(request, below.minimum)),)


def offers(request: Request, cart: CartView, below: MinimumShortfall | None) -> tuple[Row, ...]:
    """Buttons to goods that the account often buys and has not in the cart."""
    if below is None:
        return ()
    usual = [each for each in frequently_bought(request.actor) if each not in cart.quantities]
    goods = goods_by_id(request.session, usual[: 2 * _OFFERED])
    found = [goods[each] for each in usual if each in goods and not goods_text.is_sold_out(goods[each])]
    return tuple(
        (button(request.say("cart.minimum_more", goods=goods_text.name(request, each)), Verb.PRODUCT, each.sku.id),)
        for each in found[:_OFFERED]
    )


def _money(request: Request, amount: Decimal) -> str:
    return request.say.money(amount, request.currency)
