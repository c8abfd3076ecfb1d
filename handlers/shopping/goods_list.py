"""Goods to choose from: one button each, with what the reader needs to choose by."""

from collections.abc import Iterable

from domain.catalogue.catalogue import Goods
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text

#: Goods a page when they were searched for.
FOUND = 6


def rows(request: Request, goods: Iterable[Goods]) -> tuple[Row, ...]:
    """A button for each, leading to its card."""
    shown = tuple(goods)
    request.prices.know(shown)
    return tuple((row_button(request, each),) for each in shown)


def row_button(request: Request, goods: Goods) -> Button:
    """Name and spec, the price of a pack for those who see prices, and what is there; its own words are the name."""
    name = goods_text.name(request, goods)
    label = request.say("search.row", name=name, offer=goods_text.offer(request, goods))
    return button(label, Verb.PRODUCT, goods.sku.id, say=name)


def ways(request: Request) -> tuple[Row, ...]:
    """Other ways to goods, and home."""
    look = [button(request.say("search.browse"), Verb.BROWSE)]
    if request.actor.may(Right.CART_CHANGE):
        look.append(button(request.say("search.usual"), Verb.USUAL))
    return (tuple(look), (button(request.say("button.menu"), Verb.MENU),))
