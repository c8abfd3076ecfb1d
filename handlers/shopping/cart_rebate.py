"""What a rebate pays of the order to be: shown before the yes, with one tap to use it or to keep it."""

from decimal import Decimal

from domain.carts.carts import CartView
from domain.finance import rebates
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Row
from handlers.conversation.verbs import Verb


def of(request: Request, cart: CartView, total: Decimal) -> Decimal:
    """What a rebate pays of it; nothing where it is to be kept."""
    return Decimal(0) if cart.cart.spares_rebate else _could(request, cart, total)


def told(request: Request, cart: CartView, total: Decimal) -> tuple[str, ...]:
    """``返利可用 ¥500，这单抵 ¥120``, and what is left to pay; or that it is kept."""
    could = _could(request, cart, total)
    if not could:
        return ()
    left = request.say.money(rebates.left(request.actor, cart.cart.account_id), request.currency)
    if cart.cart.spares_rebate:
        return (request.say("rebate.kept", left=left),)
    used = request.say.money(could, request.currency)
    payable = request.say.money(total - could, request.currency)
    return (request.say("rebate.at_checkout", left=left, used=used), request.say("rebate.payable", payable=payable))


def choice(request: Request, cart: CartView, total: Decimal) -> tuple[Row, ...]:
    """Keep it, or use it after all."""
    if not _could(request, cart, total):
        return ()
    spares = cart.cart.spares_rebate
    label = request.say("rebate.use" if spares else "rebate.keep")
    return ((button(label, Verb.SPARE_REBATE, int(not spares)),),)


def _could(request: Request, cart: CartView, total: Decimal) -> Decimal:
    return rebates.usable(request.actor, cart.cart.account_id, total)
