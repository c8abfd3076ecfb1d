"""What is tapped about a gift: another one, as much as there is, none, or after all."""

from decimal import Decimal

from domain.carts import promotions
from domain.carts.carts import CartView
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Turn
from handlers.shopping import cart as cart_screen
from handlers.shopping import checkout


def choose(request: Request, *, promotion_id: Id, sku_id: Id, most: Decimal = Decimal(0), to_checkout: int = 0) -> Turn:
    """Take this gift of a promotion; ``most``: no more of it than that, where it is said."""
    cart = promotions.choose_gift(request.actor, promotion_id, sku_id, most or None)
    return _shown(request, cart, to_checkout=to_checkout > 0)


def decline(request: Request, *, promotion_id: Id, to_checkout: int = 0) -> Turn:
    """Take no gift of a promotion."""
    return _shown(request, promotions.choose_gift(request.actor, promotion_id, None), to_checkout=to_checkout > 0)


def again(request: Request, *, promotion_id: Id, to_checkout: int = 0) -> Turn:
    """Take it after all."""
    return _shown(request, promotions.want_gift_again(request.actor, promotion_id), to_checkout=to_checkout > 0)


def _shown(request: Request, cart: CartView, *, to_checkout: bool) -> Turn:
    if to_checkout and cart.rows:
        return Turn(replies=(checkout.summary(request, cart),))
    return Turn(replies=(cart_screen.draw(request, cart),))
