"""Asks before an unusually large typed quantity goes into the cart."""

from decimal import Decimal

from domain.carts import carts
from domain.carts.quantities import quantities
from domain.catalogue.catalogue import Goods
from domain.catalogue.frequently_bought import most_taken
from domain.rules.unusual_changes import is_leap
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text


def doubt(request: Request, goods: Goods, wanted: Decimal) -> str:
    """A question where a quantity may be a slip, compared with the cart or the account's largest order."""
    if not wanted or request.actor.account_id is None:
        return ""
    carts.check_quantity(goods, wanted)
    there = quantities(request.actor).get(goods.sku.id)
    before = there if there is not None else most_taken(request.actor, goods.sku.id)
    if wanted < before or not is_leap(before, wanted):
        return ""
    return request.say(
        "cart.leap" if there is not None else "cart.unusual",
        before=goods_text.quantity(request, goods, before),
        after=goods_text.quantity(request, goods, wanted),
    )


def whether(request: Request, goods: Goods, wanted: Decimal, told: str, verb: Verb, back: Row) -> Reply:
    """The question with a tap that means it, by a verb that sets the quantity; another number can still be typed."""
    said, name = goods_text.quantity(request, goods, wanted), goods_text.name(request, goods)
    say = request.say("cart.sure_say", goods=name, amount=said)
    sure = button(request.say("cart.sure", amount=said), verb, goods.sku.id, wanted, say=say)
    return Reply(title=name, lines=(told,), note=request.say("cart.other_number"), buttons=((sure,), back))
