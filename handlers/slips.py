"""A typed quantity for the cart that may be a slip of the finger: asked about before anything changes."""

from decimal import Decimal

from domain import carts
from domain.cart_glance import quantities
from domain.catalogue import Goods
from domain.rules.leaps import is_leap
from domain.usual import most_taken
from handlers import goods_words
from handlers.press import button
from handlers.turn import Button
from handlers.verbs import Verb
from handlers.visit import Visit


def doubt(visit: Visit, goods: Goods, wanted: Decimal) -> str:
    """The question, with both values; nothing where it is no slip, or is refused anyway.

    It is compared with what is in the cart, or else with the most that the account ever took. Less does no harm.
    """
    if not wanted or visit.by.account_id is None:
        return ""
    carts.check_quantity(goods, wanted)
    there = quantities(visit.by).get(goods.sku.id)
    before = there if there is not None else most_taken(visit.by, goods.sku.id)
    if wanted < before or not is_leap(before, wanted):
        return ""
    return visit.say(
        "cart.leap" if there is not None else "cart.unusual",
        before=goods_words.quantity(visit, goods, before),
        after=goods_words.quantity(visit, goods, wanted),
    )


def sure(visit: Visit, goods: Goods, wanted: Decimal, verb: Verb) -> Button:
    """The tap that means it: of a verb that puts exactly so much."""
    said = goods_words.quantity(visit, goods, wanted)
    say = visit.say("cart.sure_say", goods=goods_words.name(visit, goods), amount=said)
    return button(visit.say("cart.sure", amount=said), verb, goods.sku.id, wanted, say=say)
