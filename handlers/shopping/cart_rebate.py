"""What a rebate pays of the order to be: shown before the yes, with one tap to use it or to keep it."""

from dataclasses import dataclass
from decimal import Decimal

from domain.carts.carts import CartView
from domain.finance import rebates
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Row
from handlers.conversation.verbs import Verb


@dataclass(frozen=True, kw_only=True)
class CartRebate:
    """``could``: what rebates may pay of ``total``; ``left``: what there is of them; ``kept``: it is not to be used."""

    total: Decimal
    could: Decimal
    left: Decimal
    kept: bool

    @property
    def used(self) -> Decimal:
        """What they pay of it."""
        return Decimal(0) if self.kept else self.could


def of(request: Request, cart: CartView, total: Decimal) -> CartRebate:
    """What rebates may pay of an order of so much; what is left of them is read where they may."""
    could = rebates.usable(request.actor, cart.cart.account_id, total)
    left = rebates.left(request.actor, cart.cart.account_id) if could else could
    return CartRebate(total=total, could=could, left=left, kept=cart.cart.spares_rebate)


def told(request: Request, rebate: CartRebate) -> tuple[str, ...]:
    """``返利可用 ¥500，这单抵 ¥120``, and what is left to pay; or that it is kept."""
    if not rebate.could:
        return ()
    left = request.say.money(rebate.left, request.currency)
    if rebate.kept:
        return (request.say("rebate.kept", left=left),)
    used = request.say.money(rebate.used, request.currency)
    payable = request.say.money(rebate.total - rebate.used, request.currency)
    return (request.say("rebate.at_checkout", left=left, used=used), request.say("rebate.payable", payable=payable))


def choice(request: Request, rebate: CartRebate) -> tuple[Row, ...]:
    """Keep it, or use it after all."""
    if not rebate.could:
        return ()
    label = request.say("rebate.use" if rebate.kept else "rebate.keep")
    return ((button(label, Verb.SPARE_REBATE, int(not rebate.kept)),),)
